"""Dead letters in the Redis of the broker: a list of the newest, which is gone a while after its last one.

`<global_keyprefix>taskgate:dead` holds letters as JSON, the newest first.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from celery import Celery
from kombu import Connection
from kombu.transport import get_transport_cls
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

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
    options = {
        "socket_timeout": longest,
        "socket_connect_timeout": longest,
        "max_retries": 1,
        "interval_start": 0,
        "connect_retries_timeout": longest,
    }
    made: Any = app.connection_for_write(transport_options=options)
    # By its name: the connections of a new app put their own in front of what they find here.
    made.transport_cls = _once(get_transport_cls(made.transport_cls))
    return made  # type: ignore[no-any-return]


@functools.cache
def _once(transport: type[Any]) -> type[Any]:
    """Return a transport whose commands are tried once: redis-py would wait between several tries."""

    class Channel(transport.Channel):  # type: ignore[misc, name-defined]
        def _connparams(self, *args: Any, **options: Any) -> dict[str, Any]:
            return {**super()._connparams(*args, **options), "retry": Retry(NoBackoff(), 0)}

    return type(transport.__name__, (transport,), {"Channel": Channel, "__module__": transport.__module__})


def client_of(made: Connection, name: str) -> tuple[Redis, str]:
    """Return a client of that Redis, sentinels and TLS as kombu has them, and the key of the list."""
    channel: Any = made.default_channel
    # A plain client: kombu's own adds the prefix to some commands and not to others.
    return Redis(connection_pool=channel.pool), f"{channel.global_keyprefix}{KEY}{name}"
