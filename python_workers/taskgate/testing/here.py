"""Running a task in this process, with all that a worker does around it but the time limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from celery.exceptions import Retry
from celery.utils.serialization import UnpickleableExceptionWrapper
from kombu.serialization import dumps, loads

from taskgate.context import observed
from taskgate.testing.ran import Error, Ran, Report
from taskgate.worker.failures import Raised, stored_facts

MOST_RETRIES: Final = 100
"""After which a task that is retried for ever is given up."""


def run_here(task: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Ran:
    """Run a task of Celery's here, again where it asks for that, and return how it ended.

    Arguments and result are what a message makes of them. Nobody waits before a retry. What cannot be sent
    raises kombu's EncodeError, as sending it would.
    """
    reports: list[Report] = []
    delays: list[float] = []

    def ran(**how: Any) -> Ran:
        return Ran(task.name, **how, progress=reports, retries=len(delays), delays=delays)

    task_id, headers = str(uuid4()), None
    while True:
        positional, named = _carried([list(args), dict(kwargs)])
        try:
            with observed(lambda done, total, data: reports.append(Report(done, total, data))):
                run = task.apply(
                    positional, named, task_id=task_id, retries=len(delays), headers=headers, throw=True
                )
            if run.state != "SUCCESS":
                return ran(state=run.state, silence=_no_result(run.state))
            return ran(value=_carried(run.result))
        except Retry as retry:
            again: Any = retry
            if again.sig is None:
                return ran(state="RETRY", silence="it raised Retry itself, which sends nothing; use retry()")
            if len(delays) == MOST_RETRIES:
                return ran(state="RETRY", silence=f"it still asked for a retry after {MOST_RETRIES} of them")
            delays.append(_seconds(again.when))
            args, kwargs, headers = again.sig.args, again.sig.kwargs, again.sig.options.get("headers")
        except Exception as error:
            return ran(state="FAILURE", error=_error(error))


def _no_result(state: str) -> str:
    return f"its state is {state}: there is no result to wait for"


def _error(error: Exception) -> Error:
    # What Celery could not carry stands for what the task has raised.
    is_stand_in = isinstance(error, UnpickleableExceptionWrapper) and error.__cause__ is not None
    raised = Raised.of(error.__cause__) if is_stand_in and error.__cause__ is not None else None
    return Error.of(stored_facts(error, raised), error)


def _carried(value: Any) -> Any:
    """Return what is read from the JSON of a value, as Celery writes and reads it."""
    content_type, encoding, text = dumps(value, serializer="json")
    return loads(text, content_type, encoding)


def _seconds(when: datetime | float | None) -> float:
    if isinstance(when, datetime):
        return max(0.0, (when - datetime.now(UTC if when.tzinfo else None)).total_seconds())
    return float(when or 0)
