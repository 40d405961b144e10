"""Properties that py-amqp cannot read are replaced by those that name the caller."""

from __future__ import annotations

import base64
from struct import pack
from typing import Any

import pytest
from amqp import Message

from taskgate.messaging.frames import MARK, PROPERTIES, frame_handler, salvaged

DELIVER = pack(">HH", 60, 60)


def content(**properties: Any) -> bytes:
    """Return the content of a frame with the properties of a message of one byte."""
    message: Any = Message(**properties)
    return pack(">HxxQ", 60, 1) + bytes(message._serialize_properties())


def read(*frames: tuple[int, int, bytes]) -> list[Any]:
    class Connection:
        bytes_recv = 0

    got: list[Any] = []
    on_frame = frame_handler(Connection(), lambda channel, method, args, message: got.append(message))
    for frame in frames:
        on_frame(frame)
    return got


NAMED = {"application_headers": {"id": "one", "when": "AAAA"}, "correlation_id": "two", "reply_to": "three"}
FAR = content(**NAMED).replace(b"S\x00\x00\x00\x04AAAA", b"T" + b"\xff" * 8)


def test_far_date() -> None:
    (message,) = read((1, 1, DELIVER), (2, 1, FAR), (3, 1, b"x"))
    headers = message.properties["application_headers"]
    assert headers["id"] == "one"
    assert "OverflowError" in headers[MARK] or "ValueError" in headers[MARK]
    assert base64.b64decode(headers[PROPERTIES]) == FAR[12:]
    assert (message.properties["correlation_id"], message.properties["reply_to"]) == ("two", "three")
    assert message.body == b"x"


def test_what_can_be_read_is_left_as_it_is() -> None:
    (message,) = read((1, 1, DELIVER), (2, 1, content(**NAMED)), (3, 1, b"x"))
    assert message.properties == NAMED


def test_next_message_of_the_channel_is_read() -> None:
    far = ((1, 1, DELIVER), (2, 1, FAR), (3, 1, b"x"))
    assert len(read(*far, (1, 1, DELIVER), (2, 1, content(**NAMED)), (3, 1, b"y"))) == 2


def test_text_that_is_none_hides_only_itself() -> None:
    broken = content(**NAMED, app_id="AAAA").replace(b"AAAA\x00", b"\xff\xff\xff\xff\x00")
    assert salvaged(broken[12:])["correlation_id"] == "two"
    assert salvaged(b"") == {}
    assert salvaged(content(correlation_id="AAAA").replace(b"AAAA", b"\xff" * 4)[12:]) == {}


def test_error_of_who_gets_the_message_is_nobodys_property() -> None:
    def fail(*_: Any) -> None:
        raise ValueError("mine")

    class Connection:
        bytes_recv = 0

    on_frame = frame_handler(Connection(), fail)
    on_frame((1, 1, DELIVER))
    on_frame((2, 1, content()))
    with pytest.raises(ValueError, match="mine"):
        on_frame((3, 1, b"x"))
