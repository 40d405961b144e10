"""The event loop of a worker that leaves: it turns until a condition holds, or its time is over."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from celery.exceptions import WorkerShutdown
from celery.worker import state

TURN: Final = 0.1
"""Seconds between two looks at what still runs."""

logger = logging.getLogger(__name__)


def turns_of(consumer: Any) -> Callable[[], None]:
    """Return what lets the event loop turn once. It goes on without the broker where that is gone."""
    hub, loop = consumer.hub, consumer.hub.create_loop()

    def turn() -> None:
        nonlocal loop
        try:
            next(loop)
        except (StopIteration, WorkerShutdown):  # told to end once more
            loop = hub.create_loop()
        except (*consumer.connection_errors, *consumer.channel_errors) as error:
            logger.warning("the broker has gone while the worker leaves: %r", error)
            hub.reset()
            consumer.controller.register_with_event_loop(hub)
            hub.call_repeatedly(TURN, lambda: None)
            loop = hub.create_loop()

    return turn


def until(condition: Callable[[], bool], deadline: float, turn: Callable[[], None]) -> None:
    """Turn until a condition holds, the monotonic clock is at `deadline`, or the worker shall end at once."""
    while not condition() and time.monotonic() < deadline and state.should_terminate in (None, False):
        turn()
