"""A dead letter: a message as it came, and what is known of its end."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from taskgate.worker.failures import Facts

VERSION: Final = 1
"""The member `formatVersion` of a letter as JSON."""

REJECTED: Final = "REJECTED"
"""The reason of what a task, or RabbitMQ for a consumer, has rejected."""

_DELAY: Final = re.compile(r"(?:[01]\.){28}")
"""What RabbitMQ's delayed delivery leaves before the routing key of a message that had an ETA."""


@dataclass(frozen=True)
class Raw:
    """A message as the broker has it. `body` is its bytes; on Redis those that the element's base64 holds.

    `element` is the list's element itself where Redis had one that cannot be read as a message.
    """

    queue: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    element: bytes | None = None
    cut: int = 0
    """Bytes that the body, or the element, had where it was left out: no letter is larger than its store."""

    @classmethod
    def of(cls, message: Any) -> Raw:
        """Read a message of kombu's, whatever is wrong with it; the queue is that of its routing key."""
        info: Any = message.delivery_info if isinstance(message.delivery_info, dict) else {}
        properties: Any = message.properties if isinstance(message.properties, dict) else {}
        known = {key: value for key, value in properties.items() if key != "application_headers"}
        # On Redis these two stand beside the properties.
        for name in ("content_type", "content_encoding"):
            value = getattr(message, name, None)
            if isinstance(value, str):
                known[name] = value
        headers = message.headers if isinstance(message.headers, dict) else {}
        return cls(_DELAY.sub("", str(info.get("routing_key") or "")), _bytes_of(message), headers, known)


@dataclass(frozen=True)
class Letter:
    """What is kept. Times are UTC.

    `reason` is a system code of protocol/errors.json or REJECTED; `task` and `task_id` are None where the
    message names none; `attempts` counts the runs that were begun, as far as that is known, and `started_at`
    is when the last of them was; `error` is what a caller got.
    """

    raw: Raw
    reason: str
    message: str
    task: str | None = None
    task_id: str | None = None
    error: Facts | None = None
    attempts: int = 0
    worker: str | None = None
    sent_at: datetime | None = None
    started_at: datetime | None = None
    died_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def facts(self) -> dict[str, Any]:
        """Return what is known of the end, as JSON: the letter without the message."""
        return {
            "formatVersion": VERSION,
            "id": self.id,
            "reason": self.reason,
            "message": self.message,
            "task": self.task,
            "taskId": self.task_id,
            "queue": self.raw.queue,
            "attempts": self.attempts,
            "error": None if self.error is None else dict(self.error),
            "worker": self.worker,
            "sentAt": None if self.sent_at is None else self.sent_at.isoformat(),
            "startedAt": None if self.started_at is None else self.started_at.isoformat(),
            "diedAt": self.died_at.isoformat(),
            **({"cut": self.raw.cut} if self.raw.cut else {}),
        }

    def document(self) -> dict[str, Any]:
        """Return the whole as JSON; bytes are base64."""
        raw = self.raw
        return {
            **self.facts(),
            "original": {
                "body": base64.b64encode(raw.body).decode(),
                "headers": dict(raw.headers),
                "properties": dict(raw.properties),
                "element": None if raw.element is None else base64.b64encode(raw.element).decode(),
            },
        }


def without_message(letter: Letter, *, and_headers: bool = False) -> Letter:
    """Return a letter that keeps what is known of the end, and of the message how large it was."""
    raw = letter.raw
    held = {} if and_headers else {"headers": raw.headers, "properties": raw.properties}
    element = None if raw.element is None else b""
    size = raw.cut or len(raw.body if raw.element is None else raw.element)
    return replace(letter, raw=Raw(raw.queue, b"", element=element, cut=size, **held))


def _bytes_of(message: Any) -> bytes:
    packed: Any = getattr(message, "packed", None)  # its headers say that it is compressed
    body: Any = message.body if packed is None else packed
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    text = "" if body is None else str(body)
    try:
        return text.encode(getattr(message, "content_encoding", None) or "utf-8")  # what AMQP has decoded
    except (LookupError, TypeError, ValueError):
        return text.encode("utf-8", "surrogatepass")


def as_text(document: Any) -> str:
    """Write a letter's JSON; what AMQP has and JSON has not (times, bytes) becomes text."""
    return json.dumps(document, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, (bytes, bytearray)) else str(value)
