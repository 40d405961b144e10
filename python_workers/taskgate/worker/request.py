"""The class of the requests in a worker: one message each, and what becomes of it in the main process."""

from __future__ import annotations

from typing import Any, Final

from celery import Celery, Task
from celery.worker import request as worker

from taskgate.dead.endings import Buries
from taskgate.idempotency.requests import FreesKeys
from taskgate.worker.deliveries.bounded import BoundsDeliveries
from taskgate.worker.guard.request import Settles
from taskgate.worker.leaving.request import GivesBack
from taskgate.worker.lost_parts import CountsParts

_COPIES: Final = ("execute_using_pool", "on_success")
"""What Celery writes once more into a subclass for each task, without asking the class above."""


class Request(FreesKeys, GivesBack, Settles, BoundsDeliveries, CountsParts, Buries, worker.Request):
    """Celery's, with what each module of this folder adds to it."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Let a subclass of Celery's use what is here: its copies are faster by a lookup or two."""
        super().__init_subclass__(**options)
        for name in _COPIES:
            if cls.__module__ == worker.__name__ and name in vars(cls):
                delattr(cls, name)


def register(app: Celery) -> None:
    """Give the class to all tasks of an app but those with a class of their author's."""
    for task in app.tasks.values():
        if getattr(task, "Request", None) == Task.Request:
            task.Request = f"{__name__}:Request"
