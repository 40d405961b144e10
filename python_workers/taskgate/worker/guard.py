"""The guard: no message ends or blocks a worker, whatever its bytes.

A message is looked at before Celery has it; what Celery raises for one all the same ends that message. Both
end in malformed.py. What is no message at all is found below, in messaging/unreadable.py.
"""

from __future__ import annotations

from typing import Any

from celery.exceptions import TaskRevokedError
from celery.worker import request as worker
from celery.worker.consumer import Consumer as CeleryConsumer
from celery.worker.state import task_ready

from taskgate.messaging.unreadable import reading_anything
from taskgate.settings import GUARD
from taskgate.worker import envelope
from taskgate.worker.burials import KeepsCopies
from taskgate.worker.malformed import end, end_element, refusal, unread


def is_on(app: Any) -> bool:
    """Say whether an app has the guard; its setting is `taskgate_guard`."""
    return bool(app.conf.get(GUARD, True))


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
        gone = _gone(self)

        def on_task_received(message: Any) -> None:
            if not _passes(self, message):
                return
            try:
                handle(message)
            except gone:
                raise
            except Exception as error:
                end(self, message, unread(error), _payload(message))

        return on_task_received

    def connection_for_read(self, heartbeat: Any = None) -> Any:
        """Return a connection that goes on where kombu can make no message of what the broker hands out."""
        connection = self.app.connection_for_read(heartbeat=heartbeat)
        if is_on(self.app):
            reading_anything(connection, lambda *element: end_element(self, *element))
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


class GuardedConsumer(Guarded, CeleryConsumer):
    """Celery's with the guard and nothing else, for an app that is somebody's own."""


class Settles:
    """A request that ends with its message, whatever is raised on the way."""

    def execute_using_pool(self: Any, pool: Any, **options: Any) -> Any:
        """Send the task to the pool; called later than its message has come where the pool is busy."""
        try:
            return super().execute_using_pool(pool, **options)  # type: ignore[misc]
        except TaskRevokedError:
            raise
        except _gone(self):
            raise
        except Exception as error:
            if not is_on(self.app):
                raise
            _forget(pool, self.id)
            task_ready(self)
            self._give_up(error)
            # How Celery is told that no process of the pool is busy with it.
            raise TaskRevokedError(self.id) from error

    def on_success(self: Any, *args: Any, **options: Any) -> Any:
        """Do as Celery does; the message is settled also where that fails."""
        return self._settled(super().on_success, *args, **options)  # type: ignore[misc]

    def on_failure(self: Any, *args: Any, **options: Any) -> Any:
        """Do as Celery does; the message is settled also where that fails."""
        return self._settled(super().on_failure, *args, **options)  # type: ignore[misc]

    def on_timeout(self: Any, *args: Any, **options: Any) -> Any:
        """Do as Celery does; the message is settled also where that fails."""
        return self._settled(super().on_timeout, *args, **options)  # type: ignore[misc]

    def _settled(self: Any, do: Any, *args: Any, **options: Any) -> Any:
        try:
            return do(*args, **options)
        except _gone(self):
            raise
        except Exception as error:
            if self.acknowledged or not is_on(self.app):
                raise
            self._give_up(error)
            return None

    def _give_up(self: Any, error: BaseException) -> None:
        consumer = _Party(self.app, self.hostname, self.connection_errors)
        end(consumer, self.message, unread(error), _payload(self.message))
        self.acknowledged = True


class GuardedRequest(Settles, KeepsCopies, worker.Request):
    """Celery's with the guard, for an app that is somebody's own; with dead letters where that sets them."""


class _Party:
    """What malformed.py knows of a consumer, where there is none at hand."""

    def __init__(self, app: Any, hostname: str, connection_errors: Any) -> None:
        self.app = app
        self.hostname = hostname
        self.connection_errors = connection_errors


def _gone(of: Any) -> tuple[type[BaseException], ...]:
    """Return how a broker that is gone shows. kombu counts every KeyError among it, for Redis."""
    errors = (*of.connection_errors, *getattr(of, "channel_errors", ()))
    return tuple(each for each in errors if not issubclass(each, LookupError))


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


def _payload(message: Any) -> Any:
    try:
        return message.payload
    except Exception:
        return None


def _forget(pool: Any, task_id: str) -> None:
    """Forget a job that the pool has noted and could not write; a warm shutdown would wait for it."""
    jobs = getattr(getattr(pool, "_pool", None), "_cache", None)
    if isinstance(jobs, dict) and jobs:
        last = next(reversed(jobs))
        if getattr(jobs[last], "correlation_id", None) == task_id:
            del jobs[last]
