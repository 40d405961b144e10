"""The benchmarks' worker: one app, as `create_app` makes it, for every peer that speaks Celery."""

import time
from typing import Any

from celery.signals import task_postrun, task_prerun

from delivery import note_work
from taskgate import create_app

app = create_app("bench_app", tasks="bench_tasks")

_begins: dict[str, float] = {}


@task_prerun.connect
def begin(task_id: str, task: Any, **_: Any) -> None:
    """Remember when a process has begun to work for a task: storing STARTED comes before its function."""
    if task.name == "pool.burn":
        _begins[task_id] = time.monotonic()


@task_postrun.connect
def end(task_id: str, kwargs: Any, **_: Any) -> None:
    """Note it once the result is stored."""
    if task_id in _begins:
        note_work(kwargs["run"], kwargs["job"], _begins.pop(task_id), time.monotonic())
