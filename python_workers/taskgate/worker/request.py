"""The class of the requests in a worker: one message each, and what becomes of it in the main process."""

from __future__ import annotations

from celery import Celery, Task
from celery.worker import request as worker

from taskgate.worker.burials import Buries
from taskgate.worker.guard import Settles
from taskgate.worker.leaving import GivesBack
from taskgate.worker.lost_parts import CountsParts


class Request(GivesBack, Settles, CountsParts, Buries, worker.Request):
    """Celery's, with what each module of this folder adds to it."""


def register(app: Celery) -> None:
    """Give the class to all tasks of an app but those with a class of their author's."""
    for task in app.tasks.values():
        if getattr(task, "Request", None) == Task.Request:
            task.Request = f"{__name__}:Request"
