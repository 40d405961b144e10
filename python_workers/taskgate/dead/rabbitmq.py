"""Dead letters in RabbitMQ: a bounded queue behind an exchange of the same name.

A letter is the message as it was, with one header more that holds what is known of its end. What RabbitMQ
itself dead-letters to that exchange lies in the same queue, with its own header `x-death`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, Final

from amqp import Message
from amqp.exceptions import NotFound
from celery import Celery

from taskgate.dead.bounds import Bounds
from taskgate.dead.letter import Letter, as_text, without_message

NAME: Final = "taskgate."
"""Of the exchange and of the queue; followed by the name that the setting gives."""

FACTS: Final = "taskgate-dead"
"""The header with the facts, as JSON text."""

_LEFT_OUT: Final = ("application_headers", "expiration", "user_id", "cluster_id")
"""`expiration` would end the letter, and `user_id` is refused where it is not that of the connection."""

CARRIED: Final = frozenset(name for name, _ in Message.PROPERTIES if name not in _LEFT_OUT)
"""The properties of a message that a letter keeps."""

_SPARE: Final = 64
"""Bytes of a frame that are not the properties: its head, its end, the size of the body."""

_SHORT: Final = 512
"""Characters of the texts that are kept where a frame has no room for all."""


class RabbitStore:
    """Keeps letters; holds one connection."""

    def __init__(self, app: Celery, bounds: Bounds) -> None:
        self._bounds = bounds
        name = NAME + bounds.name
        limits = {"confirm_publish": True, "read_timeout": bounds.longest, "write_timeout": bounds.longest}
        # Nobody would send the heartbeats of a connection that lies idle between two letters.
        self._connection: Any = app.connection_for_write(
            heartbeat=0, connect_timeout=bounds.longest, transport_options=limits
        )
        try:
            self._channel = self._declared(name)
        except BaseException:
            self.close()
            raise
        self._name = name

    def keep(self, letter: Letter) -> None:
        """Publish a letter and wait until RabbitMQ has confirmed it; raises where it has not."""
        longest = self._bounds.longest
        # Mandatory: a queue that somebody has deleted, or whose node is down, is no place that keeps.
        self._channel.basic_publish_confirm(
            self._message(letter), self._name, "", mandatory=True, timeout=longest, confirm_timeout=longest
        )

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(Exception):
            self._connection.release()

    def _declared(self, name: str) -> Any:
        longest = self._bounds.longest
        self._connection.ensure_connection(max_retries=1, interval_start=0, timeout=longest)
        channel: Any = self._connection.channel()
        try:
            # An operator may have made it of another type or size, which a declaration would be refused for.
            channel.queue_declare(name, passive=True)
        except NotFound:
            channel = self._connection.channel()
            arguments = {
                "x-queue-type": "classic",
                "x-max-length": self._bounds.most,
                "x-max-length-bytes": self._bounds.size,
                "x-overflow": "drop-head",
                "x-message-ttl": self._bounds.life * 1000,
            }
            channel.queue_declare(name, durable=True, auto_delete=False, arguments=arguments)
        channel.exchange_declare(name, "fanout", durable=True, auto_delete=False)
        channel.queue_bind(name, name)
        return channel

    def _message(self, letter: Letter) -> Any:
        if len(letter.raw.body) > self._bounds.size:  # RabbitMQ would drop it, and what lies there besides
            letter = without_message(letter)
        room: int = self._channel.connection.frame_max - _SPARE
        for facts in (letter.facts(), *_shorter(letter.facts())):
            made: Any = _as_message(letter, facts)
            # A frame that is too long would cost the connection.
            if len(made._serialize_properties()) <= room:
                return made
        raise ValueError(f"its headers are longer than the {room} bytes that a frame has for them")


def _as_message(letter: Letter, facts: Mapping[str, Any]) -> Message:
    raw = letter.raw
    properties = {name: value for name, value in raw.properties.items() if name in CARRIED}
    headers = {**raw.headers, FACTS: as_text(facts)}
    return Message(raw.body, application_headers=headers, **{**properties, "delivery_mode": 2})


def _shorter(facts: dict[str, Any]) -> list[dict[str, Any]]:
    error: Any = facts["error"]
    bare = {**facts, "message": str(facts["message"])[:_SHORT]}
    if error is None:
        return [bare]
    cut = {**error, "message": str(error["message"])[:_SHORT], "details": None}
    return [{**facts, "error": {**error, "details": None}}, {**bare, "error": cut}, {**bare, "error": None}]
