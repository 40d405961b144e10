"""`create_app`: a Celery app with defaults for production."""

from __future__ import annotations

import copy
import os
import warnings
from typing import Any

from celery import Celery
from celery._state import get_current_task
from celery.exceptions import DuplicateTaskNameWarning  # type: ignore[attr-defined]
from kombu import Exchange, Queue

from taskgate import idempotency
from taskgate.checks import check, check_spelling
from taskgate.contracts.contract import DEFAULT_QUEUE
from taskgate.contracts.definition import Definition, definitions
from taskgate.contracts.survey import Survey, survey
from taskgate.environment import from_environment
from taskgate.errors import InvalidContract
from taskgate.loading import check_names, load
from taskgate.messaging.delays import whole_second
from taskgate.settings import DEFAULTS, LEASE_RENEWAL, SOFT_SHARE
from taskgate.worker import lease, leaving, mapping, pool, request
from taskgate.worker.backend import with_facts


class App(Celery):
    """Celery's app, which adds the facts to a stored failure and outlives a Redis that restarts."""

    amqp_cls = "taskgate.messaging.broker:Amqp"

    def _get_backend(self) -> Any:
        return with_facts(super()._get_backend())  # type: ignore[misc]

    def send_task(self, *args: Any, **options: Any) -> Any:
        """Send a task as Celery does; where it stands in for the one that runs, it answers whom that answers.

        Task.replace() leaves the reply queue of the worker in its signatures. With results on RabbitMQ alone
        the caller, who waits for the end of what a task has become, would never hear of it; nor of a step
        that fails, which Celery answers for those after it.
        """
        parent: Any = self.current_worker_task if options.get("replaced_task_nesting") else None
        if parent is not None and parent.request.reply_to:
            options["reply_to"] = parent.request.reply_to
            for step in options.get("chain") or ():
                step["options"]["reply_to"] = parent.request.reply_to
        return idempotency.send(self, super().send_task, *args, **whole_second(self, options))


def create_app(name: str, tasks: str = "tasks", **settings: Any) -> Celery:
    """Return a new Celery app with the tasks of a package.

    Args:
        name: the app's name, for logs.
        tasks: the package whose files hold the tasks; every file in it is imported.
        settings: Celery's own settings by their names, for instance `task_time_limit=600`.

    A setting is taken from the environment (`CELERY_TASK_TIME_LIMIT=600`), then from `settings`, then from
    settings.DEFAULTS, then from Celery; of `broker_transport_options` each option by itself. The
    environment comes first because Celery has it so for CELERY_BROKER_URL and CELERY_RESULT_BACKEND: whoever
    runs a worker has the last word.

    Raises InvalidContract for tasks that cannot be loaded and ImproperlyConfigured for settings that cannot
    be read or that contradict each other.

    """
    check_spelling(settings)
    values = {setting.name: copy.deepcopy(setting.default) for setting in DEFAULTS}
    given = settings | from_environment(os.environ)
    if given.get("task_time_limit") and "task_soft_time_limit" not in given:
        given["task_soft_time_limit"] = given["task_time_limit"] * SOFT_SHARE
    if str(given.get("result_backend")).startswith("rpc"):
        # No worker can read what another has answered; asking would leave a queue behind for a day.
        given.setdefault("worker_deduplicate_successful_tasks", False)
    values |= given
    options = given.get("broker_transport_options")
    values["broker_transport_options"] = lease.transport_options(bool(values[LEASE_RENEWAL]), options)
    app = App(name)
    load(tasks)
    check_names(definitions)
    values["task_queues"] = values.get("task_queues") or _queues(values)
    values["task_routes"] = _routes(values.get("task_routes"))
    app.conf.update(values)
    mapping.register(app)
    _finalize(app)
    request.register(app)
    pool.register(app)
    lease.register(app)
    leaving.register(app)
    app.set_default()  # `task.delay()` shall find it in every thread, not in this one alone
    check(app, tasks_of(app))
    return app


def tasks_of(app: Celery) -> list[Definition]:
    """Return the tasks of an app that were made with `@task`, sorted by name."""
    found = [getattr(task, "taskgate", None) for task in app.tasks.values()]
    return sorted((each for each in found if isinstance(each, Definition)), key=lambda each: each.name)


def contracts_of(app: Celery) -> list[dict[str, Any]]:
    """Return the contracts of an app's tasks, sorted by name, with the queues that this app sends them to."""
    return list(survey_of(app).contracts)


def survey_of(app: Celery) -> Survey:
    """Return the contracts of an app's tasks, with and without `@task`, and what they cannot say."""
    return survey(app, tasks_of(app))


def queues_of(app: Celery) -> list[str]:
    """Return the names of all queues that the tasks of an app wait in, sorted."""
    default = str(app.conf.task_default_queue)
    return sorted({definition.queue or default for definition in tasks_of(app)} or {default})


def _queues(values: dict[str, Any]) -> list[Queue]:
    """Declare each queue with the type that its tasks give it, so that a plain `-Q name` consumes it."""
    default = values.get("task_default_queue", DEFAULT_QUEUE)
    types: dict[str, Definition] = {}
    for definition in definitions:
        other = types.setdefault(definition.queue or default, definition)
        if other.queue_type != definition.queue_type:
            one = f"{other.location} says {other.queue_type}"
            reason = f"{one}, {definition.location} says {definition.queue_type}"
            raise InvalidContract(
                f"the queue {definition.queue or default!r} cannot be of two types: {reason}"
            )
    known = {name: definition.queue_type for name, definition in types.items()}
    known.setdefault(default, values.get("task_default_queue_type") or "classic")
    return [_queue(name, kind) for name, kind in sorted(known.items())]


def _queue(name: str, kind: str) -> Queue:
    if kind == "classic":
        return Queue(name, Exchange(name), routing_key=name)
    # RabbitMQ delays a message for a quorum queue itself, where a topic exchange leads to it; otherwise a
    # retry with a countdown would wait in the worker and keep others waiting.
    arguments = {"x-queue-type": kind}
    return Queue(name, Exchange(name, type="topic"), routing_key=name, queue_arguments=arguments)


def _routes(given: Any) -> list[Any]:
    """Return the routes of the user, then those that the tasks name themselves."""
    routes = list(given) if isinstance(given, (list, tuple)) else [given] if given else []
    return [*routes, _own_queue]


def _own_queue(
    name: str, args: Any, kwargs: Any, options: Any, task: Any = None, **_: Any
) -> dict[str, str] | None:
    if name == _JOIN:
        return _current_queue()
    definition = getattr(task, "taskgate", None)
    return {"queue": definition.queue} if definition is not None and definition.queue else None


_JOIN = "celery.accumulate"
"""What Task.replace() puts behind a group. Nobody can give it a queue: replace() makes it by itself."""


def _current_queue() -> dict[str, str] | None:
    """Return the queue of the task that runs here, which has workers; in the default queue none may look."""
    task: Any = get_current_task()
    info = (task and task.request.delivery_info) or {}
    queue = info.get("routing_key")
    return {"queue": queue} if queue and info.get("exchange") in ("", None, queue) else None


def _finalize(app: Celery) -> None:
    """Register all tasks; two of one name, of which Celery would drop one with a warning, are refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DuplicateTaskNameWarning)
        try:
            app.finalize()
        except DuplicateTaskNameWarning as warning:
            raise InvalidContract(f"two tasks have one name: {warning}") from warning
