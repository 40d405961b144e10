"""A channel of Redis that takes a message and notes it as unacknowledged in one step.

kombu takes it with BRPOP, and notes it with a second command once it has read it. If the connection, Redis or
the worker ends in between, nobody has it any more: docs/decisions/0009-take-and-note-at-once.md.
"""

from __future__ import annotations

import contextlib
import functools
from queue import Empty
from time import monotonic, time
from typing import Any

from kombu.transport import redis as kombu_redis
from kombu.transport import virtual
from kombu.utils.encoding import bytes_to_str
from kombu.utils.json import loads
from redis import exceptions
from redis.exceptions import ResponseError

from taskgate.messaging.clients import KeepsClient
from taskgate.messaging.held import Taken, hold, put_back
from taskgate.messaging.scripts import PUT_BACK, TAKE, is_forbidden
from taskgate.refusals import PASSING

_FAULTS = (exceptions.ConnectionError, exceptions.TimeoutError, ResponseError, OSError)
"""What befalls a command; not what is wrong with the message that it is about."""

_FRESH_S = 1.0
"""A message whose script was sent longer ago is noted once more, with the time of that moment: the time in
Redis may be as old as the visibility timeout by then, where kombu has let the reply wait."""


_PATIENCE_S = 30.0
"""The longest that a channel that was opened lets pass before it looks for what others have left."""


class QoS(kombu_redis.QoS):
    """kombu's notes of what is unacknowledged, which are not made a second time."""

    def restore_visible(self: Any, *args: Any, **options: Any) -> None:
        """Look as kombu does for what nobody acknowledges, but not right after connecting.

        Where Redis was away for longer than the visibility timeout, nobody could renew a lease: the first to
        be connected again would repeat what all others are still at work on.
        """
        if monotonic() - self.channel.opened_at >= min(_PATIENCE_S, self.visibility_timeout / 2):
            super().restore_visible(*args, **options)

    def append(self: Any, message: Any, delivery_tag: str) -> None:
        """Remember a message, and note it in Redis where it has not been."""
        if self.channel.is_noted(delivery_tag):
            virtual.QoS.append(self, message, delivery_tag)
            return
        try:
            super().append(message, delivery_tag)
        except _FAULTS:
            self.channel.hold(delivery_tag)
            raise

    def ack(self: Any, delivery_tag: str) -> None:
        """Remove a message; one that Redis does not let go comes again when its lease has ended."""
        self._settled(super().ack, delivery_tag)

    def reject(self: Any, delivery_tag: str, requeue: bool = False) -> None:
        """Put a message back or drop it; one that Redis does not take back comes when its lease has ended."""
        self._settled(super().reject, delivery_tag, requeue)

    def _settled(self: Any, do: Any, delivery_tag: str, *values: Any) -> None:
        try:
            do(delivery_tag, *values)
        except PASSING:
            # Or this worker would hold it as long as it lives, and take no other in its place.
            virtual.QoS.ack(self, delivery_tag)
            raise

    def _remove_from_indices(self: Any, delivery_tag: str, pipe: Any = None) -> Any:
        """Remove the notes of a message; not by MULTI, in which a Redis that is full takes no command at all.

        What Redis loses in between is the place in the index of a message that is not there.
        """
        if pipe is not None:
            return super()._remove_from_indices(delivery_tag, pipe)  # type: ignore[misc]
        with self.channel.conn_or_acquire() as client:
            plain = client.pipeline(transaction=False)
        return plain.hdel(self.unacked_key, delivery_tag).zrem(self.unacked_index_key, delivery_tag)


class TakesAtOnce:
    """What is put in front of kombu's channel.

    Where Redis refuses the script, where nothing is acknowledged, and while the lists are empty, it is BRPOP.
    """

    QoS = QoS

    _is_forbidden = False
    """Redis does not let this channel run scripts."""
    _asked: tuple[str, ...] = ()
    """The lists that the script under way looks into; empty while it is BRPOP, or nothing."""
    _taken: Taken | None = None
    """What is being delivered, and not yet remembered by `QoS`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._unacknowledged: set[str] = set()
        self.opened_at = monotonic()
        super().__init__(*args, **options)

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **options: Any) -> Any:
        """Consume as kombu does; what nobody will acknowledge must not be noted."""
        (self._unacknowledged.add if no_ack else self._unacknowledged.discard)(queue)
        return super().basic_consume(queue, no_ack, *args, **options)  # type: ignore[misc]

    def _brpop_start(self: Any, timeout: float | None = None) -> None:
        self._put_back()
        self._asked = ()
        active = self.active_queues
        if self._is_forbidden or not self.ack_emulation or not self._unacknowledged.isdisjoint(active):
            super()._brpop_start(timeout)  # type: ignore[misc]
            return
        queues = self._queue_cycle.consume(len(active))
        if not queues:
            return
        self._asked = tuple(self._q_for_pri(queue, step) for step in self.priority_steps for queue in queues)
        keys = self._prefixed(self.unacked_index_key, self.unacked_key, *self._asked)
        self._in_poll = self.client.connection
        self._brpop_sent_at = monotonic()
        self.client.connection.send_command("EVAL", TAKE, len(keys), *keys, time())

    def _brpop_read(self: Any, **options: Any) -> bool:
        asked, self._asked = self._asked, ()
        connection = self.client.connection
        try:
            taken = self._read_taken(asked, connection, options)
            if taken is not None:
                self._deliver_taken(taken)
                return True
        finally:
            # As in kombu: nothing is under way on the connection, which may now authenticate itself anew.
            self._in_poll = None
            self._flush_brpop_reauth()
        # All are empty, and Redis shall say when one is not. Not if the connection has gone in the meantime,
        # which is the poller's to open, and not on the way out.
        if asked and not self._closing and connection._sock is not None:
            super()._brpop_start()  # type: ignore[misc]
        raise Empty

    def _read_taken(
        self: Any, asked: tuple[str, ...], connection: Any, options: dict[str, Any]
    ) -> Taken | None:
        try:
            reply = self.client.parse_response(connection, "EVAL" if asked else "BRPOP", **options)
        except self.connection_errors:
            connection.disconnect()
            raise
        except ResponseError as error:
            if not asked:
                raise
            # Nothing was taken. Where BRPOP is refused, too, it says so as it does in kombu.
            self._is_forbidden |= is_forbidden(error)
            return None
        if not reply:
            return None
        if asked:
            place, item, *tag = reply
            return Taken(asked[place], item, *tag)
        key, item = reply
        return Taken(bytes_to_str(key), item)

    def _deliver_taken(self: Any, taken: Taken) -> None:
        queue = taken.key.rsplit(self.sep, 1)[0]
        self._queue_cycle.rotate(queue)
        self._taken = taken
        try:
            self.connection._deliver(loads(bytes_to_str(taken.item)), queue)
        except _FAULTS:
            raise
        except Exception:
            if taken.tag is not None and self._taken is taken:
                # It cannot be read. In kombu such a message is not noted, and does not come again.
                with contextlib.suppress(*_FAULTS):
                    self.qos._remove_from_indices(taken.tag).execute()
            raise
        finally:
            self._taken = None

    def _poll_error(self: Any, type: str, **options: Any) -> None:
        if type == "BRPOP" and self._asked:
            self.client.parse_response(self.client.connection, "EVAL")
        else:
            super()._poll_error(type, **options)  # type: ignore[misc]

    def close(self: Any) -> None:
        """Close as kombu does; what is held goes back first, if Redis can be reached."""
        if not self.closed:
            with contextlib.suppress(*_FAULTS):
                self._put_back()
        super().close()  # type: ignore[misc]

    def _do_restore_message(self: Any, payload: Any, exchange: str, key: str, *options: Any) -> None:
        """Put a message back as kombu does, and into the list of its key where its exchange leads nowhere."""
        routed = exchange if exchange and self._lookup(exchange, key) else ""
        super()._do_restore_message(payload, routed, key, *options)  # type: ignore[misc]

    def is_noted(self: Any, tag: str) -> bool:
        """Whether Redis has just noted the message that is being delivered; says so once."""
        taken = self._taken
        if taken is None or taken.tag is None or taken.tag.decode() != tag:
            return False
        self._taken = None
        return bool(monotonic() - self._brpop_sent_at < _FRESH_S)

    def hold(self: Any, tag: str) -> None:
        """Keep the message that is being delivered: it has left its list, and may not be noted."""
        taken, self._taken = self._taken, None
        if taken is not None and taken.tag is None:
            hold(self._server, taken, tag)

    @functools.cached_property
    def _server(self: Any) -> Any:
        address = self.connection.client
        return tuple(address.alt) or address.as_uri(), self.global_keyprefix

    def _put_back(self: Any) -> None:
        put_back(self._server, self._put_one_back)

    def _put_one_back(self: Any, taken: Taken, tag: str) -> None:
        with self.conn_or_acquire() as client:
            if not self._is_forbidden:
                keys = self._prefixed(self.unacked_index_key, self.unacked_key, taken.key)
                try:
                    client.eval(PUT_BACK, len(keys), *keys, tag, taken.item)
                    return
                except ResponseError as error:
                    self._is_forbidden |= is_forbidden(error)
            pipe = client.pipeline().zrem(self.unacked_index_key, tag).hdel(self.unacked_key, tag)
            pipe.rpush(taken.key, taken.item).execute()

    def _prefixed(self: Any, *keys: str) -> list[str]:
        return [self.global_keyprefix + key for key in keys]


@functools.cache
def taking_at_once(channel: type[Any]) -> type[Any]:
    """Return a subclass of one of kombu's channels of Redis that takes and notes in one step."""
    return type(channel.__name__, (TakesAtOnce, KeepsClient, channel), {"__module__": channel.__module__})
