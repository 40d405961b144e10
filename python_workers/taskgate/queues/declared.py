"""The queues that an app declares, so that a plain `-Q name` consumes each as its tasks need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kombu import Exchange, Queue

from taskgate.contracts.contract import DEFAULT_QUEUE
from taskgate.contracts.definition import Definition
from taskgate.errors import InvalidContract
from taskgate.queues.routes import queue_of


def declared_queues(values: Mapping[str, Any], definitions: Sequence[Definition]) -> list[Queue]:
    """Return a queue for each that the tasks wait in, of their type, and the default one.

    `values` are Celery's settings. Raises InvalidContract for a queue of two types.
    """
    default = values.get("task_default_queue", DEFAULT_QUEUE)
    tasks: dict[str, list[Definition]] = {}
    for definition in definitions:
        tasks.setdefault(queue_of(definition, values.get("task_routes"), default), []).append(definition)
    tasks.setdefault(default, [])
    kind = values.get("task_default_queue_type") or "classic"
    return [_queue(name, _type(name, found, kind), found) for name, found in sorted(tasks.items())]


def _type(name: str, tasks: Sequence[Definition], default: str) -> str:
    for definition in tasks:
        if definition.queue_type != tasks[0].queue_type:
            one = f"{tasks[0].location} says {tasks[0].queue_type}"
            reason = f"{one}, {definition.location} says {definition.queue_type}"
            raise InvalidContract(f"the queue {name!r} cannot be of two types: {reason}")
    return tasks[0].queue_type if tasks else default


def _queue(name: str, kind: str, tasks: Sequence[Definition]) -> Queue:
    if kind == "classic":
        # Without it RabbitMQ takes a priority and does not heed it. A queue that exists keeps its arguments,
        # so none gets this whose tasks do not ask for it.
        most = max((each.priority.levels for each in tasks if each.priority), default=0)
        return Queue(name, Exchange(name), routing_key=name, max_priority=most or None)
    # RabbitMQ delays a message for a quorum queue itself, where a topic exchange leads to it; otherwise a
    # retry with a countdown would wait in the worker and keep others waiting.
    arguments = {"x-queue-type": kind}
    return Queue(name, Exchange(name, type="topic"), routing_key=name, queue_arguments=arguments)
