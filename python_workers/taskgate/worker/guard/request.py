"""The guard of a request: its message is settled, whatever Celery raises for it on the way."""

from __future__ import annotations

from typing import Any

from celery.exceptions import TaskRevokedError
from celery.worker import request as worker
from celery.worker.state import task_ready

from taskgate.dead.endings import KeepsCopies
from taskgate.idempotency.requests import FreesKeys
from taskgate.worker.guard.malformed import end, payload_of, unread
from taskgate.worker.guard.reach import gone, is_on


class Settles:
    """A request that ends with its message, whatever is raised on the way."""

    def execute_using_pool(self: Any, pool: Any, **options: Any) -> Any:
        """Send the task to the pool; called later than its message has come where the pool is busy."""
        try:
            return super().execute_using_pool(pool, **options)  # type: ignore[misc]
        except TaskRevokedError:
            raise
        except gone(self):
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
        except gone(self):
            raise
        except Exception as error:
            if self.acknowledged or not is_on(self.app):
                raise
            self._give_up(error)
            return None

    def _give_up(self: Any, error: BaseException) -> None:
        consumer = _Party(self.app, self.hostname, self.connection_errors)
        end(consumer, self.message, unread(error), payload_of(self.message))
        self.acknowledged = True


class GuardedRequest(FreesKeys, Settles, KeepsCopies, worker.Request):
    """Celery's with the guard, for an app that is somebody's own; with dead letters where that sets them."""


class _Party:
    """What malformed.py knows of a consumer, where there is none at hand."""

    def __init__(self, app: Any, hostname: str, connection_errors: Any) -> None:
        self.app = app
        self.hostname = hostname
        self.connection_errors = connection_errors


def _forget(pool: Any, task_id: str) -> None:
    """Forget a job that the pool has noted and could not write; a warm shutdown would wait for it."""
    jobs = getattr(getattr(pool, "_pool", None), "_cache", None)
    if isinstance(jobs, dict) and jobs:
        last = next(reversed(jobs))
        if getattr(jobs[last], "correlation_id", None) == task_id:
            del jobs[last]
