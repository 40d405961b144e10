"""`taskgate_contracts`: what running workers serve, asked over Celery's own control channel.

Every worker that has imported this package answers: to `celery -A worker inspect taskgate_contracts`, and to
the same broadcast from Node.
"""

from __future__ import annotations

from typing import Any, Final

from celery.worker.control import inspect_command

from taskgate.app import contracts_of, tasks_of

NAME: Final = "taskgate_contracts"


@inspect_command(name=NAME)
def contracts(state: Any) -> dict[str, Any]:
    """Contracts of the app's tasks.

    Returns `{"contracts": [...], "older": [...], "queues": [...]}`, plain JSON, sorted by names; tasks of
    Celery's own decorators are among them. `older` names the tasks that carry older calls over, `queues` the
    queues that the worker takes from.
    """
    older = sorted(definition.name for definition in tasks_of(state.app) if definition.older)
    return {"contracts": contracts_of(state.app), "older": older, "queues": _queues(state)}


def _queues(state: Any) -> list[str]:
    consumer = getattr(getattr(state, "consumer", None), "task_consumer", None)
    return sorted(str(queue.name) for queue in consumer.queues) if consumer else []
