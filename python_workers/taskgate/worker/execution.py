"""What stands between a worker and the function of a task."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from typing import Any

from celery._state import get_current_task
from celery.exceptions import Ignore, Reject, Retry
from celery.utils.serialization import UnpickleableExceptionWrapper

from taskgate.context import Run, current_run
from taskgate.contracts.definition import Definition
from taskgate.idempotency.declared import declared_key
from taskgate.idempotency.keys import key_of
from taskgate.idempotency.runs import once
from taskgate.worker.failures import Raised
from taskgate.worker.mismatch import read_call
from taskgate.worker.notes import notes
from taskgate.worker.retries.attempts import run_again
from taskgate.worker.retries.states import note_asked


def guarded(definition: Definition) -> Callable[..., Any]:
    """Return what Celery registers: the function, checked on both sides when a worker runs it.

    Called in Python it is the plain function, with Python objects in and out.
    """
    function = definition.function

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        task = get_current_task()
        request = None if task is None or task.name != definition.name else message_of(task)
        if request is None:
            return function(*args, **kwargs)
        current = Run(definition.name, definition.progress, task, request)
        began = datetime.datetime.now(datetime.UTC)
        try:
            return execute(current, lambda: _checked_call(definition, args, kwargs))
        except Exception as error:
            if definition.policy is not None:
                run_again(current, definition.policy, began, error)
            raise

    return run


def message_of(task: Any) -> Any:
    """Return the request of the message that starts this call of a task; None for a call in Python.

    A base class whose `__call__` calls Celery's has put a request of its own before that of the message, and
    a task that calls itself one that is no other message.
    """
    for request in reversed(task.request_stack.stack):
        if not request.called_directly:
            return None if isinstance(getattr(request, "taskgate_run", None), Run) else request
    return None


def _checked_call(definition: Definition, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    by_position, by_name = read_call(definition, lambda signature: signature.read(args, kwargs))

    def work() -> Any:
        return definition.write_result(definition.function(*by_position, **by_name))

    run = current_run()
    if run is None or not definition.idempotent_by or key_of(run.request):
        return work()
    return once(run, declared_key(definition, by_position, by_name), work)


def execute(run: Run, work: Callable[[], Any]) -> Any:
    """Return what `work` returns, with what a caller is promised of a run.

    It does not begin, and its result is dropped, where the caller has cancelled: then the task ends REVOKED.
    Whatever it raises ends as a failure with its facts, and never ends the worker.
    """
    run.request.taskgate_run = run
    if run.task.request is not run.request:  # see message_of(); progress() looks for it there
        run.task.request.taskgate_run = run
    client = run.redis()
    if client is not None and run.look(client):
        raise _revoked(run)
    if client is not None:
        notes.note(run, client)
    try:
        result = once(run, key_of(run.request), work)
    except (Ignore, Reject, SystemExit, KeyboardInterrupt):
        raise  # the last two are how a worker's process is told to end
    except BaseException as error:
        if run.cancelled:
            raise _revoked(run) from error
        if isinstance(error, Retry):
            note_asked(run.request, error)
        else:
            # Celery may replace the exception before it stores it; see failures.stored_facts.
            run.request.taskgate_raised = Raised.of(error)
        if isinstance(error, MemoryError) or not isinstance(error, Exception):
            # Celery ends the worker for a MemoryError, which numpy raises for any array that is too large;
            # a pool of threads never hears of an asyncio.CancelledError or of polars' PanicException.
            stand_in: Any = UnpickleableExceptionWrapper
            raise stand_in.from_exception(error) from error
        raise
    finally:
        run.ended = True
    if run.cancelled:
        raise _revoked(run)
    return result


def _revoked(run: Run) -> Ignore:
    """Store REVOKED; the caller raises what this returns, with which Celery stores nothing more."""
    ignored = run.task.ignore_result or run.request.ignore_result
    run.task.backend.mark_as_revoked(
        run.request.id, "cancelled", request=run.request, store_result=not ignored
    )
    return Ignore("cancelled by the caller")
