"""How many workers listen, whoever of them answers.

Redis tells by its reply to a broadcast. RabbitMQ tells of each queue how many consume it, which is once a
worker; of one that takes from none of the queues that are looked at, it tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from celery import Celery
from kombu import Connection
from kombu.utils.json import dumps

LONGEST: Final = 10.0
"""Seconds until RabbitMQ has to be connected, and until it has to answer for a queue."""

MOST: Final = 1000
"""So many queues are looked at, by their names."""


def listening(
    app: Celery, url: str, heard: Mapping[str, frozenset[str] | None], queues: Iterable[str]
) -> int:
    """Return how many listen, at least those heard.

    `heard` are those that have answered, each with the queues that it takes from, None where it does not say;
    `queues` are those of the tasks.
    """
    with app.connection_for_write() as connection:
        kind = connection.transport.driver_type
        found = _of_redis(app, connection) if kind == "redis" else 0
    if kind == "amqp":
        wanted = sorted({*queues, *(queue for each in heard.values() for queue in each or ())})
        found = len(heard) + _silent(url, heard, wanted[:MOST])
    return max(found, len(heard))


def _of_redis(app: Any, connection: Any) -> int:
    """Count by the reply to PUBLISH, which kombu drops: PUBSUB NUMSUB does not count kombu's patterns."""
    channel, counts = connection.default_channel, [0]

    def put(exchange: str, message: Any, routing_key: str, **_: Any) -> None:
        with channel.conn_or_acquire() as client:
            topic = channel._get_publish_topic(exchange, routing_key)
            counts.append(client.publish(topic, dumps(message)))

    channel._put_fanout = put
    mailbox = app.control.mailbox(connection)
    mailbox.producer_pool = None  # whose producers have channels of their own
    mailbox._broadcast("ping", reply=False)
    return int(counts[-1])


def _silent(url: str, heard: Mapping[str, frozenset[str] | None], queues: Iterable[str]) -> int:
    """Return how many consume one of the queues and were not heard, at least."""
    timeouts = {"read_timeout": LONGEST, "write_timeout": LONGEST}
    with Connection(url, connect_timeout=LONGEST, transport_options=timeouts) as connection:
        most = 0
        for queue in queues:
            # Who does not say from where it takes may be any of the consumers.
            takers = sum(each is None or queue in each for each in heard.values())
            most = max(most, _consumers(connection, queue) - takers)
        return most


def _consumers(connection: Any, queue: str) -> int:
    """Return how many consume a queue; 0 where there is none of that name, or one that may not be seen."""
    channel = connection.channel()
    try:
        return int(channel.queue_declare(queue, passive=True).consumer_count)
    except connection.channel_errors:
        return 0  # RabbitMQ has closed the channel
    finally:
        channel.close()
