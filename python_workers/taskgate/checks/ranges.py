"""What a setting of ours may be; an app with another does not start, and is told its name, range and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from celery import Celery
from celery.exceptions import ImproperlyConfigured

from taskgate.contracts.definition import Definition
from taskgate.queues.priorities import on_redis
from taskgate.settings import own

YEARS: Final = 315_360_000
"""Seconds of ten years: the longest time that is told from a slip."""

TIMER: Final = 4_294_967
"""Seconds; RabbitMQ declares no queue whose messages expire later (its milliseconds have 32 bits)."""

MOST: Final = 2**31 - 1
"""What RabbitMQ, Redis and every client can count to."""


@dataclass(frozen=True)
class Range:
    """The numbers that a setting may be, both ends included; `zero` says what 0 does where that is one."""

    name: str
    unit: str
    least: float
    most: float
    zero: str = ""
    is_whole: bool = False
    may_be_none: bool = False

    def problem(self, value: Any) -> str | None:
        """Return the sentence that refuses a value, None where it is one of them."""
        if value is None and self.may_be_none:
            return None
        kinds: Any = int if self.is_whole else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        if is_number and (self.least <= value <= self.most or (value == 0 and self.zero)):
            return None
        number = "a whole number of " if self.is_whole else ""
        zero = f", or 0, which {self.zero}" if self.zero else ""
        given = f"give {number}{self.unit} from {self.least:.10g} to {self.most:.10g}"
        return f"{self.name} is {value!r}: {given}{zero}"


RANGES: Final = (
    Range(own.MAX_DELIVERIES, "deliveries", 1, 1000, "sets no bound", is_whole=True),
    Range(own.SEEN_EXPIRES, "seconds", 1, YEARS, "keeps nothing", is_whole=True),
    Range(own.EVENTS_INTERVAL, "seconds", 0.001, 60, "publishes each at once"),
    Range(own.CONSUMER_TIMEOUT, "seconds", 1, YEARS, "stands for a broker without one"),
    Range(own.SHUTDOWN_TIMEOUT, "seconds", 0.1, YEARS, "waits without end as Celery does"),
    Range(own.IDEMPOTENCY_LEASE, "seconds", 0.1, YEARS),
    Range(own.IDEMPOTENCY_WINDOW, "seconds", 1, YEARS, "heeds no keys", is_whole=True, may_be_none=True),
    Range(own.DEAD_LETTERS_MAX, "letters", 1, MOST, is_whole=True),
    Range(own.DEAD_LETTERS_MAX_BYTES, "bytes", 2**20, MOST, is_whole=True),
    Range(own.DEAD_LETTERS_EXPIRES, "seconds", 1, YEARS, is_whole=True),
    Range(own.BODY_MAX, "bytes", 1024, MOST, "sets no bound", is_whole=True),
)

ON_RABBITMQ: Final = Range(own.DEAD_LETTERS_EXPIRES, "seconds", 1, TIMER, is_whole=True)

SWITCHES: Final = (own.GUARD, own.LEASE_RENEWAL)


def ranges(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a setting of ours that is out of its range; one that the app does not have is not looked at."""
    conf: Any = app.conf
    for each in (*RANGES, *(() if on_redis(app) else (ON_RABBITMQ,))):
        problem = each.problem(conf[each.name]) if each.name in conf else None
        if problem is not None:
            raise ImproperlyConfigured(problem)
    for name in SWITCHES:
        if name in conf and conf[name] not in (True, False):
            raise ImproperlyConfigured(f"{name} is {conf[name]!r}: give True or False")
    name = conf.get(own.DEAD_LETTERS)
    if name and not isinstance(name, str):
        raise ImproperlyConfigured(f"{own.DEAD_LETTERS} is {name!r}: give a name, or 'off'")
