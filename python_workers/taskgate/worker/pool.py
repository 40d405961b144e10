"""Processes of a pool that have ended are replaced at once.

Celery looks after them when one ends, but too early: the end is seen before the system says how it was, so
that nothing is found, and the next look is up to 5 s later. A worker of one process stood still so long after
each `worker_max_tasks_per_child` tasks, and after each task that killed its process.
"""

from __future__ import annotations

from typing import Any, Final

from celery import Celery, bootsteps
from celery.concurrency.asynpool import AsynPool

LOOK_EVERY_S: Final = 0.2
"""Costs one system call for each process."""


class ReplacesAtOnce(bootsteps.StartStopStep):
    """A step of the worker: looks more often for processes that have ended."""

    requires = ("celery.worker.components:Pool",)

    def register_with_event_loop(self, worker: Any, hub: Any) -> None:
        """Begin to look; only processes end, so pools of threads and of none are left alone."""
        if isinstance(getattr(worker.pool, "_pool", None), AsynPool):
            hub.call_repeatedly(LOOK_EVERY_S, worker.pool.maintain_pool)


def register(app: Celery) -> None:
    """Add the step to the workers of an app."""
    app.steps["worker"].add(ReplacesAtOnce)
