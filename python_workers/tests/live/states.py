"""What Redis publishes of a task."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from celery import states
from redis import Redis

WAIT = 60
"""Seconds after which a test gives up: it costs nothing where it passes."""


def states_of(redis: Redis, task_id: str) -> Iterator[dict[str, Any]]:
    """Yield what is published for a task until it has ended; call next() once before sending it."""
    connection: Any = redis
    with connection.pubsub() as subscription:
        subscription.subscribe(f"celery-task-meta-{task_id}")
        subscription.get_message(timeout=WAIT)
        yield {}
        while True:
            message = subscription.get_message(timeout=WAIT)
            assert message is not None, "the task has not ended"
            meta = json.loads(message["data"])
            yield meta
            if meta["status"] in states.READY_STATES:
                return
