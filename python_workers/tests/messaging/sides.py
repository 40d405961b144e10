"""Two sides to compare: a consumer of Taskgate's and one of kombu alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Consumer, Exchange, Queue
from redis.exceptions import OutOfMemoryError

PREFIX = "apart-"


class Side:
    """One consumer and what it was given: Taskgate's, or kombu's without it."""

    def __init__(self, connection: Any, *queues: Any, **options: Any) -> None:
        self.connection = connection
        self.got: list[Any] = []
        self.channel = connection.channel()
        self.consumer = Consumer(self.channel, list(queues), on_message=self.got.append, **options)
        self.consumer.consume()

    def ask(self) -> None:
        """Send what takes the next message."""
        self.connection.transport.cycle.on_poll_start()

    def read(self) -> Any:
        """Read the answer; the message, or None."""
        before = len(self.got)
        with suppress(Empty):
            self.channel._brpop_read()
        return self.got[-1] if len(self.got) > before else None

    def take(self) -> Any:
        """Ask and read."""
        self.ask()
        return self.read()

    def lose(self) -> None:
        """Lose the connections, with all that is under way on them."""
        self.channel.client.connection.disconnect()
        self.channel._disconnect_pools()


Open = Callable[..., Side]


def queue(name: str) -> Queue:
    """A queue with an exchange of its name, as those of tasks are."""
    return Queue(name, Exchange(name), routing_key=name)


def send(url: str, *bodies: Any, to: str = "q", **options: Any) -> None:
    """Publish as kombu does."""
    priority = options.pop("priority", None)
    with Connection(url, transport_options=options) as connection, connection.Producer() as producer:
        for body in bodies:
            producer.publish(
                body, exchange=to, routing_key=to, declare=[queue(to)], priority=priority, serializer="json"
            )


def item(tag: Any = "tag", to: Any = "q", **more: Any) -> dict[str, Any]:
    """A message as it is in a list."""
    info = {"exchange": "", "routing_key": to}
    properties = {"delivery_tag": tag, "delivery_info": info, "priority": 0, "body_encoding": "base64"}
    headers: dict[str, Any] = {}
    kinds = {"content-type": "application/json", "content-encoding": "utf-8"}
    return {"body": "MQ==", "headers": headers, "properties": properties, **kinds, **more}


def noted(redis: Any, prefix: str = "") -> dict[str, Any]:
    """What is noted as unacknowledged: the index and the hash agree."""
    notes = redis.hgetall(prefix + "unacked")
    assert set(redis.zrange(prefix + "unacked_index", 0, -1)) == set(notes)
    return {tag.decode(): note.decode(errors="replace") for tag, note in notes.items()}


@contextmanager
def full(redis: Any) -> Iterator[None]:
    """Let a Redis refuse what could need memory."""
    redis.config_set("maxmemory", 1)
    try:
        with pytest.raises(OutOfMemoryError):
            redis.set("more", 1)
        yield
    finally:
        redis.config_set("maxmemory", 0)
