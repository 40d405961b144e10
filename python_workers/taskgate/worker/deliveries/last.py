"""The last delivery that a message may have is made alone: the worker runs no second one beside it.

A task that kills its worker kills what runs beside it, and a broker delivers all of it again, together, to
the next worker. Without this the neighbours would be given up with it.
"""

from __future__ import annotations

import threading
import weakref
from collections import deque
from collections.abc import Iterator
from typing import Any

from celery.worker import state


class LastDeliveries:
    """Those of one process. A pool of threads settles messages in its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: weakref.ref[Any] | None = None
        # No more than a worker prefetches.
        self._waiting: deque[Any] = deque()

    def begin(self, request: Any) -> bool:
        """Say whether a request may run now; one that may not is handed to its consumer again later."""
        with self._lock:
            running = None if self._running is None else self._running()
            if running is not None and running is not request and not running.acknowledged:
                self._waiting.append(request)
                return False
            self._running = weakref.ref(request)
            return True

    def end(self, request: Any) -> None:
        """Let the next one run where this one has kept it waiting."""
        with self._lock:
            running = None if self._running is None else self._running()
            if running is not None and running is not request:
                return
            self._running = None
            following = next((each for each in _taken(self._waiting) if _is_waiting(each)), None)
        if following is not None:
            consumer = following.message.taskgate_consumer
            consumer.call_soon(consumer.on_task_request, following)


def note_consumer(consumer: Any, message: Any) -> bool:
    """Note who can hand a message on that comes again: a gatekeeper."""
    info = message.delivery_info
    if isinstance(info, dict) and info.get("redelivered"):
        message.taskgate_consumer = consumer
    return False


def _taken(waiting: deque[Any]) -> Iterator[Any]:
    while waiting:
        yield waiting.popleft()


def _is_waiting(request: Any) -> bool:
    """Say whether the worker has it still: Celery forgets it with the connection that it came by."""
    return not request.acknowledged and request in state.reserved_requests


last_deliveries = LastDeliveries()
