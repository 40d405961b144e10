"""Leaving: a worker that is told to end (SIGTERM, Ctrl+C, the command `shutdown`) ends within a limit.

Celery's warm shutdown waits without end for what runs, keeps what waits for a process or its time, and ends
the event loop first. Here the loop runs on: the worker takes nothing new, gives back at once what it has not
begun, finishes what it can within `taskgate_shutdown_timeout`, and then ends the processes of what still runs
and gives those messages back. With a pool of threads it ends as a whole then. What runs in `-P solo` holds up
the loop, and is only cut off by the last resort.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from billiard.exceptions import Terminated, WorkerLostError
from celery import Celery, bootsteps, signals
from celery.concurrency.asynpool import AsynPool
from celery.concurrency.thread import TaskPool as Threads
from celery.exceptions import WorkerShutdown
from celery.worker import state

from taskgate.settings import SHUTDOWN_TIMEOUT

TIDY: Final = 2.0
"""Seconds that a task has after the limit to leave its `finally` blocks: SystemExit is raised in it, then its
process is killed."""

KILLED: Final = 3.0
"""Seconds after that until the pool has told of the processes that were killed."""

LAST: Final = 8.0
"""Seconds after the limit in which the worker's process ends, whatever holds it up."""

TURN: Final = 0.1
"""Seconds between two looks at what still runs."""

logger = logging.getLogger(__name__)


def limit_of(app: Celery) -> float:
    """Return the seconds that running tasks have; 0 where Celery's warm shutdown is wanted."""
    return float(app.conf.get(SHUTDOWN_TIMEOUT) or 0)


class Leaves:
    """What is put in front of a consumer of Celery's."""

    is_leaving = False

    def start(self: Any) -> Any:
        """Run until the worker is told to end; then leave, before Celery stops the consumer and the pool."""
        try:
            return super().start()  # type: ignore[misc]
        except WorkerShutdown:
            if self.hub is not None and limit_of(self.app):
                _leave(self, limit_of(self.app))
            raise


def give_back(consumer: Any, message: Any) -> bool:
    """Give back what comes while a worker leaves: a gatekeeper."""
    if not consumer.is_leaving:
        return False
    message.reject_log_error(logger, consumer.connection_errors, requeue=True)
    return True


class GivesBack:
    """A request that can be cut off, and is given back when its process has told that it ends."""

    is_cut_off = False

    def on_failure(self: Any, exc_info: Any, *args: Any, **options: Any) -> Any:
        """Give the message back where the process has ended because the worker leaves."""
        error = getattr(exc_info.exception, "exc", exc_info.exception)
        if self.is_cut_off and self.task.acks_late and isinstance(error, _ENDS):
            self.give_back()
            return None
        return super().on_failure(exc_info, *args, **options)  # type: ignore[misc]

    def give_back(self: Any) -> None:
        """Give the message back to the broker, which delivers it again at once; later reports are void."""
        state.task_ready(self)
        self._already_cancelled = True  # deliveries.py counts it as none that was lost
        self.reject(requeue=True)


_ENDS: Final = (SystemExit, KeyboardInterrupt, WorkerLostError, Terminated)
"""How a process of the pool that was told to end, or was killed, is reported."""


class LastResort(bootsteps.StartStopStep):
    """A step of the worker: ends a process that does not end by itself, and says where it stands."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **options: Any) -> None:
        # Without the event loop (gevent, a broker that is neither Redis nor RabbitMQ) all is Celery's.
        self.enabled = bool(limit_of(worker.app)) and worker.use_eventloop
        self._is_armed = False
        super().__init__(worker, **options)

    def start(self, worker: Any) -> None:
        """Listen to the signals that tell the process to end; a worker in a test's process gets none."""
        limit = limit_of(worker.app)

        def arm(how: str = "", **_: Any) -> None:
            if how == "Warm" and not self._is_armed:
                self._is_armed = True
                arguments = (limit + LAST, worker)
                threading.Thread(
                    target=_end_process, args=arguments, name="taskgate-leaving", daemon=True
                ).start()

        self._arm = arm  # signals hold it weakly
        signals.worker_shutting_down.connect(arm, sender=worker.hostname)


def register(app: Celery) -> None:
    """Add the step to the workers of an app."""
    app.steps["worker"].add(LastResort)


def _end_process(seconds: float, worker: Any) -> None:
    if worker.blueprint.shutdown_complete.wait(seconds):
        return
    logger.critical("the worker has not ended %g s after it was told to, and is ended; its threads:", seconds)
    faulthandler.dump_traceback(sys.__stderr__ or 2, all_threads=True)
    os._exit(os.EX_SOFTWARE)


def _leave(consumer: Any, limit: float) -> None:
    deadline = time.monotonic() + limit
    consumer.is_leaving = True
    hub = consumer.hub
    hub.call_repeatedly(TURN, lambda: None)  # or the loop would sleep until something happens
    with contextlib.suppress(*consumer.connection_errors, *consumer.channel_errors, AttributeError):
        consumer.task_consumer.cancel()
    begun, waiting = _running(), list(_not_begun(consumer))
    for request in waiting:
        request.give_back()
    logger.warning(
        "leaving: %d messages that were not begun are given back, %d tasks have %g s",
        len(waiting),
        len(begun),
        limit,
    )
    turn = _turns(consumer)
    _until(lambda: not _running(), deadline, turn)
    if _running():
        _cut_off(consumer, turn)
    for _ in range(3):  # what was acknowledged or given back last is on its way to the broker
        turn()
    logger.warning("left: nothing runs any more")


def _cut_off(consumer: Any, turn: Callable[[], None]) -> None:
    requests = _running()
    logger.warning("%d tasks have not ended in time and are given back: %s", len(requests), _names(requests))
    pool = getattr(consumer.pool, "_pool", None)
    for request in requests:
        request.is_cut_off = True
    if isinstance(pool, AsynPool):
        for sign, seconds in ((signal.SIGTERM, TIDY), (signal.SIGKILL, KILLED)):
            for request in _running():
                _tell(request, pool, sign)
            _until(lambda: not _running(), time.monotonic() + seconds, turn)
    for request in _running():
        request.give_back()
    if isinstance(consumer.pool, Threads):
        _end_with_threads(consumer, turn)


def _tell(request: Any, pool: Any, sign: signal.Signals) -> None:
    # Not by the pool, which would have it reported as revoked.
    if any(process.pid == request.worker_pid for process in pool._pool):
        with contextlib.suppress(ProcessLookupError):
            os.kill(request.worker_pid, sign)


def _end_with_threads(consumer: Any, turn: Callable[[], None]) -> None:
    """End the process: Python waits for threads, which cannot be told to end."""
    for _ in range(3):
        turn()
    signals.worker_shutdown.send(sender=consumer.controller)
    consumer.shutdown()
    logging.shutdown()
    os._exit(os.EX_OK)


def _running() -> list[Any]:
    return [each for each in _held() if _is_in_pool(each)]


def _held() -> set[Any]:
    # Not state.requests: two messages of one task, of which one came a second time, are one entry there.
    scheduled: Any = state.scheduled_requests  # type: ignore[attr-defined]
    return {*state.reserved_requests, *state.active_requests, *scheduled}


def _is_in_pool(request: Any) -> bool:
    return request._apply_result is not None and not request._already_cancelled


def _not_begun(consumer: Any) -> Iterator[Any]:
    """Yield what waits for a process, for its time or for its rate, and see to it that it does not begin."""
    if consumer.controller.semaphore:
        consumer.controller.semaphore.clear()
    waiting = {each for each in _held() if not _is_in_pool(each)}
    for bucket in consumer.task_buckets.values():
        if bucket:
            waiting.update(each for each, _ in bucket.contents)
            bucket.clear_pending()
    for request in waiting:
        entry = getattr(request, "_eta_timer_entry", None)
        if entry is not None:
            consumer.timer.cancel(entry)
        if not request.acknowledged:
            yield request


def _turns(consumer: Any) -> Callable[[], None]:
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


def _until(condition: Callable[[], bool], deadline: float, turn: Callable[[], None]) -> None:
    while not condition() and time.monotonic() < deadline and state.should_terminate in (None, False):
        turn()


def _names(requests: list[Any]) -> str:
    shown = ", ".join(f"{each.name}[{each.id}]" for each in requests[:10])
    return shown + (", ..." if len(requests) > 10 else "")
