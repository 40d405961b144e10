"""Tasks that outlast RabbitMQ's patience: it ends the channel of a message that waits too long for its end.

How long it waits, 30 minutes by default, is the broker's `consumer_timeout`, which cannot be asked over AMQP,
or the argument `x-consumer-timeout` of a queue (milliseconds; RabbitMQ 3.12 and later).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from celery import Celery
from celery.concurrency.solo import TaskPool as Solo
from celery.concurrency.thread import TaskPool as Threads
from celery.exceptions import ImproperlyConfigured

from taskgate.checks.limits import limited
from taskgate.contracts.definition import Definition
from taskgate.contracts.route import queue_of
from taskgate.settings.own import CONSUMER_TIMEOUT, CONSUMER_WAIT

ARGUMENT: Final = "x-consumer-timeout"

SHOWN: Final = 5
"""Tasks that are named in one sentence."""

_SCHEMES: Final = ("amqp", "pyamqp")


def consumer_timeout(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a time limit that RabbitMQ does not wait for: the task would be delivered again meanwhile."""
    if not _on_rabbitmq(app):
        return
    for each in limited(app):
        limit, queue = each.hard or each.soft, _queue_of(app, each.name)
        patience = patience_of(app, queue)
        if each.acks_late and limit >= patience:
            raise ImproperlyConfigured(_sentence(each.name, limit, queue, patience))


def unbounded(app: Celery, pool: type[Any]) -> str | None:
    """Return what has to be said of tasks that no limit ends, where RabbitMQ does not wait for ever.

    It is no reason to refuse them: most end in time, and one that does not is delivered again a bounded
    number of times.
    """
    if not _on_rabbitmq(app):
        return None
    has_limits = not issubclass(pool, (Solo, Threads))
    found = [
        each for each in limited(app) if each.acks_late and not (has_limits and (each.hard or each.soft))
    ]
    named = [each for each in found if each.name in app.tasks]
    patience = min((patience_of(app, _queue_of(app, each.name)) for each in named), default=math.inf)
    if patience == math.inf:
        return None
    names = ", ".join(each.name for each in named[:SHOWN]) + (", ..." if len(named) > SHOWN else "")
    reason = "have no time limit" if has_limits else "have a pool that ends no task at its time limit"
    remedy = "task_time_limit" if has_limits else "-P prefork and task_time_limit"
    return (
        f"{len(named)} tasks {reason} ({names}): RabbitMQ delivers one that runs for {patience:g} s a second "
        f"time; give {remedy} below that, or the broker a longer consumer_timeout, and say so: "
        f"{CONSUMER_TIMEOUT} in seconds, 0 for none"
    )


def patience_of(app: Celery, queue: str) -> float:
    """Return the seconds that RabbitMQ waits for a message of a queue to be acknowledged."""
    for each in app.conf.task_queues or ():
        arguments = getattr(each, "queue_arguments", None) or {}
        if getattr(each, "name", None) == queue and ARGUMENT in arguments:
            return float(arguments[ARGUMENT]) / 1000
    return float(app.conf.get(CONSUMER_TIMEOUT, CONSUMER_WAIT)) or math.inf


def _queue_of(app: Celery, name: str) -> str:
    task = app.tasks.get(name)
    return str(app.conf.task_default_queue) if task is None else queue_of(app, task).name


def _on_rabbitmq(app: Celery) -> bool:
    return str(app.conf.broker_url or "").startswith(_SCHEMES)


def _sentence(name: str, limit: float, queue: str, patience: float) -> str:
    longer = int(limit * 1.2)
    return (
        f"{name}: the time limit of {limit:g} s is not below the {patience:g} s after which RabbitMQ "
        f"delivers what is not acknowledged a second time; lower the limit, or declare the queue "
        f"{queue!r} in task_queues with {{'{ARGUMENT}': {longer * 1000}}} (RabbitMQ 3.12 and later), "
        f"or give the broker a consumer_timeout of {longer * 1000} and say so: {CONSUMER_TIMEOUT}={longer}"
    )
