"""The guard of a consumer: no message ends or blocks a worker, whatever its bytes.

A message is looked at before Celery has it; what Celery raises for one all the same ends that message. Both
end in malformed.py. What is no message at all is found below, in messaging/unreadable.py.
"""

from __future__ import annotations

from typing import Any

from celery.worker.consumer import Consumer as CeleryConsumer

from taskgate.dead.unknown import BuriesUnknown
from taskgate.messaging.unreadable import reading_anything
from taskgate.settings.own import BODY_MAX, BODY_MOST
from taskgate.worker.guard import envelope
from taskgate.worker.guard.malformed import end, end_element, payload_of, refusal, unread
from taskgate.worker.guard.reach import gone, is_on


class Guarded:
    """What is put in front of a consumer of Celery's."""

    app: Any
    connection_errors: tuple[type[BaseException], ...]
    channel_errors: tuple[type[BaseException], ...]
    ensure_connected: Any

    def create_task_handler(self, *args: Any, **options: Any) -> Any:
        """Return what is called with each message of the queues."""
        handle: Any = super().create_task_handler(*args, **options)  # type: ignore[misc]
        if not is_on(self.app):
            return handle
        lost = gone(self)

        def on_task_received(message: Any) -> None:
            if not _passes(self, message):
                return
            try:
                handle(message)
            except lost:
                raise
            except Exception as error:
                end(self, message, unread(error), payload_of(message))

        return on_task_received

    def connection_for_read(self, heartbeat: Any = None) -> Any:
        """Return a connection that goes on where kombu can make no message of what the broker hands out."""
        connection = self.app.connection_for_read(heartbeat=heartbeat)
        if is_on(self.app):
            most = int(self.app.conf.get(BODY_MAX, BODY_MOST))
            reading_anything(connection, lambda *element: end_element(self, *element), most)
        return self.ensure_connected(connection)

    def on_decode_error(self, message: Any, exc: BaseException) -> None:
        """End what cannot be decompressed; Celery only logs it."""
        if is_on(self.app):
            end(self, message, unread(exc, "/body"))
        else:
            super().on_decode_error(message, exc)  # type: ignore[misc]

    def on_invalid_task(self, body: Any, message: Any, exc: BaseException) -> None:
        """End what Celery has found something wrong with."""
        if is_on(self.app):
            end(self, message, unread(exc), body)
        else:
            super().on_invalid_task(body, message, exc)  # type: ignore[misc]

    def on_unknown_message(self, body: Any, message: Any) -> None:
        """End what names no task."""
        if is_on(self.app):
            problem = {"path": "/headers/task", "message": "must be a text that is not empty"}
            end(self, message, refusal([problem]), body)  # type: ignore[list-item]
        else:
            super().on_unknown_message(body, message)  # type: ignore[misc]


class GuardedConsumer(Guarded, BuriesUnknown, CeleryConsumer):
    """Celery's with the guard, for an app that is somebody's own; with dead letters where that sets them."""


def _passes(consumer: Any, message: Any) -> bool:
    try:
        payload = message.payload
    except Exception as error:
        end(consumer, message, unread(error, "/body"))
        return False
    found = envelope.problems(message.headers, message.properties, payload)
    if found:
        end(consumer, message, refusal(found), payload)
        return False
    if message.headers.get("retries", 0) is None:
        message.headers["retries"] = 0  # Celery compares it with a number where a process has died
    return True
