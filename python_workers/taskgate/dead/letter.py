"""A dead letter: a message as it came, and what is known of its end."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from taskgate.worker.failures import Facts

VERSION: Final = 1
"""The member `formatVersion` of a letter as JSON."""


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


@dataclass(frozen=True)
class Letter:
    """What is kept. Times are UTC.

    `reason` is a system code of protocol/errors.json; `task` and `task_id` are None where the message names
    none; `attempts` counts the runs that were begun, as far as that is known; `error` is what a caller got.
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
            "diedAt": self.died_at.isoformat(),
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
