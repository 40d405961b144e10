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
from taskgate.dead.letter import Letter, Raw, as_text
from taskgate.dead.rabbitmq import RabbitStore
from taskgate.dead.reading import letter_of_element
from taskgate.dead.redis import RedisStore, within

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


@pytest.mark.parametrize(("body", "header"), [(9000, 10), (10, 9000)])
def test_letter_that_is_too_large_goes_without_its_message(body: int, header: int) -> None:
    large = Letter(Raw("cpu", b"x" * body, {"id": "x" * header}), "TASK_FAILED", "boom", task_id="1")
    text = within(4096, large)
    assert len(text) <= 4096
    found = letter_of_element(text.encode())
    assert found.facts() == {**large.facts(), "cut": body}
    assert (found.raw.body, found.raw.headers == large.raw.headers) == (b"", header < 4096)
    assert within(100_000, large) == as_text(large.document())


@pytest.mark.parametrize("url", URLS)
def test_command_says_so(url: str, mute: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "LONGEST", SHORT)
    found = CliRunner().invoke(main, ["dead", "list", "--broker", url.format(mute)])
    assert found.exit_code == 2, found.output
    assert "cannot be read" in found.stderr
