"""A task that has failed for good is buried before its message leaves the queue.

Celery decides in several places between a further try and the end, and at the end acknowledges the message or
rejects it: there the letter is written. What is an answer is no dead letter: a declared exception, arguments
that do not fit, a revoke (docs/decisions/0022-what-is-a-dead-letter.md).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from billiard.einfo import ExceptionWithTraceback  # type: ignore[attr-defined]
from billiard.exceptions import TimeLimitExceeded
from celery.exceptions import Ignore, Reject, Retry, TaskRevokedError, Terminated
from celery.utils.serialization import UnpickleableExceptionWrapper

from taskgate.contracts.definition import exception_name
from taskgate.dead.bounds import name_of
from taskgate.dead.burial import bury
from taskgate.dead.letter import REJECTED, Letter, Raw
from taskgate.errors import ContractMismatch, InvalidArguments
from taskgate.worker.failures import read_facts

_NO_END: Final = (Ignore, MemoryError, Retry, TaskRevokedError, Terminated)
"""What a run ends with and a task does not, or what was wanted. Celery raises a MemoryError as it is."""


class Buries:
    """A request that leaves a letter where its task has failed for good."""

    _end: BaseException | None = None
    """What the task has failed with, while it is not decided whether its message leaves."""
    _is_buried = False
    _instead = True
    """Whether a letter stands for the rejection of a message."""

    def on_failure(self, exc_info: Any, *args: Any, **options: Any) -> Any:
        """Deal with a failure as Celery does, and bury what was acknowledged before it ran, too."""
        self._end = self._failed_with(exc_info.exception)
        ended = super().on_failure(exc_info, *args, **options)  # type: ignore[misc]
        self._bury()
        return ended

    def on_timeout(self, soft: bool, timeout: float) -> Any:
        """Deal with a time limit as Celery does; the soft one raises in the task."""
        if not soft:
            self._end = TimeLimitExceeded(timeout)
        ended = super().on_timeout(soft, timeout)  # type: ignore[misc]
        self._bury()
        return ended

    def acknowledge(self) -> None:
        """Bury first what has failed: a worker that dies in between leaves two, and never none."""
        self._bury()
        super().acknowledge()  # type: ignore[misc]

    def reject(self: Any, requeue: bool = False) -> None:
        """Reject a message; what is buried is acknowledged, or RabbitMQ might dead-letter it again."""
        if requeue:
            self._end = None
        if self._bury() and self._instead:
            super().acknowledge()  # type: ignore[misc]
        else:
            super().reject(requeue=requeue)  # type: ignore[misc]

    def _success_was_stored(self) -> Any:
        stored: Any = super()._success_was_stored()  # type: ignore[misc]
        if stored:
            self._end = None
        return stored

    def _retry_worker_lost(self, *args: Any) -> Any:
        end, self._end = self._end, None
        sent: Any = super()._retry_worker_lost(*args)  # type: ignore[misc]
        if not sent:
            self._end = end
        return sent

    def _failed_with(self: Any, error: Any) -> BaseException | None:
        """Return what is to be buried, None where the task has not failed for good."""
        if isinstance(error, ExceptionWithTraceback):
            error = error.exc
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            if self._already_cancelled or self._already_revoked:
                return None
            error = self._failed_with(self._worker_lost_info(error).exception)
        if isinstance(error, _NO_END) or (isinstance(error, Reject) and getattr(error, "requeue", False)):
            return None
        return None if _is_answer(self.task, error) else error

    def _bury(self: Any) -> bool:
        """Bury what is to be buried, once, and say whether it is kept."""
        error, self._end = self._end, None
        if error is None or self._is_buried or not name_of(self.app):
            return False
        self._is_buried = True
        return bury(self.app, letter_of(self, error))


class KeepsCopies(Buries):
    """The same for an app that is somebody's own: the message goes the way that it went before."""

    _instead = False


def letter_of(request: Any, error: BaseException) -> Letter:
    """Return the letter of a request in the worker's main process."""
    facts = read_facts(error)
    reason, message = facts["code"], facts["message"]
    if isinstance(error, Reject):  # whose text is that of a tuple
        reason, message = REJECTED, f"the task has rejected its message: {getattr(error, 'reason', None)}"
    began = request.time_start
    sent = request.message.properties.get("timestamp")
    return Letter(
        Raw.of(request.message),
        reason,
        message,
        task=request.type,
        task_id=request.id,
        error=facts,
        attempts=_attempts(request),
        worker=request.hostname,
        sent_at=datetime.fromtimestamp(sent, UTC) if isinstance(sent, (int, float)) else None,
        started_at=None if began is None else datetime.fromtimestamp(began, UTC),
    )


def _attempts(request: Any) -> int:
    retries = request.request_dict.get("retries")
    return 1 + (retries if isinstance(retries, int) else 0)


def _is_answer(task: Any, error: BaseException) -> bool:
    # Its caller was right when it was generated: an older worker, or one that carries it over, can serve it.
    if isinstance(error, ContractMismatch):
        return False
    expected = (InvalidArguments, *(task.throws or ()))
    if isinstance(error, UnpickleableExceptionWrapper):  # what Celery makes of one that it cannot send
        name = f"{error.exc_module}.{error.exc_cls_name}".removeprefix("builtins.")
        return name in map(exception_name, expected)
    return isinstance(error, expected)
