"""A request that is given back to the broker, as its worker ends before it does."""

from __future__ import annotations

from typing import Any, Final

from billiard.exceptions import Terminated, WorkerLostError
from celery.worker import state

_ENDS: Final = (SystemExit, KeyboardInterrupt, WorkerLostError, Terminated)
"""How a process of the pool that was told to end, or was killed, is reported."""


class GivesBack:
    """A request that can be cut off, and is given back when its process has told that it ends."""

    is_cut_off = False

    def on_failure(self: Any, exc_info: Any, *args: Any, **options: Any) -> Any:
        """Give the message back where the process has ended because the worker leaves."""
        error = getattr(exc_info.exception, "exc", exc_info.exception)
        if self.is_cut_off and self.task.acks_late and isinstance(error, _ENDS):
            self.give_back()
            return None
        return super().on_failure(exc_info, *args, **options)  # type: ignore[misc]

    def give_back(self: Any) -> None:
        """Give the message back to the broker, which delivers it again at once; later reports are void."""
        state.task_ready(self)
        self._already_cancelled = True  # deliveries/bounded.py counts it as none that was lost
        self.reject(requeue=True)
