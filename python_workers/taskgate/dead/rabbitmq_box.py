"""Looking at the letters of a RabbitMQ with pika, and sending them again.

AMQP has no looking: what is read is taken. Letters are taken unacknowledged, one at a time, and RabbitMQ puts
what is left of them back in their places when the channel closes, also when this process is killed.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import pika
from celery import Celery
from kombu import Connection
from pika import exceptions
from pika.adapters.utils.connection_workflow import AMQPConnectorException

from taskgate.dead.bounds import Bounds
from taskgate.dead.box import Found, NoBox, Refused
from taskgate.dead.letter import Letter, Raw
from taskgate.dead.rabbitmq import CARRIED, FACTS, NAME
from taskgate.dead.reading import facts_of_text, letter_of_deaths, letter_of_facts

READER: Final = ".reader"
"""A queue of this name belongs to the connection that looks: no second one takes letters at the same time."""

_RESOURCE_LOCKED: Final = 405
_NOT_FOUND: Final = 404


class RabbitBox:
    """The queue of one RabbitMQ."""

    def __init__(self, connection: Any, queue: str, shown: str) -> None:
        self._connection = connection
        self._queue = queue
        self._shown = shown
        self._channel: Any = None
        self._left = 0

    def letters(self, most: int) -> Iterator[Found]:
        """Yield the oldest letters; they are hidden from others until the box is closed."""
        channel = self._taking()
        if channel is None:
            return
        for _ in range(min(most, self._left)):
            method, properties, body = channel.basic_get(self._queue)
            if method is None:  # dropped in between, by age or for newer ones
                self._left = 0
                return
            self._left -= 1
            yield Found(_letter(self._queue, properties, body), method.delivery_tag)

    def remove(self, found: Found) -> bool:
        """Remove a letter, which nobody else can have taken."""
        self._channel.basic_ack(found.place)
        return True

    def replay(self, found: Found, message: Raw) -> bool:
        """Publish a message with confirmation, then remove its letter.

        A process that dies in between leaves both: the message may run twice, and is never lost.
        """
        properties = pika.BasicProperties(
            headers=dict(message.headers),
            **{name: value for name, value in message.properties.items() if name in CARRIED},
        )
        properties.delivery_mode = 2
        try:
            self._channel.basic_publish("", message.queue, message.body, properties, mandatory=True)
        except exceptions.UnroutableError as error:
            raise Refused(
                f"RabbitMQ has no queue {message.queue!r}; start a worker that declares it, or give --queue"
            ) from error
        except exceptions.NackError as error:
            raise Refused(
                f"RabbitMQ refuses the message for {message.queue!r}; is that queue full?"
            ) from error
        return self.remove(found)

    @property
    def unseen(self) -> int:
        """How many letters lie beyond those that letters() has yielded."""
        return max(0, self._left)

    def close(self) -> None:
        """Give back what was taken and not removed, in order."""
        with suppress(exceptions.AMQPError):
            self._connection.close()

    def _taking(self) -> Any:
        """Return a channel that takes letters; None where there is no queue of them yet."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        channel: Any = self._connection.channel()
        channel.confirm_delivery()
        try:
            channel.queue_declare(self._queue + READER, exclusive=True)
            self._left = channel.queue_declare(self._queue, passive=True).method.message_count
        except exceptions.ChannelClosedByBroker as error:
            if error.reply_code == _RESOURCE_LOCKED:
                raise NoBox(
                    f"another `taskgate dead` is looking at the letters of {self._shown}; wait for its end"
                ) from error
            if error.reply_code == _NOT_FOUND:
                return None
            raise
        self._channel = channel
        return channel


@contextmanager
def rabbitmq_box(app: Celery, bounds: Bounds, shown: str) -> Iterator[RabbitBox]:
    """Open the box of an app's RabbitMQ; raises NoBox, also where RabbitMQ goes away."""
    # What it logs is said in one sentence here.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    try:
        connection = pika.BlockingConnection(_addresses(app, bounds.longest))
    except (exceptions.AMQPError, AMQPConnectorException, OSError) as error:
        raise _unreadable(shown, error) from error
    box = RabbitBox(connection, NAME + bounds.name, shown)
    try:
        yield box
    except exceptions.AMQPError as error:  # no OSError, which may be that of whoever reads what is written
        raise _unreadable(shown, error) from error
    finally:
        box.close()


def _unreadable(shown: str, error: Exception) -> NoBox:
    reason = str(error) or type(error).__name__
    return NoBox(
        f"the dead letters of {shown} cannot be read ({reason}); check --broker, or CELERY_BROKER_URL"
    )


def _addresses(app: Celery, longest: float) -> list[Any]:
    made: Any = app.connection_for_write()
    return [_address(Connection(url, ssl=made.ssl), longest) for url in made.alt or [_url(made)]]


def _url(made: Any) -> str:
    return str(made.as_uri(include_password=True))


def _address(one: Any, longest: float) -> Any:
    is_secure = bool(one.ssl) or one.transport_cls == "amqps"
    return pika.ConnectionParameters(
        host=one.hostname or "127.0.0.1",
        port=one.port or (5671 if is_secure else 5672),
        virtual_host=one.virtual_host or "/",
        credentials=pika.PlainCredentials(one.userid or "guest", one.password or "guest"),
        ssl_options=_secure(one) if is_secure else None,
        socket_timeout=longest,
        stack_timeout=longest,
        blocked_connection_timeout=longest,
    )


def _secure(one: Any) -> Any:
    given: dict[str, Any] = one.ssl if isinstance(one.ssl, dict) else {}
    context = ssl.create_default_context(cafile=given.get("ca_certs"))
    if given.get("certfile"):
        context.load_cert_chain(given["certfile"], given.get("keyfile"))
    if given.get("cert_reqs") == ssl.CERT_NONE:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return pika.SSLOptions(context, given.get("server_hostname") or one.hostname)


def _letter(queue: str, properties: Any, body: bytes) -> Letter:
    headers = dict(properties.headers or {})
    facts = facts_of_text(headers.pop(FACTS, None))
    known = {name: value for name in CARRIED if (value := getattr(properties, name, None)) is not None}
    raw = Raw("", body, headers, known)
    return letter_of_facts(facts, raw) or letter_of_deaths(raw)
