"""A key is free as soon as the process that ran it has ended in the middle, and not when its lease ends."""

from __future__ import annotations

import logging
import os
from typing import Any, Final

from billiard.exceptions import Terminated, WorkerLostError
from celery import Celery

from taskgate.idempotency import bounds
from taskgate.idempotency.keys import HEADER, task_id
from taskgate.idempotency.record import NOTE, holder_of, record_key, running_key
from taskgate.result_store import store

_ENDS: Final = (SystemExit, KeyboardInterrupt, WorkerLostError, Terminated)
"""How a process of the pool that was told to end, or was killed, is reported."""

logger = logging.getLogger(__name__)


class FreesKeys:
    """A request whose message may come again: whoever takes it then shall not wait for the lease of this run.

    What becomes of a task that has ended by itself is written by the process that ran it.
    """

    def on_failure(self: Any, exc_info: Any, *args: Any, **options: Any) -> Any:
        """Free the key of what was cut off before Celery sends it again, or gives it back."""
        if isinstance(getattr(exc_info.exception, "exc", exc_info.exception), _ENDS):
            self._free_key()
        return super().on_failure(exc_info, *args, **options)  # type: ignore[misc]

    def on_timeout(self: Any, soft: bool, timeout: float) -> Any:
        """Free the key of what is killed for its time limit; the soft one raises in the task."""
        if not soft:
            self._free_key(has_failed=bool(self.task.acks_on_timeout))
        return super().on_timeout(soft, timeout)  # type: ignore[misc]

    def reject(self: Any, requeue: bool = False) -> Any:
        """Free the key of what is given back."""
        if requeue:
            self._free_key()
        return super().reject(requeue=requeue)  # type: ignore[misc]

    def _free_key(self: Any, has_failed: bool = False) -> None:
        # What runs in this process, in a thread or in `-P solo`, runs on, or has freed its key.
        if self.worker_pid in (None, os.getpid()):
            return
        try:
            _free(self.app, self.type, self.id, self.worker_pid, self.request_dict.get(HEADER), has_failed)
        except Exception:
            logger.warning("the key of task %s is free when its lease ends", self.id, exc_info=True)


def _free(app: Celery, task: str, message_id: str, pid: int, key: Any, has_failed: bool) -> None:
    """Free the key that a process had for a message; nothing is done where another has it by now.

    That the task `has_failed` is written with its result where both have one id.
    """
    client: Any = store(app)
    life = bounds.window(app)
    if client is None or not life:
        return
    own = isinstance(key, str) and task_id(task, key) == message_id
    record = record_key(app, message_id) if own else client.get(running_key(app, message_id))
    becomes = ("state", "failed") if has_failed and not own else ("until", 0)
    if record is not None:
        client.eval(NOTE, 1, record, holder_of(message_id, pid), life, *becomes)
