"""Dead letters in the Redis of the broker: a list of the newest, which is gone a while after its last one.

`<global_keyprefix>taskgate:dead` holds letters as JSON, the newest first.
"""

from __future__ import annotations

from typing import Any, Final

from celery import Celery
from kombu import Connection
from redis import Redis

from taskgate.dead.bounds import Bounds
from taskgate.dead.letter import Letter, as_text

KEY: Final = "taskgate:"
"""Followed by the name that the setting gives."""


class RedisStore:
    """Keeps letters; holds one connection."""

    def __init__(self, app: Celery, bounds: Bounds) -> None:
        self._bounds = bounds
        self._connection = connection(app, bounds.longest)
        self._client, self._key = client_of(self._connection, bounds.name)

    def keep(self, letter: Letter) -> None:
        """Put a letter on the list and cut it, in one step; raises where Redis does not take it."""
        pipeline = self._client.pipeline(transaction=True)
        pipeline.lpush(self._key, as_text(letter.document()))
        pipeline.ltrim(self._key, 0, self._bounds.most - 1)
        pipeline.expire(self._key, self._bounds.life)
        pipeline.execute()

    def close(self) -> None:
        """Close the connection."""
        self._client.connection_pool.disconnect()
        self._connection.release()


def connection(app: Celery, longest: float) -> Connection:
    """Return the way to the broker's Redis, with an end to every wait, in seconds; nothing is connected."""
    options = {"socket_timeout": longest, "socket_connect_timeout": longest, "retry_on_timeout": False}
    made: Connection = app.connection_for_write(transport_options=options)
    return made


def client_of(made: Connection, name: str) -> tuple[Redis, str]:
    """Return a client of that Redis, sentinels and TLS as kombu has them, and the key of the list."""
    channel: Any = made.default_channel
    # A plain client: kombu's own adds the prefix to some commands and not to others.
    return Redis(connection_pool=channel.pool), f"{channel.global_keyprefix}{KEY}{name}"
