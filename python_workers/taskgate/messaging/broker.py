"""The app's messaging: a worker outlives a Redis that restarts, and no message is dropped unheard."""

from __future__ import annotations

import functools
from typing import Any

from celery.app.amqp import AMQP
from kombu import Connection
from kombu.transport import redis
from kombu.transport.virtual import Transport

from taskgate.messaging.channel import taking_at_once
from taskgate.refusals import PASSING


class _KeepsAddress:
    """A transport that still knows, once it is closed, where it was connected to.

    A task that ends after a reconnect is acknowledged through the transport that its message came by. Without
    the address kombu 5.7 fails there with an AttributeError, of which the worker dies; with it the message is
    acknowledged on a connection of its own.
    """

    _address: Any = None

    @property
    def client(self) -> Any:
        return self._address

    @client.setter
    def client(self, connection: Any) -> None:
        if connection is not None:
            self._address = connection


@functools.cache
def _keeping(transport: type[Any]) -> type[Any]:
    names: dict[str, Any] = {"__module__": transport.__module__}
    if issubclass(transport.Channel, redis.Channel):
        names["Channel"] = taking_at_once(transport.Channel)
        # kombu counts them among what is wrong with a command, of which a worker ends.
        names["connection_errors"] = (*transport.connection_errors, *PASSING)
    return type(transport.__name__, (_KeepsAddress, transport), names)


class _Connection(Connection):
    def get_transport_cls(self) -> Any:
        transport: Any = super().get_transport_cls()
        # Where AMQP itself settles messages, a lost channel has none left to settle.
        is_ours = issubclass(transport, _KeepsAddress)  # given to a connection as its `transport_cls`
        return _keeping(transport) if issubclass(transport, Transport) and not is_ours else transport


class Amqp(AMQP):
    """Celery's messaging, with these connections, and without the property `expiration`."""

    Connection = _Connection
    BrokerConnection = _Connection

    def _create_task_sender(self) -> Any:
        sender: Any = super()
        send = sender._create_task_sender()

        def send_task_message(*args: Any, expiration: Any = None, **options: Any) -> Any:
            # RabbitMQ would drop what has expired without a word: who waits for it, and the chord that it is
            # a part of, would wait for ever. The header `expires` stays, and a worker stores REVOKED.
            return send(*args, **options)

        return send_task_message
