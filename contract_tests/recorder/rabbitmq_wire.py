"""What is on a RabbitMQ, read with pika: as a broker, and as the way that results of rpc take."""

import json
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from recorder.redis_wire import flattened

Json = Any
# Where results of rpc are sent: a queue of our own, so that we may read from it.
ANSWERS = "answers-of-the-recorder"
_PIDBOX = "celery.pidbox"
_REPLIES = "reply.celery.pidbox"


def pika_url(url: str) -> str:
    """The URL as pika wants it: Celery writes the virtual host "/" as it is."""
    return f"{url[:-1]}%2F" if url.endswith("//") else url


class RabbitWire:
    """What is on a RabbitMQ that is the broker; with `rpc`, it has the results, too."""

    def __init__(self, url: str) -> None:
        """Listen to events from now on; a worker has to run before remote control is heard."""
        parameters = pika.URLParameters(pika_url(url))
        parameters.heartbeat = 0  # nobody answers heartbeats while a worker is waited for
        self._connection = pika.BlockingConnection(parameters)
        self._channel: BlockingChannel = self._connection.channel()
        self._events: list[Json] = []
        self._broadcasts: list[Json] = []
        self._replies: list[Json] = []
        self._states: list[Json] = []
        self._channel.exchange_declare("celeryev", "topic", durable=True)
        self._consume("celeryev", "#", self._on_event)
        self._channel.queue_declare(ANSWERS)
        self._channel.basic_consume(ANSWERS, self._on_state, auto_ack=True)

    @property
    def version(self) -> Json:
        """The broker's name and version."""
        properties: Any = self._connection._impl.server_properties
        version = properties["version"]
        return {"name": "rabbitmq", "version": version.decode() if isinstance(version, bytes) else version}

    def hear_replies(self, oid: str) -> None:
        """Listen to remote control, and to what workers answer to this id; they have answered once."""
        self._consume(_PIDBOX, "", lambda *message: self._broadcasts.append(_message(*message[1:])))
        self._consume(_REPLIES, oid, lambda *message: self._replies.append(_message(*message[1:])))

    def look(self, queue: str, *, take: bool = False) -> list[Json]:
        """The messages of a queue, oldest first; they stay there unless they are taken."""
        return messages_on(self._connection, queue, take=take)

    def events(self) -> list[Json]:
        """The events that came since this was last asked, one by one; waits a little where none did."""
        self._connection.process_data_events(0.05)
        found, self._events = self._events, []
        return found

    def broadcasts(self) -> list[Json]:
        """The remote control commands that came since this was last asked."""
        self._connection.process_data_events(0.05)
        found, self._broadcasts = self._broadcasts, []
        return found

    def replies(self) -> list[Json]:
        """The answers to remote control commands that came since this was last asked."""
        self._connection.process_data_events(0.05)
        found, self._replies = self._replies, []
        return found

    def states(self) -> list[Json]:
        """The states of rpc that came since this was last asked."""
        self._connection.process_data_events(0.05)
        found, self._states = self._states, []
        return found

    def close(self) -> None:
        """Listen no more."""
        self._connection.close()

    def _consume(self, exchange: str, routing_key: str, heard: Any) -> None:
        own = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(own, exchange, routing_key)
        self._channel.basic_consume(own, heard, auto_ack=True)

    def _on_event(self, _: Any, __: Any, ___: Any, body: bytes) -> None:
        self._events += flattened(body.decode())

    def _on_state(self, _: Any, delivery: Any, properties: Any, body: bytes) -> None:
        message = _message(delivery, properties, body)
        named = {name: message[name] for name in ("exchange", "routingKey", "headers", "properties")}
        self._states.append({"id": properties.correlation_id, "text": message["body"], "message": named})


def messages_on(connection: pika.BlockingConnection, queue: str, *, take: bool) -> list[Json]:
    """The messages of a queue, oldest first; they stay there unless they are taken. No queue has none."""
    channel = connection.channel()
    found = []
    try:
        while (got := channel.basic_get(queue, auto_ack=take))[0] is not None:
            found.append(_message(*got))
    except ChannelClosedByBroker:  # it is not declared yet
        return []
    channel.close()  # what was not acknowledged goes back to its place
    return found


def _message(delivery: Any, properties: Any, body: bytes) -> Json:
    named = {name: value for name, value in vars(properties).items() if value is not None}
    return {
        "exchange": delivery.exchange,
        "routingKey": delivery.routing_key,
        "headers": json.loads(json.dumps(named.pop("headers", {}))),
        "properties": named,
        "body": body.decode(),
    }
