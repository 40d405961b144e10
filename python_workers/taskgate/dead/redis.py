"""Dead letters in the Redis of the broker: a list of the newest, which is gone a while after its last one.

`<global_keyprefix>taskgate:dead` holds letters as JSON, the newest first, and `...:size` how many and how
large they were when the last one came.
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
from taskgate.dead.letter import Letter, as_text, without_message

KEY: Final = "taskgate:"
"""Followed by the name that the setting gives."""


SIZE: Final = ":size"
"""Of the key with the size of the list, after that of the list."""

# The first write needs no memory: a Redis that is full refuses it otherwise. What a command has removed, or
# another program has changed, is counted anew.
_KEEP: Final = """\
redis.call('EXPIRE', KEYS[1], ARGV[4])
local length = redis.call('LLEN', KEYS[1])
local known = redis.call('HMGET', KEYS[2], 'letters', 'bytes')
local bytes = tonumber(known[2])
if tonumber(known[1]) ~= length or not bytes then
  bytes = 0
  for first = 0, length - 1, 20 do
    for _, letter in ipairs(redis.call('LRANGE', KEYS[1], first, first + 19)) do
      bytes = bytes + string.len(letter)
    end
  end
end
redis.call('LPUSH', KEYS[1], ARGV[1])
length, bytes = length + 1, bytes + string.len(ARGV[1])
while length > 1 and (length > tonumber(ARGV[2]) or bytes > tonumber(ARGV[3])) do
  bytes = bytes - string.len(redis.call('RPOP', KEYS[1]))
  length = length - 1
end
redis.call('HSET', KEYS[2], 'letters', length, 'bytes', bytes)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
"""
"""KEYS: the list, its size. ARGV: the letter, how many there may be, how large together in bytes, seconds."""


class RedisStore:
    """Keeps letters; holds one connection."""

    def __init__(self, app: Celery, bounds: Bounds) -> None:
        self._bounds = bounds
        self._connection = connection(app, bounds.longest)
        self._client, self._key = client_of(self._connection, bounds.name)

    def keep(self, letter: Letter) -> None:
        """Put a letter on the list and cut it, in one step; raises where Redis does not take it."""
        bounds = self._bounds
        limits = (bounds.most, bounds.size, bounds.life)
        self._client.eval(_KEEP, 2, self._key, self._key + SIZE, within(bounds.size, letter), *limits)

    def close(self) -> None:
        """Close the connection."""
        self._client.connection_pool.disconnect()
        self._connection.release()


def within(size: int, letter: Letter) -> str:
    """Return a letter as text of at most so many bytes; what is too large goes without its message."""
    text = as_text(letter.document())  # of ASCII alone
    for and_headers in (False, True):
        if len(text) > size:
            text = as_text(without_message(letter, and_headers=and_headers).document())
    return text


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
