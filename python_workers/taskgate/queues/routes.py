"""Which queue a task waits in: by the routes of the app, then by its decorator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from celery import Celery
from celery._state import get_current_task
from celery.app.routes import MapRoute, prepare

from taskgate.contracts.definition import Definition

JOIN: Final = "celery.accumulate"
"""What Task.replace() puts behind a group. Nobody can give it a queue: replace() makes it by itself."""


def with_own(given: Any) -> list[Any]:
    """Return the routes of the user, then those that the tasks name themselves."""
    routes = list(given) if isinstance(given, (list, tuple)) else [given] if given else []
    return [*routes, _own_queue]


def queue_of(definition: Definition, routes: Any, default: str) -> str:
    """Return the name of the queue that a task waits in.

    `routes` is Celery's `task_routes`. Those that are functions decide with each call: nobody can say before.
    """
    for route in prepare(routes):
        queue = (route(definition.name) or {}).get("queue") if isinstance(route, MapRoute) else None
        if queue:
            return str(getattr(queue, "name", queue))
    return definition.queue or default


def queue_in(app: Celery, definition: Definition) -> str:
    """Return the name of the queue that a task of an app waits in."""
    return queue_of(definition, app.conf.task_routes, str(app.conf.task_default_queue))


def queues_of(app: Celery, tasks: Sequence[Definition]) -> dict[str, list[Definition]]:
    """Return the names of all queues that tasks of an app wait in, sorted, with their tasks."""
    found: dict[str, list[Definition]] = {}
    for each in tasks:
        found.setdefault(queue_in(app, each), []).append(each)
    return dict(sorted(found.items()))


def _own_queue(
    name: str, args: Any, kwargs: Any, options: Any, task: Any = None, **_: Any
) -> dict[str, str] | None:
    if name == JOIN:
        return _current_queue()
    definition = getattr(task, "taskgate", None)
    return {"queue": definition.queue} if definition is not None and definition.queue else None


def _current_queue() -> dict[str, str] | None:
    """Return the queue of the task that runs here, which has workers; in the default queue none may look."""
    task: Any = get_current_task()
    info = (task and task.request.delivery_info) or {}
    queue = info.get("routing_key")
    return {"queue": queue} if queue and info.get("exchange") in ("", None, queue) else None
