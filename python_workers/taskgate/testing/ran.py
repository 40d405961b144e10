"""How a task has run, as its caller would see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from celery import states

from taskgate.worker.failures import Facts


class Report(NamedTuple):
    """One call of progress(): numbers in the task's own unit, and the JSON of what was said besides."""

    done: float
    total: float | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Error:
    """Why a task failed, as it is told to a caller (PROTOCOL.md, section 6)."""

    code: str
    """Of protocol/errors.json: TASK_FAILED for an exception of the task's own, INVALID_ARGUMENTS, ..."""
    exception: str
    """The exception's Python name, with its module: "tasks.files.FileUnreadable"."""
    message: str
    details: Any
    """JSON, or None."""
    retryable: bool
    raised: BaseException | None = field(default=None, compare=False, repr=False)
    """The exception itself; where the task ran in a worker, what Celery made of it there."""

    @classmethod
    def of(cls, facts: Facts, raised: BaseException | None = None) -> Error:
        """Make one of the facts that are stored with a failure."""
        return cls(**facts, raised=raised)


@dataclass(frozen=True)
class Ran:
    """One run of a task, with its retries."""

    task: str
    """The task's name."""
    value: Any = None
    """What it returned, as JSON; None where it failed. `result` is the same, and says so where it failed."""
    error: Error | None = None
    """Why it failed; None where it did not."""
    silence: str | None = None
    """Why there is neither a result nor an error, in words: it did not end in time, or ended otherwise."""
    progress: Sequence[Report] = ()
    """Its reports, in order. In this process all of them; from a worker at most ten a second."""
    retries: int = 0
    """How often it was run again. Of a worker those that it has told of before the end, which is all but one
    that was sent without a wait: Celery tells of it when it is on its way."""
    delays: Sequence[float] = ()
    """Seconds that a worker waits before each retry; empty where it ran in one, which has waited."""
    state: str = states.SUCCESS
    """Celery's state at the end: SUCCESS, FAILURE, REVOKED, ..."""

    @property
    def result(self) -> Any:
        """What the task returned, as JSON; raises AssertionError, which says why there is none."""
        if self.error is not None:
            details = "" if self.error.details is None else f" {self.error.details}"
            what = f"{self.error.code}, {self.error.exception}: {self.error.message}{details}"
            raise AssertionError(f"{self.task} failed: {what}") from self.error.raised
        if self.silence is not None:
            raise AssertionError(f"{self.task} gave no result: {self.silence}")
        return self.value
