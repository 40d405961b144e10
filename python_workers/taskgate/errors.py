"""The errors that a worker raises by itself, each with a code of protocol/errors.json.

What Celery raises (a time limit, a lost worker, an unknown task) stays Celery's own exception;
failures.py gives it its code when the failure is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self, TypedDict


class Problem(TypedDict):
    """One thing that does not fit."""

    path: str
    """A JSON Pointer (RFC 6901) to the place; an empty string is the whole."""
    message: str


def listed(problems: Sequence[Problem]) -> str:
    """Return the problems as the end of a sentence."""
    return "; ".join(f"{problem['path'] or 'the whole'}: {problem['message']}" for problem in problems)


class TaskgateError(Exception):
    """The base of every error of this package.

    `details` is plain JSON for the caller, or None. `retryable` says whether the same call may succeed later.
    """

    code: ClassVar[str]
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, details: Any = None) -> None:
        # Both go up as arguments, so that the exception survives pickling on its way to the worker's parent.
        super().__init__(message, details)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return self.message


class _Misfit(TaskgateError):
    """An error that names every place: `details` is `{"errors": [Problem, ...]}`."""

    @classmethod
    def at(cls, subject: str, problems: Sequence[Problem]) -> Self:
        """Build the error for the places where `subject` (a task, in words) does not fit."""
        return cls(f"{subject}: {listed(problems)}", {"errors": [dict(problem) for problem in problems]})


class InvalidArguments(_Misfit):
    """The arguments of a call do not fit the task's contract."""

    code = "INVALID_ARGUMENTS"


class ContractMismatch(TaskgateError):
    """The caller was generated from another contract than the worker's, and its arguments do not fit here.

    `details` is `{"errors": [Problem, ...], "caller": str, "worker": str, "carriedBy": str | None,
    "difference": [str, ...] | None}`: the places; both fingerprints; the function of `older=` that has made
    of the arguments what does not fit, if any; and a line for each parameter that has changed since the
    caller's contract, None where that contract is not known here.
    """

    code = "CONTRACT_MISMATCH"


class IdempotencyConflict(TaskgateError):
    """A key stands for a call of the same task with other arguments; this one does not run.

    `details` is `{"task": str, "key": str}`.
    """

    code = "IDEMPOTENCY_CONFLICT"


class InvalidResult(_Misfit):
    """What a task returned or reported does not fit its contract, or is not plain JSON."""

    code = "INVALID_RESULT"


class MalformedMessage(_Misfit):
    """A message on a queue that no worker can carry out; it becomes a dead letter.

    The paths lead into the message: `/headers/id`, `/properties/reply_to`, `/body/1`; a list element of Redis
    that is no message at all is the whole.
    """

    code = "MALFORMED_MESSAGE"


class InvalidContract(TaskgateError):
    """A task cannot be expressed as a contract, or a file of tasks cannot be loaded."""

    code = "INVALID_CONTRACT"


class Unsupported(TaskgateError):
    """What was asked for does not exist on this broker or result backend."""

    code = "UNSUPPORTED"
