"""What queues cannot do that tasks or settings ask of them; each in one sentence, at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celery import Celery
from celery.exceptions import ImproperlyConfigured
from celery.utils.time import rate

from taskgate.contracts.definition import Definition
from taskgate.queues.priorities import on_redis
from taskgate.queues.routes import queues_of


def priorities(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a priority that RabbitMQ would take and not heed. Redis has them in every queue."""
    if on_redis(app):
        return
    queues: Any = app.amqp.queues
    most = app.conf.task_queue_max_priority
    for name, queue in queues.items():
        if is_quorum(queue) and (most or queue.max_priority):
            place = "task_queue_max_priority" if most else f"task_queues, {name!r}: max_priority"
            raise ImproperlyConfigured(
                f"{place}: the quorum queue {name!r} has no priorities in RabbitMQ, which refuses to declare "
                "it; leave it out and give the tasks of classic queues priority="
            )
    for name, waiting in queues_of(app, tasks).items():
        asking = next((each for each in waiting if each.priority is not None), None)
        queue = queues.get(name)
        if asking is None or queue is None:
            continue
        if is_quorum(queue):
            raise ImproperlyConfigured(
                f"{asking.subject}: the quorum queue {name!r} has no priorities in RabbitMQ; leave out "
                "priority=, or give the task a classic queue of its own"
            )
        if not (queue.max_priority or (queue.queue_arguments or {}).get("x-max-priority")):
            raise ImproperlyConfigured(
                f"{asking.subject}: the queue {name!r} of task_queues has no priorities; give that queue "
                "max_priority=9, or leave out priority="
            )


def rates(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse a rate that Celery cannot read: its worker would end when it starts."""
    given = [("task_default_rate_limit", app.conf.task_default_rate_limit)]
    given += [(each.subject, getattr(app.tasks.get(each.name), "rate_limit", None)) for each in tasks]
    for place, limit in given:
        try:
            per_second = rate(limit) if limit is not None else 1
        except (KeyError, ValueError, TypeError, AttributeError):
            per_second = -1
        if per_second < 0:
            raise ImproperlyConfigured(
                f"{place}: the rate limit {limit!r} is none; give runs for each second, minute or hour of "
                "one worker, as '10/s', '10/m' or '10/h'"
            )


def is_quorum(queue: Any) -> bool:
    """Say whether RabbitMQ shall make it a quorum queue."""
    return (queue.queue_arguments or {}).get("x-queue-type") == "quorum"
