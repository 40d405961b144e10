"""Running a task again: after which error, when, and until when.

Celery's own autoretry does not know of a time that the error names, nor of a bound in time, and says nothing
of the next attempt to a caller. What it does know is declared with its own names; see contracts/retries.py.
"""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any, Final

from celery.exceptions import Reject
from celery.utils.serialization import UnpickleableExceptionWrapper
from celery.utils.time import get_exponential_backoff_interval
from kombu.exceptions import OperationalError

from taskgate.worker.retries.states import note, note_transient, tell

if TYPE_CHECKING:
    from taskgate.context import Run
    from taskgate.contracts.retries import Policy

FIRST_ATTEMPT: Final = "taskgate-first-attempt"
"""The header with the time at which the first attempt began, where the time for attempts is bounded."""


def run_again(run: Run, policy: Policy, began: datetime.datetime, error: BaseException) -> None:
    """Send the message of a run that has failed once more, and raise Celery's Retry for it.

    Returns where the error is the end: it is permanent, or was the last attempt, or the next one would begin
    after the bound in time, or later than the task is willing to wait. `began` is when this attempt did.
    """
    # What the task has raised, where Celery is given a stand-in for it.
    raised = error.__cause__ if isinstance(error, UnpickleableExceptionWrapper) else error
    if raised is None or not policy.covers(type(raised)):
        return
    request = run.request
    note_transient(request)  # declared transient, so the same call may succeed later
    attempts = request.retries or 0
    if policy.most is not None and attempts >= policy.most:
        return
    wait = wait_before(policy, attempts, raised)
    headers = request.as_execution_options()["headers"] or {}
    first = _first_attempt(headers, began)
    due = _now() + datetime.timedelta(seconds=wait or 0)
    if wait is None or (policy.within is not None and (due - first).total_seconds() > policy.within):
        return
    if policy.within is not None:
        headers = {**headers, FIRST_ATTEMPT: first.isoformat()}
    options = {**policy.options, "headers": headers, "countdown": wait, "throw": False}
    note(request, due)  # not later than Celery's own time, which is taken a moment later
    tell(run, error)
    try:
        retry = run.task.retry(exc=error, **options)
    except Reject as unsent:
        raise _unsent(run, unsent) from error
    raise retry from error


def _unsent(run: Run, unsent: Reject) -> Reject:
    """Return what ends an attempt whose next one Celery could not send.

    Where the broker is away, the message goes back to it and not to the dead letters, which lie there, too.
    """
    if (held := getattr(run.request, "taskgate_held", None)) is not None:
        held.take_back()
    reason = getattr(unsent, "reason", None)
    is_away = isinstance(reason, OperationalError) and run.task.acks_late
    return Reject(reason, requeue=True) if is_away else unsent


def wait_before(policy: Policy, attempts: int, error: BaseException) -> float | None:
    """Return the seconds until the next attempt; None where the error names a time that is too far away.

    Never sooner than the error says. Where waits grow, the task's own is added to that time: of many callers
    who were told the same second, not all come in it.
    """
    own = policy.delay
    if policy.grows:
        # Two to the power of more is no wait that anybody has, and takes long to compute.
        own = get_exponential_backoff_interval(
            int(policy.delay), min(attempts, 32), policy.longest, full_jitter=policy.jitter
        )
    named = retry_after(error)
    if named is None:
        return own
    if named > policy.longest:
        return None
    return named + own if policy.grows else max(named, own)


def retry_after(error: BaseException) -> float | None:
    """Return the seconds that an exception names in its attribute `retry_after`.

    They may stand there as the text of an HTTP header. What is no such number counts as not given.
    """
    try:
        seconds = float(getattr(error, "retry_after", None))  # type: ignore[arg-type]
    except Exception:  # also what a property of the author's raises
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _first_attempt(headers: Any, began: datetime.datetime) -> datetime.datetime:
    try:
        first = datetime.datetime.fromisoformat(headers[FIRST_ATTEMPT])
    except (KeyError, TypeError, ValueError):
        return began
    return first if first.tzinfo else began


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
