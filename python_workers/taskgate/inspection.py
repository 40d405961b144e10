"""`taskgate_contracts`: what running workers serve, asked over Celery's own control channel.

Every worker that has imported this package answers: to `celery -A worker inspect taskgate_contracts`, and to
the same broadcast from Node.
"""

from __future__ import annotations

from typing import Any, Final

from celery.worker.control import inspect_command

from taskgate.app import contracts_of

NAME: Final = "taskgate_contracts"


@inspect_command(name=NAME)
def contracts(state: Any) -> dict[str, Any]:
    """Contracts of the app's tasks.

    Returns `{"contracts": [...]}`, plain JSON, sorted by the names of the tasks; those that Celery's own
    decorators made are among them.
    """
    return {"contracts": contracts_of(state.app)}
