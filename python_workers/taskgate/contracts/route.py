"""The queue that a plain task waits in, by its decorator, the app's routes and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from celery import Celery
from celery.app.task import extract_exec_options  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Waiting:
    """A queue's name and, for RabbitMQ, its type: classic or quorum."""

    name: str
    type: str


def queue_of(app: Celery, task: Any) -> Waiting:
    """Return the queue that `task.delay()` sends to.

    A route that is a function of the author's is asked without arguments; where it cannot answer, it is the
    app's default queue, as for a task that nothing is said of.
    """
    given = dict(extract_exec_options(task))
    default = str(app.conf.task_default_queue)
    try:
        router: Any = app.amqp.router
        queue = router.route(given, task.name, (), {}, task_type=task).get("queue")
    except Exception:
        queue = given.get("queue")
    name = getattr(queue, "name", None) or queue or default
    arguments = getattr(queue, "queue_arguments", None) or {}
    kind = arguments.get("x-queue-type")
    return Waiting(str(name), "quorum" if kind == "quorum" else "classic")
