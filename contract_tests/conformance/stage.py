"""One broker with a worker, as the cases need them: made once, and clean before every case."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path
from typing import Final, Literal

from conformance import rabbitmq_side, redis_side
from conformance.cases import Broker
from conformance.program import Json
from conformance.soon import soon
from conformance.worker import Worker

_HEARD_S: Final = 20.0


class WorkerDied(Exception):
    """What the client has sent has ended the worker."""


class Stage:
    """The broker's URLs, the queues, the messages and the worker. Whoever makes one closes it."""

    def __init__(self, kind: Broker, redis_url: str, amqp_url: str, folder: Path) -> None:
        """Raises NotEmpty, WorkerFailed, and what redis-py and pika raise."""
        self._kind: Final = kind
        self._folder: Final = folder
        self._amqp_url: Final = rabbitmq_side.named_vhost(amqp_url)
        self.backend: Final = redis_side.database(redis_url, redis_side.WORK_DATABASE)
        self._box_url: Final = redis_side.database(redis_url, redis_side.BOX_DATABASE)
        self._work: Final = redis_side.connect(self.backend)
        redis_side.expect_empty(self._work, redis_side.WORK_DATABASE)
        redis_side.expect_empty(redis_side.connect(self._box_url), redis_side.BOX_DATABASE)
        self.results: Final = redis_side.Results(self._work)
        # Some clients know only Celery's default queue on Redis: there it is in databases of its own.
        own = [f"conformance-{uuid.uuid4()}" for _ in range(3)]
        self._queues: Final = (
            {"box": own[0], "worker": own[1]}
            if kind == "rabbitmq"
            else dict.fromkeys(("box", "worker"), "celery")
        )
        self.other: Final = own[2]
        self.box: Final = (
            redis_side.RedisBox(self._box_url)
            if kind == "redis"
            else rabbitmq_side.RabbitBox(self._amqp_url, (own[0], own[2]))
        )
        self._worker: Worker | None = None
        self._workers = 0

    def url(self, place: Literal["box", "worker"]) -> str:
        """Return the broker's URL for what nobody takes, or for what a worker takes."""
        if self._kind == "rabbitmq":
            return self._amqp_url
        return self._box_url if place == "box" else self.backend

    def queue(self, place: Literal["box", "worker"]) -> str:
        """Return the queue for a place."""
        return self._queues[place]

    def ready(self, place: Literal["box", "worker"]) -> None:
        """See to it that the box is empty, or that there is a worker. Raises WorkerFailed."""
        if place == "box":
            self.box.clear()
        elif self._worker is None:
            self._workers += 1
            log = self._folder / f"worker-{self._kind}-{self._workers}.log"
            self._worker = Worker(self.url("worker"), self.backend, self.queue("worker"), log)

    def watch(self) -> None:
        """Raise WorkerDied where the worker has ended."""
        if self._worker is not None and self._worker.has_ended:
            raise WorkerDied("a worker has ended of what was sent")

    def renew(self) -> None:
        """Give the next case another worker, and nothing of what this one has left."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None
            self._forget()

    def message(self, queue: str) -> Json:
        """Return the next message of a queue of the box. Raises Wrong where none comes."""
        return soon(lambda: self.box.take(queue), "a message on the queue")

    def broadcasts(self) -> redis_side.RedisBroadcasts | rabbitmq_side.RabbitBroadcasts:
        """Listen to what is broadcast to workers. Whoever asks closes it."""
        if self._kind == "redis":
            return redis_side.RedisBroadcasts(self._work)
        return rabbitmq_side.RabbitBroadcasts(self._amqp_url)

    def heard(self, id: str) -> None:
        """Wait until the worker knows a task as revoked. Raises Wrong."""
        worker = self._worker
        assert worker is not None
        soon(lambda: worker.knows_as_revoked(id) or None, "a worker that knows the task as revoked", _HEARD_S)

    def close(self) -> None:
        """Leave the brokers as they were."""
        if self._worker is not None:
            self._worker.stop()
        with contextlib.suppress(Exception):  # the queue may be in use by what a client has left
            self._forget()
        self.box.clear()
        self.box.close()
        self._work.close()

    def _forget(self) -> None:
        self._work.flushdb()
        if self._kind == "rabbitmq":
            rabbitmq_side.delete_queue(self._amqp_url, self.queue("worker"))
