"""Where it is counted how often a message has come again: in Redis, or where there is none in RabbitMQ.

Only what comes again is counted, and what is settled is forgotten, so that there are few; each goes by itself
a day later.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol
from weakref import WeakKeyDictionary

from amqp import Channel, Message
from amqp.exceptions import NotFound
from celery import Celery
from kombu.transport.redis import Channel as RedisChannel
from redis import Redis

from taskgate.result_store import prefixed, store

KEY: Final = "taskgate:deliveries:"
"""Followed by the id of the task; with the `global_keyprefix` of the broker or of the results."""

QUEUE: Final = "taskgate.deliveries."
"""Followed by the id of the task, or by its SHA-256 where that is long."""

LIFE: Final = 86_400
"""Seconds."""

LONGEST: Final = 5.0
"""Seconds that RabbitMQ has for an answer."""

_LONG: Final = 128
"""Characters; RabbitMQ's names have 255 bytes."""

logger = logging.getLogger(__name__)


class Counts(Protocol):
    """Counts deliveries by the id of a task; each method raises where the store cannot be reached."""

    def add(self, task_id: str) -> int:
        """Count one more, and return how many there are."""

    def take_back(self, task_id: str) -> None:
        """Count one less."""

    def forget(self, task_id: str) -> None:
        """Begin anew."""


class RedisCounts:
    """A number for each task."""

    def __init__(self, client: Redis, key: Callable[[str], str]) -> None:
        self._client = client
        self._key = key

    def add(self, task_id: str) -> int:
        """Count one more, and return how many there are."""
        return self._changed(task_id, 1)

    def take_back(self, task_id: str) -> None:
        """Count one less; below 0 where it is the first delivery, which is not counted."""
        self._changed(task_id, -1)

    def forget(self, task_id: str) -> None:
        """Begin anew."""
        self._client.delete(self._key(KEY + task_id))

    def _changed(self, task_id: str, by: int) -> int:
        key = self._key(KEY + task_id)
        with self._client.pipeline() as pipeline:
            pipeline.incrby(key, by)
            pipeline.expire(key, LIFE)
            changed, _ = pipeline.execute()
        return int(changed)


class QueueCounts:
    """A queue for each task, and a message in it for each delivery: RabbitMQ says how many when asked."""

    def __init__(self, app: Celery) -> None:
        self.pid = os.getpid()
        limits = {"confirm_publish": True, "read_timeout": LONGEST, "write_timeout": LONGEST}
        # Nobody would send the heartbeats of a connection that lies idle.
        self._connection: Any = app.connection_for_write(
            heartbeat=0, connect_timeout=LONGEST, transport_options=limits
        )
        self._channel: Any = None
        self._lock = threading.Lock()  # a pool of threads settles messages in its threads

    def add(self, task_id: str) -> int:
        """Count one more, and return how many there are."""
        name = _queue(task_id)

        def work(channel: Any) -> int:
            arguments = {"x-queue-type": "classic", "x-expires": LIFE * 1000}
            known: Any = channel.queue_declare(name, durable=True, auto_delete=False, arguments=arguments)
            message = Message(b"", delivery_mode=2)
            limits = {"timeout": LONGEST, "confirm_timeout": LONGEST}
            channel.basic_publish_confirm(message, "", name, mandatory=True, **limits)
            return int(known.message_count) + 1

        return int(self._tried(work))

    def take_back(self, task_id: str) -> None:
        """Count one less; the first delivery, which is not counted, cannot be."""

        def work(channel: Any) -> None:
            with contextlib.suppress(NotFound):
                channel.basic_get(_queue(task_id), no_ack=True)

        self._tried(work)

    def forget(self, task_id: str) -> None:
        """Begin anew."""
        self._tried(lambda channel: channel.queue_delete(_queue(task_id)))

    def _tried(self, work: Callable[[Any], Any]) -> Any:
        """Return what `work` does with a channel; one that has lain idle may have been closed since."""
        with self._lock:
            is_old = self._channel is not None
            try:
                return self._done(work)
            except Exception:
                if not is_old:
                    raise
                return self._done(work)

    def _done(self, work: Callable[[Any], Any]) -> Any:
        try:
            if self._channel is None or not self._channel.is_open:
                self._connection.connect()
                self._channel = self._connection.channel()
            return work(self._channel)
        except Exception:
            self._channel = None
            with contextlib.suppress(Exception):
                self._connection.release()
            raise


_queues: WeakKeyDictionary[Celery, QueueCounts] = WeakKeyDictionary()
_told: set[type[Any]] = set()


def counts_of(app: Celery, channel: Any) -> Counts | None:
    """Return where the deliveries of messages that come by a channel are counted, None where nobody can."""
    if isinstance(channel, RedisChannel):
        found: Any = channel
        # A plain client: kombu's own adds the prefix to some commands and not to others.
        client = Redis(connection_pool=found.pool)
        return RedisCounts(client, lambda key: f"{found.global_keyprefix}{key}")
    results = store(app)
    if results is not None:
        return RedisCounts(results, lambda key: prefixed(app, key))
    if isinstance(channel, Channel):
        known = _queues.get(app)
        if known is None or known.pid != os.getpid():
            known = _queues[app] = QueueCounts(app)
        return known
    if type(channel) not in _told:
        _told.add(type(channel))
        logger.warning("nothing bounds how often a task is delivered by %s", type(channel).__module__)
    return None


def _queue(task_id: str) -> str:
    return QUEUE + (task_id if len(task_id) <= _LONG else hashlib.sha256(task_id.encode()).hexdigest())
