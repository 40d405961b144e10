"""`create_app`: a Celery app with defaults for production."""

from __future__ import annotations

import copy
import os
import warnings
from typing import Any

from celery import Celery
from celery.exceptions import DuplicateTaskNameWarning  # type: ignore[attr-defined]

from taskgate.checks import worker as checks
from taskgate.checks.binding import note_bound
from taskgate.checks.spelling import check_spelling
from taskgate.checks.start import check
from taskgate.contracts.definition import definitions
from taskgate.contracts.definition import tasks_of as tasks_of
from taskgate.contracts.survey import Survey, survey
from taskgate.errors import InvalidContract
from taskgate.idempotency import claims
from taskgate.loading import check_names, load
from taskgate.messaging.delays import whole_second
from taskgate.queues import routes
from taskgate.queues.declared import declared_queues
from taskgate.settings.defaults import DEFAULTS, SOFT_SHARE
from taskgate.settings.environment import from_environment
from taskgate.settings.own import LEASE_RENEWAL
from taskgate.worker import mapping, pool, request
from taskgate.worker.backend import with_facts
from taskgate.worker.deliveries import lease
from taskgate.worker.leaving import last_resort


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
        return claims.send(self, super().send_task, *args, **whole_second(self, options))


def create_app(name: str, tasks: str = "tasks", **settings: Any) -> Celery:
    """Return a new Celery app with the tasks of a package.

    Args:
        name: the app's name, for logs.
        tasks: the package whose files hold the tasks; every file in it is imported.
        settings: Celery's own settings by their names, for instance `task_time_limit=600`.

    A setting is taken from the environment (`CELERY_TASK_TIME_LIMIT=600`), then from `settings`, then from
    settings/defaults.py, then from Celery; of `broker_transport_options` each option by itself. The
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
    values["task_queues"] = values.get("task_queues") or declared_queues(values, definitions)
    values["task_routes"] = routes.with_own(values.get("task_routes"))
    app.conf.update(values)
    mapping.register(app)
    _finalize(app)
    request.register(app)
    pool.register(app)
    lease.register(app)
    last_resort.register(app)
    checks.register(app, refuses=True)
    app.set_default()  # `task.delay()` shall find it in every thread, not in this one alone
    check(app, tasks_of(app))
    note_bound(app)
    _forget_queues(app)
    return app


def contracts_of(app: Celery) -> list[dict[str, Any]]:
    """Return the contracts of an app's tasks, sorted by name, with the queues that this app sends them to."""
    return list(survey_of(app).contracts)


def survey_of(app: Celery) -> Survey:
    """Return the contracts of an app's tasks, with and without `@task`, and what they cannot say."""
    return survey(app, tasks_of(app))


def queues_of(app: Celery) -> list[str]:
    """Return the names of all queues that the tasks of an app wait in, sorted."""
    return list(routes.queues_of(app, tasks_of(app))) or [str(app.conf.task_default_queue)]


def _forget_queues(app: Celery) -> None:
    """Let Celery read the queues once more when it needs them: whoever has the app may set them still."""
    for name in ("queues", "router"):
        vars(app.amqp).pop(name, None)


def _finalize(app: Celery) -> None:
    """Register all tasks; two of one name, of which Celery would drop one with a warning, are refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DuplicateTaskNameWarning)
        try:
            app.finalize()
        except DuplicateTaskNameWarning as warning:
            raise InvalidContract(f"two tasks have one name: {warning}") from warning
