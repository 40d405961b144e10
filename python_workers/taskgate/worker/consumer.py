"""The consumer of a worker: who has a say on a message is asked before Celery reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from celery.worker.consumer import Consumer as CeleryConsumer

from taskgate.dead.unknown import BuriesUnknown
from taskgate.worker.deliveries.last import note_consumer
from taskgate.worker.events import GathersEvents
from taskgate.worker.guard.consumer import Guarded
from taskgate.worker.leaving.consumer import Leaves, give_back

Gatekeeper = Callable[[Any, Any], bool]
"""Called with the consumer and the message; True where it has dealt with the message, and settled it."""

GATEKEEPERS: Final[tuple[Gatekeeper, ...]] = (give_back, note_consumer)
"""In the order in which they are asked."""


class Gatekept(CeleryConsumer):
    """Celery's, with gatekeepers."""

    def create_task_handler(self, *args: Any, **options: Any) -> Any:
        """Return what is called with each message of the queues."""
        handle: Any = super().create_task_handler(*args, **options)

        def on_task_received(message: Any) -> None:
            if not any(passes(self, message) for passes in GATEKEEPERS):
                handle(message)

        return on_task_received


class Consumer(Leaves, Guarded, BuriesUnknown, GathersEvents, Gatekept):
    """The `worker_consumer` of a new app: the guard comes first, and hears of what all others raise."""

    buries_instead = True
