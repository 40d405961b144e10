"""What a task may say and ask while it runs, without `self`.

All three work in the thread that runs the task. Outside a worker (a plain call, a test, another thread)
progress() does nothing, cancelled() is False and task_id() is None. In one input of a chunk of calls
(mapping.py) task_id() and cancelled() are those of the chunk, and progress() is checked and goes nowhere: the
chunk reports its own.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from celery._state import get_current_task
from redis import Redis, RedisError

from taskgate.errors import InvalidResult, Problem, Unsupported
from taskgate.schemas import plain
from taskgate.schemas.shape import Misfit

if TYPE_CHECKING:
    from taskgate.schemas.shape import Shape

PROGRESS: Final = "PROGRESS"
PROGRESS_INTERVAL: Final = 0.1
"""Seconds between two reports that are written; those between are dropped: a loop cannot flood Redis."""

CANCEL_INTERVAL: Final = 0.5
"""Seconds between two looks at the mark that a caller sets to cancel."""

CANCEL_KEY: Final = "taskgate:revoked:"
"""Followed by the task id; the caller sets it for a day in the Redis that holds the results."""

logger = logging.getLogger(__name__)

Observer = Callable[[float, float | None, dict[str, Any]], None]

_observer: ContextVar[Observer | None] = ContextVar("taskgate_observer", default=None)


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    """Tell `observer` of every report of progress that this thread makes inside, also of those in between."""
    token = _observer.set(observer)
    try:
        yield
    finally:
        _observer.reset(token)


@dataclass
class Run:
    """One run of one task in this process. Times are of time.monotonic()."""

    name: str
    progress: Shape | None
    task: Any
    request: Any
    whole: Run | None = None
    """The run of the chunk of calls that this is one input of; it alone has an id and a state."""
    cancelled: bool = False
    ended: bool = False
    """The function has returned or raised: what is sent from now on are the steps and callbacks after it."""
    reported_at: float = -math.inf
    looked_at: float = -math.inf

    @property
    def sent(self) -> bool:
        """Whether a message started it: nobody follows or cancels what runs in its caller's process."""
        return not self.request.is_eager and not self.request.called_directly

    def redis(self) -> Redis | None:
        """Return the Redis of the result backend, or None where nobody cancels, or results live elsewhere."""
        client = getattr(self.task.backend, "client", None) if self.sent else None
        return client if isinstance(client, Redis) else None

    def look(self, client: Redis) -> bool:
        """Ask Redis whether the caller has cancelled, and remember a yes."""
        self.looked_at = time.monotonic()
        try:
            self.cancelled = self.cancelled or bool(client.exists(CANCEL_KEY + self.request.id))
        except RedisError:
            # The work goes on: a store that is away for a moment is no reason to stop it.
            logger.warning("cannot see whether task %s was cancelled", self.request.id, exc_info=True)
        return self.cancelled


def current_run() -> Run | None:
    """Return the run of the task in this thread, or None outside a worker."""
    run = getattr(getattr(get_current_task(), "request", None), "taskgate_run", None)
    return run if isinstance(run, Run) else None


def task_id() -> str | None:
    """Return the id of the running task, or None outside a worker."""
    run = current_run()
    return None if run is None or run.request.id is None else str(run.request.id)


def progress(done: float, total: float | None = None, **data: Any) -> None:
    """Report how far the task is; a caller that follows it sees the state PROGRESS.

    Args:
        done: what is done, in any unit; a finite number.
        total: what there is to do in the same unit, or None where it is not known.
        data: whatever else the caller shall see: plain JSON, held to the task's `progress=` hint.

    At most one report every PROGRESS_INTERVAL seconds is written, besides the first and the one that is
    complete (`done == total`). Raises InvalidResult for a report that is not JSON or does not fit the hint.

    """
    run = current_run()
    if run is None:
        return
    # Checked before the throttle: a mistake shall show on every run, not on the slow ones.
    meta = {"done": done, "total": total, "data": _checked(run, done, total, data)}
    if observer := _observer.get():
        observer(done, total, meta["data"])
    now = time.monotonic()
    if done != total and now - run.reported_at < PROGRESS_INTERVAL:
        return
    run.reported_at = now
    if run.sent and run.whole is None and not run.task.ignore_result and not run.request.ignore_result:
        run.task.update_state(state=PROGRESS, meta=meta)


def cancelled() -> bool:
    """Return whether the caller has cancelled the task; then return soon, whatever you return is dropped.

    Looks at Redis at most every CANCEL_INTERVAL seconds, so it may be called in a tight loop.
    Raises Unsupported where results are not kept in Redis.
    """
    run = current_run()
    if run is None or not run.sent:
        return False
    run = run.whole or run
    client = run.redis()
    if client is None:
        raise Unsupported("cancelled() needs results in Redis; set CELERY_RESULT_BACKEND to a redis:// URL")
    if run.cancelled or time.monotonic() - run.looked_at < CANCEL_INTERVAL:
        return run.cancelled
    return run.look(client)


def _checked(run: Run, done: float, total: float | None, data: dict[str, Any]) -> Any:
    subject = f"progress of {run.name}"
    numbers: list[Problem] = [
        {"path": f"/{name}", "message": f"{value!r} is not a finite number"}
        for name, value in (("done", done), ("total", total))
        if not (name == "total" and value is None) and not _is_number(value)
    ]
    if numbers:
        raise InvalidResult.at(subject, numbers)
    if run.progress is None:
        found = plain.problems(data)
        if found:
            raise InvalidResult.at(subject, found)
        return data
    try:
        return run.progress.write_json(data)
    except Misfit as misfit:
        raise InvalidResult.at(subject, misfit.problems) from misfit


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
