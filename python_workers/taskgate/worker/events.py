"""A worker's events of tasks go in batches: some times a second, and not one by one.

Celery publishes what there is to tell of tasks in the next turn of its event loop, which is mostly one event,
and waits for the broker each time. That stood before the next task in what there was to do, and was half of
the work of the main process. What tells of the worker itself, such as its heartbeats, goes at once.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from taskgate.settings.own import EVENTS_INTERVAL, EVENTS_SECONDS


class GathersEvents:
    """What is put in front of a consumer of Celery's; a batch of 24 goes before its time."""

    _due = 0.0

    def on_send_event_buffered(self: Any) -> Any:
        """See to it that what was put aside is told, with all that comes until then."""
        interval = self.app.conf.get(EVENTS_INTERVAL, EVENTS_SECONDS)
        if self.hub is None or not interval:
            super().on_send_event_buffered()  # type: ignore[misc]
            return
        # A time and no flag: a timer may be cleared, and the next event then sets another.
        if monotonic() >= self._due:
            self._due = monotonic() + interval
            # By way of the loop, which a thread of the pool would not wake by setting a timer.
            self.hub.call_soon(self.hub.call_later, interval, self._flush_events)

    def shutdown(self: Any) -> None:
        """Tell what was not told yet, which Celery would forget."""
        self._flush_events()
        super().shutdown()  # type: ignore[misc]
