"""Priorities as words, which mean the same on both brokers (PROTOCOL.md, M17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from celery import Celery

from taskgate.errors import InvalidContract

REDIS: Final = ("redis", "sentinel", "valkey")
"""How the URL of one begins."""

MOST: Final = 255
"""What a message of RabbitMQ can carry."""

ON_REDIS: Final[Mapping[str, int]] = {"high": 0, "normal": 3, "low": 9}
ON_RABBITMQ: Final[Mapping[str, int]] = {"high": 9, "normal": 4, "low": 0}

LEVELS: Final = 9
"""The `x-max-priority` of a queue of RabbitMQ, where no task of it has a higher number."""


@dataclass(frozen=True)
class Priority:
    """What a task says of its own: a word, or a number of the broker's."""

    said: str | int

    def on(self, app: Celery) -> int:
        """Return the number for the broker of an app."""
        if isinstance(self.said, int):
            return self.said
        return (ON_REDIS if on_redis(app) else ON_RABBITMQ)[self.said]

    @property
    def levels(self) -> int:
        """The `x-max-priority` that a queue of RabbitMQ needs for it."""
        return max(LEVELS, self.said) if isinstance(self.said, int) else LEVELS

    def on_bound(self) -> Any:
        """Return the method of a task that gives it its app's number; as an option Celery deprecates it."""

        def on_bound(owner: Any, app: Celery) -> None:
            above: Any = super(owner, owner)
            above.on_bound(app)
            owner.priority = self.on(app)

        return classmethod(on_bound)


def on_redis(app: Celery) -> bool:
    """Say whether the messages of an app wait in Redis, by whatever name it is reached."""
    return str(app.conf.broker_url or "").startswith(REDIS)


def declared_priority(value: Any, subject: str) -> Priority | None:
    """Read a task's `priority=`; raises InvalidContract."""
    if value is None:
        return None
    if (type(value) is int and 0 <= value <= MOST) or (isinstance(value, str) and value in ON_REDIS):
        return Priority(value)
    words = ", ".join(map(repr, ON_REDIS))
    raise InvalidContract(f"{subject}: priority={value!r}: give {words}, or an integer from 0 to {MOST}")
