"""Messages of RabbitMQ whose properties py-amqp cannot read: a date in the year 30000, a text not in UTF-8.

py-amqp raises where it reads from its socket, the worker ends, and the next one, too. Here such a message
gets other properties: the marker, and what names its caller.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from struct import unpack_from
from typing import Any, Final

from amqp import Message, method_framing
from amqp.exceptions import AMQPError

MARK: Final = "taskgate-unreadable"
"""The header of a message whose own properties could not be read: what was raised."""

PROPERTIES: Final = "taskgate-properties"
"""The header with their bytes, in base64."""

_HEADER: Final = 2
"""The type of the frame that has the properties."""

_PREFIX: Final = 12
"""Bytes of it before them: the class, the weight, and the size of the body."""

logger = logging.getLogger(__name__)


def frame_handler(connection: Any, callback: Any) -> Callable[[Any], Any]:
    """Return py-amqp's reader of frames, which goes on where it cannot read the properties of a message."""
    read: Any = method_framing.frame_handler(connection, callback)

    def on_frame(frame: Any) -> Any:
        try:
            return read(frame)
        except AMQPError:
            raise
        except Exception as error:
            kind, channel, content = frame
            if kind != _HEADER or not _is_about_properties(error):
                raise
            logger.error("the properties of a message cannot be read: %r", error)
            return read((kind, channel, readable(bytes(content), error)))

    return on_frame


def _is_about_properties(error: BaseException) -> bool:
    """Say whether it was raised where properties are read, and not by whoever has got the message."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "_load_properties":
            return True
        trace = trace.tb_next
    return False


def readable(content: bytes, error: BaseException) -> bytes:
    """Return the content of the frame with properties that can be read."""
    headers: dict[str, Any] = {
        MARK: repr(error)[:500],
        PROPERTIES: base64.b64encode(content[_PREFIX:]).decode(),
    }
    known = salvaged(content[_PREFIX:])
    if isinstance(known.get("id"), str):
        headers["id"] = known.pop("id")
    known.pop("id", None)
    message: Any = Message(application_headers=headers, **known)
    return content[:_PREFIX] + bytes(message._serialize_properties())


def salvaged(properties: bytes) -> dict[str, Any]:
    """Return `id`, `correlation_id` and `reply_to` as far as they can be read."""
    found: dict[str, Any] = {}
    try:
        (flags,) = unpack_from(">H", properties)
        place = 2
        for bit, name, size in _LAYOUT:
            if not flags & bit:
                continue
            length = 0 if size is None else unpack_from(size, properties, place)[0]
            begin = place + (1 if size is None else {">B": 1, ">I": 4}[size])
            text = properties[begin : begin + length]
            place = begin + length
            if name == "headers":
                found |= _id_of(text)
            elif name:
                found[name] = text.decode()
    except Exception:
        logger.debug("no more can be read of the properties", exc_info=True)
    return found


_LAYOUT: Final[tuple[tuple[int, str, str | None], ...]] = (
    (0x8000, "", ">B"),  # content_type
    (0x4000, "", ">B"),  # content_encoding
    (0x2000, "headers", ">I"),
    (0x1000, "", None),  # delivery_mode
    (0x0800, "", None),  # priority
    (0x0400, "correlation_id", ">B"),
    (0x0200, "reply_to", ">B"),
)
"""The flag of a property, the name of one that is wanted, and the format of its length; else it is a byte."""


def _id_of(table: bytes) -> dict[str, Any]:
    """Return the header `id` of a table that cannot be read as a whole."""
    key = b"\x02idS"
    at = table.find(key)
    if at < 0:
        return {}
    (length,) = unpack_from(">I", table, at + len(key))
    text = table[at + len(key) + 4 :][:length]
    return {"id": text.decode()} if len(text) == length else {}
