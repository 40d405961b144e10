"""A task that takes its worker with it is delivered a bounded number of times, on every broker.

Quorum queues count what they deliver, classic ones and Redis do not, and none knows what was begun: a broker
that restarts delivers again what waited in the memory of a worker. So a message that comes again is counted
here, when it is handed to the pool. One that comes for the first time costs nothing, and its first delivery
counts as begun, for nobody can tell. The last one is made alone (last.py). After it the message is a
dead letter, and its caller gets WORKER_LOST: docs/decisions/0023-bounded-deliveries.md.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Literal

from billiard.exceptions import WorkerLostError
from celery.exceptions import Ignore, TaskRevokedError
from celery.worker import state

from taskgate.dead.burial import bury
from taskgate.dead.endings import letter_of
from taskgate.settings.own import MAX_DELIVERIES
from taskgate.worker.callers import tell
from taskgate.worker.deliveries.counts import Counts, counts_of
from taskgate.worker.deliveries.keyed import has_key, key_counts
from taskgate.worker.deliveries.last import last_deliveries

logger = logging.getLogger(__name__)


class BoundsDeliveries:
    """A request that is not begun where its worker was lost with it too often."""

    _counts: Counts | None = None
    """Where this delivery is counted, until the message is settled."""

    def execute_using_pool(self: Any, pool: Any, **options: Any) -> Any:
        """Hand the task to the pool as Celery does, unless it ends here."""
        if self._comes_again() and not self.revoked() and not self._may_begin():
            # How Celery is told that no process of the pool is busy with it.
            raise TaskRevokedError(self.id)
        return super().execute_using_pool(pool, **options)  # type: ignore[misc]

    def on_failure(self: Any, exc_info: Any, *args: Any, **options: Any) -> Any:
        """Do as Celery does; where a new message waits for another run of a key, the count stays for that."""
        if isinstance(getattr(exc_info.exception, "exc", exc_info.exception), Ignore) and has_key(self):
            self._counts = None
        return super().on_failure(exc_info, *args, **options)  # type: ignore[misc]

    def acknowledge(self: Any) -> None:
        """Acknowledge a message, and forget how often it was delivered: what follows it is another one."""
        super().acknowledge()  # type: ignore[misc]
        self._tell_counts("forget")
        last_deliveries.end(self)

    def reject(self: Any, requeue: bool = False) -> None:
        """Reject a message as Celery does; what a worker gives back as it leaves was not lost with it."""
        if requeue and self._already_cancelled:
            self._take_back()
        super().reject(requeue=requeue)  # type: ignore[misc]
        last_deliveries.end(self)

    def cancel(self: Any, *args: Any, **options: Any) -> Any:
        """Cancel as Celery does in a cold shutdown, after which the broker delivers the message again."""
        leaves: Any = state.should_stop, state.should_terminate  # 0 is a code to leave with
        if any(each is not None and each is not False for each in leaves):
            self._take_back()
        return super().cancel(*args, **options)  # type: ignore[misc]

    def _retry_worker_lost(self: Any, *args: Any) -> Any:
        """Send the task again as Celery does after its process was lost.

        The deliveries stay counted, so that the bounds add up and do not multiply. Where there is no bound on
        retries the message goes back to its queue instead, and is counted.
        """
        if self.task.max_retries is None and self.task.reject_on_worker_lost and self._most():
            return False
        counts, self._counts = self._counts, None
        sent: Any = super()._retry_worker_lost(*args)  # type: ignore[misc]
        if not sent:
            self._counts = counts
        return sent

    def _most(self: Any) -> int:
        return int(self.app.conf.get(MAX_DELIVERIES) or 0)

    def _comes_again(self: Any) -> bool:
        is_again = bool(self.delivery_info.get("redelivered"))
        return is_again and self._most() > 0 and bool(self.task.acks_late)

    def _may_begin(self: Any) -> bool:
        """Count this delivery; end the message where there were as many as there may be."""
        self._counts = self._store()
        if self._counts is None:
            return True
        try:
            lost = self._counts.add(self.id)
        except Exception as error:
            # The work goes on: a store that is away for a moment is no reason to fail it.
            logger.warning(
                "cannot count how often task %s was delivered: %s: %s", self.id, type(error).__name__, error
            )
            return True
        if lost < self._most() - 1:
            return True
        if lost < self._most():
            return bool(self._begins_alone())
        # One whose result is stored has only lost its acknowledgement; a process sees that, and does no more.
        if self._success_was_stored():
            return True
        self._give_up_for_good(lost)
        return False

    def _begins_alone(self: Any) -> bool:
        if not hasattr(self.message, "taskgate_consumer") or last_deliveries.begin(self):
            return True
        self._tell_counts("take_back")
        return False

    def _give_up_for_good(self: Any, lost: int) -> None:
        reason = f"the worker was lost with it {lost} times, and {MAX_DELIVERIES} is {self._most()}"
        error = WorkerLostError(reason)
        logger.error("Task %s[%s] is not tried again: %s", self.name, self.id, error)
        bury(self.app, replace(letter_of(self, error), attempts=lost))
        headers = {**self.request_dict, "ignore_result": not self.store_errors}
        *_arguments, embed = self._payload
        tell(self.app, error, headers=headers, properties=self.message.properties, embed=embed)
        self._counts = None  # were the acknowledgement lost, it would begin anew
        state.task_ready(self)
        self.acknowledge()
        self.send_event("task-failed", exception=repr(error), traceback=None)

    def _take_back(self: Any) -> None:
        """Count this delivery no more, where it was: the first one counts without being told."""
        if not self._comes_again() and self._most() > 0:
            self._counts = self._store()
        self._tell_counts("take_back")

    def _store(self: Any) -> Counts | None:
        if self._most() <= 0:
            return None
        return key_counts(self) or counts_of(self.app, self.message.channel)

    def _tell_counts(self: Any, what: Literal["forget", "take_back"]) -> None:
        counts, self._counts = self._counts, None
        if counts is None:
            return
        try:
            getattr(counts, what)(self.id)
        except Exception as error:
            logger.warning(
                "cannot say that task %s was not lost: %s: %s", self.id, type(error).__name__, error
            )
