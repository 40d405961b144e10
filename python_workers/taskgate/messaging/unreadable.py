"""What a broker hands out and kombu can make no message of: kombu raises, and the worker would end.

On Redis that is an element of a list: no JSON, no delivery tag, a body that is no base64. On RabbitMQ it is a
table of headers or a property that py-amqp does not read; see frames.py.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from queue import Empty
from typing import Any

from amqp.exceptions import PreconditionFailed, RecoverableConnectionError
from kombu.transport import pyamqp, redis
from redis import exceptions

from taskgate.messaging.channel import TakesAtOnce
from taskgate.messaging.frames import frame_handler
from taskgate.messaging.held import Taken
from taskgate.messaging.unpacking import Unpacks

logger = logging.getLogger(__name__)

End = Callable[[str, bytes, BaseException], None]
"""Called with the queue, the element and what was raised for it."""

FAULTS = (exceptions.ConnectionError, exceptions.TimeoutError, exceptions.ResponseError, OSError, Empty)
"""What befalls a command, and nothing at all; not what is wrong with the message that it is about."""


def reading_anything(connection: Any, end: End, most: int) -> None:
    """Let a connection of kombu's that has not been opened go on after what it cannot read.

    On Redis `end` is called with it. On RabbitMQ it becomes a message whose headers say so; see frames.py.
    A compressed body may become `most` bytes, 0 for any number; see unpacking.py.
    """
    get = connection.get_transport_cls
    connection.taskgate_body_max = most
    connection.taskgate_end = end
    connection.get_transport_cls = lambda: _tolerant(get())


@functools.cache
def _tolerant(transport: type[Any]) -> type[Any]:
    members: dict[str, Any] = {"__module__": transport.__module__}
    if issubclass(transport, redis.Transport):
        channel: type[Any] = transport.Channel
        kind = EndsTaken if issubclass(channel, TakesAtOnce) else EndsPopped
        names = {"__module__": channel.__module__, "Message": _unpacking(channel.Message)}
        members["Channel"] = type(channel.__name__, (kind, EndsBroadcasts, channel), names)
    elif issubclass(transport, pyamqp.Transport):
        members["Connection"] = type("Connection", (Tolerant, transport.Connection), {})
    return type(transport.__name__, (transport,), members)


@functools.cache
def _unpacking(message: type[Any]) -> type[Any]:
    return type(message.__name__, (message, Unpacks), {"__module__": message.__module__})


class Tolerant:
    """In front of kombu's connection to RabbitMQ."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, frame_handler=frame_handler, **options)  # type: ignore[call-arg]

    class Channel(pyamqp.Channel):
        """A channel that RabbitMQ has closed for a message that was not acknowledged in time.

        To Celery that is an error in what it has asked for, of which the worker ends; the next one takes the
        message, and ends, too. It is a connection that was lost: the worker opens another.
        """

        Message = _unpacking(pyamqp.Message)

        def _on_close(self, reply_code: int, reply_text: str, *method: int) -> None:
            try:
                super()._on_close(reply_code, reply_text, *method)  # type: ignore[misc]
            except PreconditionFailed as error:
                if "acknowledg" not in reply_text or "timed out" not in reply_text:
                    raise
                raise RecoverableConnectionError(reply_text) from error


class EndsTaken:
    """In front of channel.TakesAtOnce."""

    def _deliver_taken(self: Any, taken: Taken) -> None:
        try:
            super()._deliver_taken(taken)  # type: ignore[misc]
        except FAULTS:
            raise
        except Exception as error:
            _end(self, taken.key, taken.item, error)


class EndsPopped:
    """In front of kombu's own channel, which says nowhere what it has taken."""

    def _brpop_read(self: Any, **options: Any) -> Any:
        client, replies = self.client, []
        parse = client.parse_response

        def parse_response(*args: Any, **more: Any) -> Any:
            replies.append(parse(*args, **more))
            return replies[-1]

        client.parse_response = parse_response
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]
        except FAULTS:
            raise
        except Exception as error:
            if not replies or not replies[0]:
                raise
            key, element = replies[0]
            _end(self, key.decode(errors="replace") if isinstance(key, bytes) else key, element, error)
            return True
        finally:
            del client.parse_response


class EndsBroadcasts:
    """Whoever publishes to all workers what is no message would end them all; nobody waits for an answer."""

    def _receive_one(self: Any, client: Any) -> Any:
        try:
            return super()._receive_one(client)  # type: ignore[misc]
        except FAULTS:
            raise
        except Exception as error:
            logger.error("what was published to all workers is no message: %r", error)
            return False


def _end(channel: Any, key: str, element: bytes, error: BaseException) -> None:
    channel.connection.client.taskgate_end(key.rsplit(channel.sep, 1)[0], element, error)
