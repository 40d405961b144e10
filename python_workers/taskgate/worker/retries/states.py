"""What a caller sees between two attempts: why the last one has failed, and when the next one is due."""

from __future__ import annotations

import datetime
import math
import traceback
from typing import TYPE_CHECKING, Any, Final, TypedDict

from billiard.exceptions import WorkerLostError
from celery import Task
from celery.app.trace import get_actual_ignore_result  # type: ignore[attr-defined]
from celery.exceptions import Retry
from celery.utils.serialization import get_pickleable_exception

if TYPE_CHECKING:
    from taskgate.context import Run
    from taskgate.worker.failures import Facts

_NOTE: Final = "taskgate_again"
_ASKED: Final = "taskgate_asked"
_TOLD: Final = "taskgate_told"


class Again(TypedDict):
    """What is stored beside the facts of an error after which a task is run again."""

    attempt: int
    """Which one has failed; the first is 1."""
    retryAt: str
    """When the next one is due: ISO 8601 in UTC."""


def tell(run: Run, error: Any) -> None:
    """Store RETRY before the message is on its way: else its end might be told before, and this after it.

    Where no state is stored, the key of the run goes to its next attempt all the same.
    """
    request, task = run.request, run.task
    if request.is_eager:
        return
    if get_actual_ignore_result(task, request) and not task.store_errors_even_if_ignored:
        if (held := getattr(request, "taskgate_held", None)) is not None:
            held.hand_on()
        return
    lines = "".join(traceback.format_exception(error))
    task.backend.mark_as_retry(request.id, get_pickleable_exception(error), lines, request=request)
    setattr(request, _TOLD, True)


def is_told(request: Any) -> bool:
    """Say whether RETRY was stored for this run; Celery stores it once more when it is told of the retry."""
    return bool(getattr(request, _TOLD, False))


def reason_of(request: Any, error: Any, task: Task[..., Any] | None) -> Any:
    """Return what is stored as the reason of a RETRY, None where there is none.

    A task may ask for it without an exception. Celery itself asks for it where the process of a task was
    lost, after the task's own delay, and where it cancels what runs, whose message comes again at once.
    """
    if not hasattr(request, _NOTE):
        is_lost = isinstance(error, WorkerLostError)
        note(request, task.default_retry_delay if is_lost and task is not None else 0)
    return getattr(request, _ASKED, None) if error is None else error


def note_asked(request: Any, asked: Retry) -> None:
    """Remember for the stored state what Celery was asked for, by a task or by a wrapper around it."""
    note(request, asked.when)
    if asked.exc is None:
        reason = Retry()
        reason.args = (str(asked),)
        reason.message = str(asked)
        setattr(request, _ASKED, reason)


def note(request: Any, when: Any) -> None:
    """Remember for the stored state when the task will run again: seconds from now, or a date."""
    if isinstance(when, datetime.datetime):
        due = when if when.tzinfo else when.replace(tzinfo=datetime.UTC)
    else:
        seconds = when if isinstance(when, (int, float)) and math.isfinite(when) else 0
        due = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    at = due.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    setattr(request, _NOTE, Again(attempt=(request.retries or 0) + 1, retryAt=at))


def note_transient(request: Any) -> None:
    """Remember that the task calls its error transient: should it be the last, the same call may succeed."""
    setattr(request, _NOTE, None)


def with_note(request: Any, facts: Facts) -> dict[str, Any]:
    """Return the facts of a failure with what is known of its next attempt; the last one has failed, too."""
    if not hasattr(request, _NOTE):
        return {**facts}
    return {**facts, **(getattr(request, _NOTE) or {}), "retryable": True}
