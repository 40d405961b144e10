"""A task that no worker here knows is buried before its message leaves: the next deployment may know it."""

from __future__ import annotations

from typing import Any

from celery.exceptions import NotRegistered

from taskgate.dead.bounds import name_of
from taskgate.dead.burial import bury
from taskgate.dead.letter import Letter, Raw
from taskgate.worker.failures import facts


class BuriesUnknown:
    """A consumer that leaves a letter where Celery rejects a task that it does not know."""

    app: Any
    hostname: str
    buries_instead = False
    """Whether a letter stands for the rejection: else RabbitMQ might dead-letter the message again."""

    def on_unknown_task(self, body: Any, message: Any, exc: BaseException) -> None:
        """Bury a task, and fail it as Celery does."""
        if name_of(self.app) and bury(self.app, self._letter_of(message)) and self.buries_instead:
            message.reject_log_error = message.ack_log_error
        super().on_unknown_task(body, message, exc)  # type: ignore[misc]

    def _letter_of(self, message: Any) -> Letter:
        raw = Raw.of(message)
        name = str(raw.headers.get("task"))
        found = facts(NotRegistered(name))
        task_id = raw.headers.get("id")
        return Letter(
            raw,
            found["code"],
            f"no worker here knows the task {name!r}",
            task=name,
            task_id=task_id if isinstance(task_id, str) else None,
            error=found,
            worker=self.hostname,
        )
