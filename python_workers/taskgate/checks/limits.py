"""Time limits that contradict each other, or the time that a broker waits for a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from celery import Celery
from celery.exceptions import ImproperlyConfigured

from taskgate.contracts.celery_tasks import OWN
from taskgate.contracts.definition import Definition
from taskgate.queues.priorities import on_redis
from taskgate.settings.own import LEASE_RENEWAL


class Limited(NamedTuple):
    """The limits of a task as they hold, in seconds; where it has none of its own, the app's. 0 is none."""

    name: str
    hard: float
    soft: float
    acks_late: bool


def limited(app: Celery) -> Iterator[Limited]:
    """Yield the limits of an app, and those of each of its tasks that has some of its own."""
    conf: Any = app.conf
    hard, soft = conf.task_time_limit or 0, conf.task_soft_time_limit or 0
    yield Limited("the app", hard, soft, bool(conf.task_acks_late))
    tasks: Any = app.tasks
    for name, task in sorted(tasks.items()):
        if not name.startswith(OWN):
            yield Limited(name, task.time_limit or hard, task.soft_time_limit or soft, bool(task.acks_late))


def time_limits(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a soft limit above its hard one: Celery would not notice the hard one before the soft one."""
    for each in limited(app):
        if each.hard and each.soft > each.hard:
            raise ImproperlyConfigured(
                f"{each.name}: the soft time limit of {each.soft:g} s is above the hard one of "
                f"{each.hard:g} s; give a soft one that is shorter, or a hard one that is longer"
            )


def lease(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a time limit that Redis does not wait for: the task would be delivered again while it runs.

    Where workers renew the lease of what they run, a limit may be any.
    """
    if not on_redis(app):
        return
    visible = (app.conf.broker_transport_options or {}).get("visibility_timeout", 3600)
    is_number = isinstance(visible, (int, float)) and not isinstance(visible, bool)
    if not is_number or not 0 < visible < float("inf"):
        raise ImproperlyConfigured(
            f"Redis' visibility timeout is {visible!r}: give seconds above 0 as "
            "broker_transport_options={'visibility_timeout': 60}"
        )
    if app.conf.get(LEASE_RENEWAL):
        return
    longest = max((each for each in limited(app) if each.acks_late), key=lambda each: each.hard, default=None)
    if longest is not None and longest.hard >= visible:
        remedy = f"broker_transport_options={{'visibility_timeout': {int(longest.hard * 1.2) + 1}}}"
        raise ImproperlyConfigured(
            f"{longest.name}: the time limit of {longest.hard:g} s is not below Redis' visibility timeout of "
            f"{visible:g} s, after which the task would be delivered a second time; set {remedy}, lower the "
            f"limit, or leave {LEASE_RENEWAL} on"
        )
