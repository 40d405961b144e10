"""Tasks that outlast RabbitMQ's patience: it ends the channel of a message that waits too long for its end.

How long it waits, 30 minutes by default, is the broker's `consumer_timeout`, which cannot be asked over AMQP,
or the argument `x-consumer-timeout` of a queue (milliseconds; RabbitMQ 3.12 and later).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from celery import Celery
from celery.exceptions import ImproperlyConfigured

from taskgate.contracts.contract import DEFAULT_QUEUE
from taskgate.contracts.definition import Definition
from taskgate.settings import CONSUMER_TIMEOUT, CONSUMER_WAIT

ARGUMENT: Final = "x-consumer-timeout"

_SCHEMES: Final = ("amqp", "pyamqp")


def consumer_timeout(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a time limit that RabbitMQ does not wait for: the task would be delivered again meanwhile."""
    if not str(app.conf.broker_url or "").startswith(_SCHEMES):
        return
    default = str(app.conf.task_default_queue or DEFAULT_QUEUE)
    owners = [("the app", default), *((each.name, each.queue or default) for each in tasks)]
    for name, queue in owners:
        owner: Any = app.tasks.get(name)
        limit = app.conf.task_time_limit if owner is None else owner.time_limit
        is_late = app.conf.task_acks_late if owner is None else owner.acks_late
        patience = patience_of(app, queue)
        if is_late and limit and limit >= patience:
            raise ImproperlyConfigured(_sentence(name, limit, queue, patience))


def patience_of(app: Celery, queue: str) -> float:
    """Return the seconds that RabbitMQ waits for a message of a queue to be acknowledged."""
    for each in app.conf.task_queues or ():
        arguments = getattr(each, "queue_arguments", None) or {}
        if getattr(each, "name", None) == queue and ARGUMENT in arguments:
            return float(arguments[ARGUMENT]) / 1000
    seconds = app.conf.get(CONSUMER_TIMEOUT, CONSUMER_WAIT)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds >= 0:
        raise ImproperlyConfigured(f"{CONSUMER_TIMEOUT} is {seconds!r}: give seconds, or 0 for none")
    return float(seconds) or math.inf


def _sentence(name: str, limit: float, queue: str, patience: float) -> str:
    longer = int(limit * 1.2)
    return (
        f"{name}: the time limit of {limit:g} s is not below the {patience:g} s after which RabbitMQ "
        f"delivers what is not acknowledged a second time; lower the limit, or declare the queue "
        f"{queue!r} in task_queues with {{'{ARGUMENT}': {longer * 1000}}} (RabbitMQ 3.12 and later), "
        f"or give the broker a consumer_timeout of {longer * 1000} and say so: {CONSUMER_TIMEOUT}={longer}"
    )
