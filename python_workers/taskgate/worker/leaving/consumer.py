"""Leaving: a worker that is told to end (SIGTERM, Ctrl+C, the command `shutdown`) ends within a limit.

Celery's warm shutdown waits without end for what runs, keeps what waits for a process or its time, and ends
the event loop first. Here the loop runs on: the worker takes nothing new, gives back at once what it has not
begun, finishes what it can within `taskgate_shutdown_timeout`, and then ends the processes of what still runs
and gives those messages back. With a pool of threads it ends as a whole then. What runs in `-P solo` holds up
the loop, and is only cut off by the last resort.
"""

from __future__ import annotations

import contextlib
import logging
import time
from typing import Any

from celery.exceptions import WorkerShutdown

from taskgate.worker.leaving.cutting_off import cut_off
from taskgate.worker.leaving.held import not_begun, running
from taskgate.worker.leaving.last_resort import arm
from taskgate.worker.leaving.limit import limit_of
from taskgate.worker.leaving.loop import TURN, turns_of, until

logger = logging.getLogger(__name__)


class Leaves:
    """What is put in front of a consumer of Celery's."""

    is_leaving = False

    def start(self: Any) -> Any:
        """Run until the worker is told to end; then leave, before Celery stops the consumer and the pool."""
        try:
            return super().start()  # type: ignore[misc]
        except WorkerShutdown:
            if self.hub is not None and limit_of(self.app):
                arm(self.controller)  # the command `shutdown` comes without a signal
                _leave(self, limit_of(self.app))
            raise


def give_back(consumer: Any, message: Any) -> bool:
    """Give back what comes while a worker leaves: a gatekeeper."""
    if not consumer.is_leaving:
        return False
    message.reject_log_error(logger, consumer.connection_errors, requeue=True)
    return True


def _leave(consumer: Any, limit: float) -> None:
    deadline = time.monotonic() + limit
    consumer.is_leaving = True
    hub = consumer.hub
    hub.call_repeatedly(TURN, lambda: None)  # or the loop would sleep until something happens
    with contextlib.suppress(*consumer.connection_errors, *consumer.channel_errors, AttributeError):
        consumer.task_consumer.cancel()
    begun, waiting = running(), list(not_begun(consumer))
    for request in waiting:
        request.give_back()
    logger.warning(
        "leaving: %d messages that were not begun are given back, %d tasks have %g s",
        len(waiting),
        len(begun),
        limit,
    )
    turn = turns_of(consumer)
    until(lambda: not running(), deadline, turn)
    if running():
        cut_off(consumer, turn)
    for _ in range(3):  # what was acknowledged or given back last is on its way to the broker
        turn()
    logger.warning("left: nothing runs any more")
