"""Looking at the letters of a Redis, and sending them again in one step."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis, RedisError
from redis.exceptions import ResponseError

from taskgate.dead.bounds import Bounds
from taskgate.dead.box import Found, NoBox, Refused
from taskgate.dead.letter import Raw
from taskgate.dead.reading import letter_of_element
from taskgate.dead.redis import client_of, connection

PAGE: Final = 50
"""Letters that are read at a time."""

# A letter that somebody else has removed in the meantime is not sent a second time.
_REPLAY: Final = """
if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then return 0 end
redis.call('LPUSH', KEYS[2], ARGV[2])
return 1
"""

_BESIDE: Final = ("content_type", "content_encoding")
"""What a message of Redis has beside its properties."""


class RedisBox:
    """The list of one Redis."""

    def __init__(self, client: Redis, key: str, channel: Any) -> None:
        self._client = client
        self._key = key
        self._channel = channel
        self._read = 0
        self._removed = 0

    def letters(self, most: int) -> Iterator[Found]:
        """Yield the oldest letters, a page at a time; a letter that comes in between is not among them."""
        self._read = self._removed = 0
        known: int = self._client.llen(self._key)
        most = min(most, known)
        while self._read < most:
            # Counted from the end, where nothing is added, and what was removed is no more.
            last = self._removed - self._read - 1
            first = max(last - PAGE, last - (most - self._read)) + 1
            page: Any = self._client.lrange(self._key, first, last)
            if not page:
                return
            for element in reversed(page):
                self._read += 1
                yield Found(letter_of_element(element), element)

    def remove(self, found: Found) -> bool:
        """Remove a letter; say whether it was still there."""
        is_there = bool(self._client.lrem(self._key, -1, found.place))
        self._removed += is_there
        return is_there

    def replay(self, found: Found, message: Raw) -> bool:
        """Send a message and remove its letter in one step, so that it is never lost and never sent twice."""
        element = json.dumps(_element(message))
        try:
            queue = self._list_of(message)
            is_there = bool(self._client.eval(_REPLAY, 2, self._key, queue, found.place, element))
        except ResponseError as error:
            raise Refused(f"Redis does not take the message: {error}") from error
        self._removed += is_there
        return is_there

    @property
    def unseen(self) -> int:
        """How many letters lie beyond those that letters() has yielded."""
        length: int = self._client.llen(self._key)
        return max(0, length - (self._read - self._removed))

    def _list_of(self, message: Raw) -> str:
        name: Any = self._channel._q_for_pri(message.queue, _priority(message))
        return f"{self._channel.global_keyprefix}{name}"


@contextmanager
def redis_box(app: Celery, bounds: Bounds, shown: str) -> Iterator[RedisBox]:
    """Open the box of an app's Redis; raises NoBox, also where Redis goes away."""
    made: Any = connection(app, bounds.longest)
    try:
        client, key = client_of(made, bounds.name)
        try:
            client.ping()
            yield RedisBox(client, key, made.default_channel)
        finally:
            client.connection_pool.disconnect()
    except (RedisError, OperationalError) as error:  # no OSError: whoever reads what is written may leave
        raise NoBox(
            f"the dead letters of {shown} cannot be read ({error}); check --broker, or CELERY_BROKER_URL"
        ) from error
    finally:
        made.release()


def _element(message: Raw) -> dict[str, Any]:
    """Return a message as kombu writes it (PROTOCOL.md, R2 and R3)."""
    kept = {name: value for name, value in message.properties.items() if name not in _BESIDE}
    return {
        "body": base64.b64encode(message.body).decode(),
        "content-encoding": message.properties.get("content_encoding"),
        "content-type": message.properties.get("content_type"),
        "headers": dict(message.headers),
        "properties": {
            **kept,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": message.queue},
            "priority": _priority(message),
            "body_encoding": "base64",
            "delivery_tag": str(uuid.uuid4()),
        },
    }


def _priority(message: Raw) -> int:
    value = message.properties.get("priority")
    return value if isinstance(value, int) else 0
