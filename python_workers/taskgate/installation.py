"""`install`: an app that somebody has, with what Taskgate promises and without another way of delivering."""

from __future__ import annotations

import functools
from typing import Any, Final

from celery import Celery, Task
from celery.exceptions import ImproperlyConfigured

from taskgate.checks import worker as checks
from taskgate.context import Run
from taskgate.contracts.celery_tasks import OWN
from taskgate.contracts.definition import Definition
from taskgate.errors import ContractMismatch, IdempotencyConflict, InvalidArguments
from taskgate.idempotency import claims
from taskgate.settings.defaults import INSTALLED
from taskgate.worker import mapping
from taskgate.worker.backend import with_facts
from taskgate.worker.execution import execute, message_of
from taskgate.worker.validation import MODES, Validation

_MARK: Final = "taskgate_hardened"


def install(app: Celery, *, validation: str = "warn") -> Celery:
    """Harden an app that exists; return it.

    Its workers store the facts of a failure beside it, do not die of what a task raises, heed a caller's
    cancellation, run `taskgate.map`, end what no worker can carry out, and hold arguments and results of
    tasks without `@task` against their hints. Whatever decides on when a message is acknowledged, repeated or
    dropped stays as it is.

    Args:
        app: any Celery app; call it where the app is made, before or after its tasks and settings.
        validation: "warn" logs a line for each task and place, at most one an hour; "refuse" fails the call
            with INVALID_ARGUMENTS, CONTRACT_MISMATCH or INVALID_RESULT; "off" looks at nothing.

    Called again, it only changes `validation`. Raises ImproperlyConfigured for an unknown `validation`.

    """
    if validation not in MODES:
        raise ImproperlyConfigured(
            f"install(validation={validation!r}): give one of {', '.join(map(repr, MODES))}"
        )
    installed = validation_of(app)
    if installed is not None:
        installed.mode = validation
        return app
    any_app: Any = app
    any_app.taskgate_validation = Validation(app, validation)
    _set_unset(any_app)
    _keep_facts(any_app)
    any_app.send_task = functools.partial(claims.send, app, any_app.send_task)
    mapping.register(app)
    _reach(any_app)
    checks.register(app, refuses=False)
    return app


def validation_of(app: Celery) -> Validation | None:
    """Return the checks of an app, None where it was not hardened."""
    found = getattr(app, "taskgate_validation", None)
    return found if isinstance(found, Validation) else None


def _set_unset(app: Any) -> None:
    """Put our settings above Celery's defaults and below all that the app says, now or later."""
    ours = {setting.name: setting.default for setting in INSTALLED}

    def insert(**_: Any) -> None:
        # Not add_defaults(), which would put them above what config_from_object() has read.
        if not any(known is ours for known in app._conf.maps):
            app._conf.maps.insert(len(app._conf.maps) - 1, ours)

    app.on_after_configure.connect(insert, weak=False)
    if app.configured:
        insert()


def _keep_facts(app: Any) -> None:
    make = app._get_backend
    app._get_backend = lambda: with_facts(make())
    if app._backend is not None:
        with_facts(app._backend)


def _reach(app: Any) -> None:
    """Harden the tasks that are there, and those that a decorator or a class will add."""
    for name in ("_task_from_fun", "register_task"):
        setattr(app, name, _hardening(getattr(app, name)))

    def harden_all(**_: Any) -> None:
        for task in list(app._tasks.values()):
            _harden(task)

    # A task that was decorated before, and that nobody has used, is made then.
    app.on_after_finalize.connect(harden_all, weak=False)
    harden_all()


def _hardening(make: Any) -> Any:
    @functools.wraps(make)
    def made(*args: Any, **options: Any) -> Any:
        task = make(*args, **options)
        _harden(task)
        return task

    return made


def _harden(task: Any) -> None:
    if getattr(task, "Request", None) == Task.Request:
        task.Request = "taskgate.worker.guard.request:GuardedRequest"
    if task.name.startswith(OWN) or isinstance(getattr(task, "taskgate", None), Definition):
        return
    if _MARK in vars(task):
        return
    setattr(task, _MARK, True)
    # Celery logs it without a traceback: the caller is told, and the worker has nothing to mend.
    task.throws = (*(task.throws or ()), InvalidArguments, ContractMismatch, IdempotencyConflict)
    task.run = _guarded(task, task.run)


def _guarded(task: Any, function: Any) -> Any:
    """Return what a worker runs; called in Python it is the author's function."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        request = message_of(task)
        checks = validation_of(task.app)
        if request is None or checks is None:
            return function(*args, **kwargs)
        return execute(Run(task.name, None, task, request), lambda: checks.call(task, function, args, kwargs))

    return run
