"""What the driver sees in RabbitMQ: the messages of a queue, and broadcasts."""

from __future__ import annotations

import json
from typing import Any, Final

import pika

from conformance.program import Json


def connect(url: str) -> Any:
    """Open a connection; nothing is awaited longer than pika's own limits."""
    return pika.BlockingConnection(pika.URLParameters(url))


def named_vhost(url: str) -> str:
    """Return a URL whose virtual host is written as every library reads it: `/%2F`, not `//`."""
    base, _, path = url.partition("://")[2].partition("/")
    return f"{url.partition('://')[0]}://{base}/{'%2F' if path in ('', '/') else path}"


class RabbitBox:
    """Queues from which nobody else takes; they are declared as Celery does, durable and plain."""

    def __init__(self, url: str, queues: tuple[str, ...]) -> None:
        self._queues: Final = queues
        self._connection: Final = connect(url)
        self._channel: Final = self._connection.channel()
        for queue in queues:
            self._channel.queue_declare(queue, durable=True)

    def take(self, queue: str) -> Json | None:
        """Take the oldest message of a queue, None where there is none."""
        delivery, properties, body = self._channel.basic_get(queue, auto_ack=True)
        if delivery is None:
            return None
        read = json.loads(body)
        return {
            "headers": properties.headers or {},
            "properties": {
                name: value
                for name, value in vars(properties).items()
                if value is not None and name != "headers"
            },
            "content_type": properties.content_type,
            "content_encoding": properties.content_encoding,
            "body": read,
            "elements": len(read),
        }

    def clear(self) -> None:
        """Throw away what is there."""
        for queue in self._queues:
            self._channel.queue_purge(queue)

    def close(self) -> None:
        """Delete the queues."""
        for queue in self._queues:
            self._channel.queue_delete(queue)
        self._connection.close()


class RabbitBroadcasts:
    """What is broadcast to the workers from now on."""

    def __init__(self, url: str) -> None:
        self._connection: Final = connect(url)
        self._channel: Final = self._connection.channel()
        self._queue: Final = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(self._queue, "celery.pidbox")

    def next(self) -> Json | None:
        """Return the next broadcast that is there, None where there is none yet."""
        delivery, _, body = self._channel.basic_get(self._queue, auto_ack=True)
        return None if delivery is None else json.loads(body)

    def close(self) -> None:
        self._connection.close()


def delete_queue(url: str, queue: str) -> None:
    """Delete a worker's queue, and the exchange of the same name."""
    connection = connect(url)
    channel = connection.channel()
    channel.queue_delete(queue)
    channel.exchange_delete(queue)
    connection.close()
