"""A broker that takes the connection and says nothing more lets nobody wait for ever."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from celery import Celery
from click.testing import CliRunner

from taskgate.cli import main
from taskgate.dead import box
from taskgate.dead.bounds import Bounds
from taskgate.dead.letter import Letter, Raw
from taskgate.dead.rabbitmq import RabbitStore
from taskgate.dead.redis import RedisStore

SHORT = 0.2
LETTER = Letter(Raw("cpu", b"body"), "TASK_FAILED", "boom")
URLS = ["redis://127.0.0.1:{}/0", "amqp://guest:guest@127.0.0.1:{}//"]


@pytest.fixture
def mute() -> Iterator[int]:
    """The port of a server that the system connects and that nobody serves."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(("url", "store"), [(URLS[0], RedisStore), (URLS[1], RabbitStore)])
def test_letter_is_given_up(url: str, store: type[RedisStore] | type[RabbitStore], mute: int) -> None:
    with (
        Celery("mute", broker=url.format(mute), set_as_current=False) as app,
        pytest.raises(Exception, match=r"(?i)timed? ?out"),
    ):
        store(app, Bounds("dead", most=1, life=1, longest=SHORT)).keep(LETTER)


@pytest.mark.parametrize("url", URLS)
def test_command_says_so(url: str, mute: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "LONGEST", SHORT)
    found = CliRunner().invoke(main, ["dead", "list", "--broker", url.format(mute)])
    assert found.exit_code == 2, found.output
    assert "cannot be read" in found.stderr
