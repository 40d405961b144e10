"""What an app refuses to start with: settings that contradict each other, each in one sentence.

A check is a function that is called with the app and the definitions of its tasks, and raises
ImproperlyConfigured, which names the place and the remedy. A new one is added to CHECKS.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Any, Final

from celery import Celery
from celery.exceptions import ImproperlyConfigured

from taskgate.checks.consumer_timeout import consumer_timeout
from taskgate.contracts.definition import Definition
from taskgate.environment import setting_types
from taskgate.idempotency.bounds import kept_results, window
from taskgate.idempotency.bounds import lease as key_lease
from taskgate.queues.checks import priorities, rates
from taskgate.queues.priorities import REDIS, on_redis
from taskgate.settings import IDEMPOTENCY_LEASE, IDEMPOTENCY_WINDOW, LEASE_RENEWAL, SHUTDOWN_TIMEOUT

Check = Callable[[Celery, Sequence[Definition]], None]


def check_spelling(settings: dict[str, Any]) -> None:
    """Refuse a setting that is almost one of Celery's; raises ImproperlyConfigured."""
    known = setting_types()
    for name in settings.keys() - known.keys():
        # Extensions have settings of their own, so only what looks like a slip is refused.
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        if close:
            raise ImproperlyConfigured(
                f"create_app({name}=...): Celery has no such setting; did you mean {close[0]}?"
            )


def check(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse an app whose settings contradict each other; raises ImproperlyConfigured at the first."""
    for each in CHECKS:
        each(app, tasks)


def time_limits(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a soft limit above its hard one: Celery would not notice the hard one before the soft one."""
    for name in ["the app", *(definition.name for definition in tasks)]:
        owner: Any = app.tasks.get(name)
        hard = app.conf.task_time_limit if owner is None else owner.time_limit
        soft = app.conf.task_soft_time_limit if owner is None else owner.soft_time_limit
        if hard and soft and soft > hard:
            raise ImproperlyConfigured(
                f"{name}: the soft time limit of {soft} s is above the hard one of {hard} s; "
                "give a hard one that is longer"
            )


def lease(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a time limit that Redis does not wait for: the task would be delivered again while it runs.

    Where workers renew the lease of what they run, a limit may be any.
    """
    visible = (app.conf.broker_transport_options or {}).get("visibility_timeout", 3600)
    if not on_redis(app):
        return
    if not isinstance(visible, (int, float)) or visible <= 0:
        raise ImproperlyConfigured(
            f"Redis' visibility timeout is {visible!r}: give seconds above 0 as "
            "broker_transport_options={'visibility_timeout': 60}"
        )
    if app.conf.get(LEASE_RENEWAL):
        return
    limits = [app.conf.task_time_limit or 0, *(definition.time_limit or 0 for definition in tasks)]
    if max(limits) >= visible:
        remedy = f"broker_transport_options={{'visibility_timeout': {int(max(limits) * 1.2)}}}"
        raise ImproperlyConfigured(
            f"the time limit of {max(limits)} s is not below Redis' visibility timeout of {visible} s, after "
            f"which the task would be delivered a second time; set {remedy}, lower the limit, or leave "
            f"{LEASE_RENEWAL} on"
        )


def idempotency_keys(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse keys that would outlive the results that they stand for, and those that have no store."""
    seconds, kept = window(app), kept_results(app)
    if seconds < 0 or key_lease(app) <= 0:
        raise ImproperlyConfigured(
            f"{IDEMPOTENCY_WINDOW} is {seconds} and {IDEMPOTENCY_LEASE} {key_lease(app)}: give seconds "
            "above 0; a window of 0 heeds no keys"
        )
    if kept and seconds > kept:
        raise ImproperlyConfigured(
            f"{IDEMPOTENCY_WINDOW} of {seconds} s is longer than results are kept: set result_expires to "
            f"{seconds} or more, or lower the window to {int(kept)}"
        )
    keyed = next((each for each in tasks if each.idempotent_by), None)
    backend = str(app.conf.result_backend or "")
    if keyed is not None and seconds and backend and not backend.startswith(REDIS):
        raise ImproperlyConfigured(
            f"{keyed.subject}: idempotent_by needs a store that all workers see; set CELERY_RESULT_BACKEND "
            "to a redis:// URL, or leave it out"
        )


def shutdown_timeout(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a time to leave in that is none: every running task would be cut off at once."""
    given = app.conf.get(SHUTDOWN_TIMEOUT) or 0
    if not isinstance(given, (int, float)) or not 0 <= given < float("inf"):
        raise ImproperlyConfigured(
            f"{SHUTDOWN_TIMEOUT} is {given!r}: give seconds, or 0 to wait without end as Celery does"
        )


CHECKS: Final[Sequence[Check]] = (
    *(time_limits, lease, consumer_timeout, idempotency_keys, priorities, rates),
    shutdown_timeout,
)
