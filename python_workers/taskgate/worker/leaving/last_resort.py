"""The end of a worker that does not end by itself, whatever holds it up: what runs in `-P solo`, for one."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from typing import Any, Final

from celery import Celery, bootsteps, signals

from taskgate.worker.leaving.limit import limit_of

LAST: Final = 8.0
"""Seconds after the limit in which the worker's process ends, whatever holds it up."""

_ARMED: Final = "taskgate_has_last_resort"

logger = logging.getLogger(__name__)


class LastResort(bootsteps.StartStopStep):
    """A step of the worker: ends a process that does not end by itself, and says where it stands."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **options: Any) -> None:
        # Without the event loop (gevent, a broker that is neither Redis nor RabbitMQ) all is Celery's.
        self.enabled = bool(limit_of(worker.app)) and worker.use_eventloop
        super().__init__(worker, **options)

    def start(self, worker: Any) -> None:
        """Listen to the signals that tell the process to end: what runs in `-P solo` holds up all else."""

        def told(how: str = "", **_: Any) -> None:
            if how == "Warm":
                arm(worker)

        self._told = told  # signals hold it weakly
        signals.worker_shutting_down.connect(told, sender=worker.hostname)


def arm(worker: Any) -> None:
    """End the process of a worker when its limit and LAST have passed; not that of a test around it."""
    if threading.current_thread() is not threading.main_thread() or getattr(worker, _ARMED, False):
        return
    setattr(worker, _ARMED, True)
    arguments = (limit_of(worker.app) + LAST, worker)
    threading.Thread(target=_end_process, args=arguments, name="taskgate-leaving", daemon=True).start()


def register(app: Celery) -> None:
    """Add the step to the workers of an app."""
    app.steps["worker"].add(LastResort)


def _end_process(seconds: float, worker: Any) -> None:
    if worker.blueprint.shutdown_complete.wait(seconds):
        return
    logger.critical("the worker has not ended %g s after it was told to, and is ended; its threads:", seconds)
    faulthandler.dump_traceback(sys.__stderr__ or 2, all_threads=True)
    os._exit(os.EX_SOFTWARE)
