"""What the command reads letters from, and removes them from, whichever broker has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from celery import Celery
from kombu.utils.url import maybe_sanitize_url

from taskgate.dead import rabbitmq
from taskgate.dead.bounds import NAME, Bounds
from taskgate.dead.letter import Letter, Raw
from taskgate.errors import TaskgateError, Unsupported

LONGEST: Final = 10.0
"""Seconds until the broker has to be connected, and until it has to answer."""


class NoBox(TaskgateError):
    """The broker cannot be asked for its letters, or not now; one sentence that ends with the remedy."""

    code = "BROKER_UNAVAILABLE"


class Refused(Exception):
    """A letter that cannot be sent again as it is; one sentence with the reason, and the remedy if any."""


@dataclass(frozen=True)
class Found:
    """A letter where it lies; `place` is the broker's own word for it."""

    letter: Letter
    place: Any


class Box(Protocol):
    """The letters of one broker. What is only looked at stays as it is, and where it is."""

    def letters(self, most: int) -> Iterator[Found]:
        """Yield the oldest letters, at most so many. Each may be removed while this goes on."""

    def remove(self, found: Found) -> bool:
        """Remove a letter; say whether it was still there."""

    def replay(self, found: Found, message: Raw) -> bool:
        """Put a message in its queue, sure to be kept, then remove the letter; say whether it was there.

        Raises Refused where the broker does not take the message; then the letter stays.
        """

    @property
    def unseen(self) -> int:
        """How many letters lie beyond those that letters() has yielded, as far as is known."""


def declare(app: Celery) -> str:
    """Make where the letters of an app are kept; return its name. Raises NoBox, and Unsupported."""
    bounds, driver, shown = _place(app)
    if driver != "amqp":
        raise Unsupported(f"{shown} is no RabbitMQ: a list of Redis is there with its first letter")
    try:
        rabbitmq.RabbitStore(app, bounds).close()
    except Exception as error:  # whatever the transport raises
        raise NoBox(f"{shown} cannot be reached ({error}); check --broker, or CELERY_BROKER_URL") from error
    return rabbitmq.NAME + bounds.name


@contextmanager
def opened(app: Celery) -> Iterator[Box]:
    """Open the box of an app's broker; raises NoBox, and Unsupported for a broker that has none."""
    bounds, driver, shown = _place(app)
    with _box(driver, app, bounds, shown) as box:
        yield box


def _place(app: Celery) -> tuple[Bounds, str, str]:
    """Return what the settings say, the type of kombu's driver, and the broker's URL without its password."""
    bounds = Bounds.of(app)
    bounds = replace(bounds, name=bounds.name or NAME, longest=LONGEST)
    driver: str = app.connection_for_write().transport.driver_type
    return bounds, driver, maybe_sanitize_url(str(app.conf.broker_write_url))


def _box(driver: str, app: Celery, bounds: Bounds, shown: str) -> AbstractContextManager[Box]:
    # Only now: whoever reads from Redis needs no pika.
    if driver == "redis":
        from taskgate.dead.redis_box import redis_box

        return redis_box(app, bounds, shown)
    if driver == "amqp":
        from taskgate.dead.rabbitmq_box import rabbitmq_box

        return rabbitmq_box(app, bounds, shown)
    raise Unsupported(f"{shown} keeps no dead letters; give --broker a RabbitMQ or a Redis")
