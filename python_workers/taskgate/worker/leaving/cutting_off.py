"""The end of what has not ended in time: its process is told to end, then killed, its message given back."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable
from typing import Any, Final

from celery import signals
from celery.concurrency.asynpool import AsynPool
from celery.concurrency.thread import TaskPool as Threads

from taskgate.worker.leaving.held import running
from taskgate.worker.leaving.loop import until

TIDY: Final = 2.0
"""Seconds that a task has after the limit to leave its `finally` blocks: SystemExit is raised in it, then its
process is killed."""

KILLED: Final = 3.0
"""Seconds after that until the pool has told of the processes that were killed."""

logger = logging.getLogger(__name__)


def cut_off(consumer: Any, turn: Callable[[], None]) -> None:
    """End what still runs, within TIDY and KILLED, and give it back; with threads, end the worker."""
    requests = running()
    logger.warning("%d tasks have not ended in time and are given back: %s", len(requests), _names(requests))
    pool = getattr(consumer.pool, "_pool", None)
    for request in requests:
        request.is_cut_off = True
    if isinstance(pool, AsynPool):
        for sign, seconds in ((signal.SIGTERM, TIDY), (signal.SIGKILL, KILLED)):
            for request in running():
                _tell(request, pool, sign)
            until(lambda: not running(), time.monotonic() + seconds, turn)
    for request in running():
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


def _names(requests: list[Any]) -> str:
    shown = ", ".join(f"{each.name}[{each.id}]" for each in requests[:10])
    return shown + (", ..." if len(requests) > 10 else "")
