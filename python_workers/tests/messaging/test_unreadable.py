"""What kombu can make no message of ends alone, and what lies behind it is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from amqp import Channel
from amqp.exceptions import NotFound, PreconditionFailed, RecoverableConnectionError
from kombu import Connection

from taskgate.app import App
from taskgate.messaging.unreadable import Tolerant, reading_anything
from tests.messaging.sides import PREFIX, Side, item, noted, queue

Reader = Callable[..., Side]


@pytest.fixture
def ended() -> list[Any]:
    """What was ended: the queue, the element, and the name of what was raised."""
    return []


@pytest.fixture
def reader(url: str, ended: list[Any]) -> Iterator[Reader]:
    opened: list[Any] = []

    def read(taskgate: bool, **options: Any) -> Side:
        app = App("test", broker=url, set_as_current=False)
        made: Any = (
            app.connection_for_read(transport_options=options)
            if taskgate
            else Connection(url, transport_options=options)
        )
        reading_anything(made, lambda *element: ended.append(element), most=0)
        opened.append(made)
        return Side(made, queue("q"))

    yield read
    for connection in opened:
        connection.release()


GOOD = json.dumps(item())


@pytest.mark.parametrize(
    "element",
    [
        b"no json",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        GOOD.replace('"MQ=="', '"M"').encode(),
    ],
    ids=["no JSON", "no text", "an array", "deep", "no base64"],
)
@pytest.mark.parametrize("taskgate", [True, False])
@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_element_ends_and_the_next_is_read(
    redis: Any, reader: Reader, ended: list[Any], element: bytes, taskgate: bool, prefix: str
) -> None:
    redis.lpush(f"{prefix}q", element)
    redis.lpush(f"{prefix}q", json.dumps(item("next")))
    side = reader(taskgate, global_keyprefix=prefix)
    assert side.take() is None
    ((name, found, error),) = ended
    assert (name.removeprefix(prefix), found) == ("q", element)
    assert isinstance(error, Exception)
    assert side.take().delivery_tag == "next"
    assert list(noted(redis, prefix)) == ["next"]


@pytest.mark.parametrize(
    ("error", "text", "kind"),
    [
        (PreconditionFailed, "delivery acknowledgement on channel 1 timed out", RecoverableConnectionError),
        (PreconditionFailed, "inequivalent arg 'durable'", PreconditionFailed),
        (NotFound, "no queue", NotFound),
    ],
)
def test_channel_that_waited_too_long_is_a_connection_that_was_lost(
    monkeypatch: pytest.MonkeyPatch, error: Any, text: str, kind: Any
) -> None:
    def on_close(*_: Any) -> None:
        raise error(text)

    monkeypatch.setattr(Channel, "_on_close", on_close)
    channel: Any = Tolerant.Channel.__new__(Tolerant.Channel)
    with pytest.raises(kind):
        channel._on_close(406, text, 60, 80)
