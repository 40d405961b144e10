"""What the driver sees and does in Redis: messages, broadcasts, and the results of both brokers."""

from __future__ import annotations

import base64
import json
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import redis

from conformance.program import Json

# Of the sixteen that a Redis has: none that a program is likely to use.
BOX_DATABASE: Final = 11
WORK_DATABASE: Final = 12
META: Final = "celery-task-meta-"
_KEPT_S: Final = 600
_QUIET_S: Final = 0.02


class NotEmpty(Exception):
    """A database that would be emptied holds something."""


def database(url: str, number: int) -> str:
    """Return the URL of another database of the same Redis."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


def connect(url: str) -> redis.Redis:
    """Return a client of a database."""
    return redis.Redis.from_url(url)


class Results:
    """The result backend of the workers."""

    def __init__(self, client: redis.Redis) -> None:
        self._client: Final[Any] = client

    def store(self, id: str, text: str) -> None:
        """Store a text as a worker does: under the key, and published on the channel of the same name."""
        pipeline = self._client.pipeline()
        pipeline.setex(f"{META}{id}", _KEPT_S, text)
        pipeline.publish(f"{META}{id}", text)
        pipeline.execute()

    def stored(self, id: str) -> Json:
        """Return what is stored under an id, None where nothing is."""
        text = self._client.get(f"{META}{id}")
        return None if text is None else json.loads(text)


class RedisBox:
    """The queues of a database, from which nobody else takes."""

    def __init__(self, url: str) -> None:
        self._client: Final[Any] = connect(url)

    def take(self, queue: str) -> Json | None:
        """Take the oldest message of a queue or of its lists of priorities; None where there is none."""
        for key in [queue, *(f"{queue}\x06\x16{step}" for step in (3, 6, 9))]:
            if (element := self._client.rpop(key)) is not None:
                return self._read(key, json.loads(element))
        return None

    def clear(self) -> None:
        """Throw away what is there."""
        self._client.flushdb()

    def close(self) -> None:
        self._client.close()

    @staticmethod
    def _read(key: str, value: Json) -> Json:
        """One form for both brokers, and the element itself besides."""
        properties, text = value.get("properties", {}), value.get("body")
        if properties.get("body_encoding") == "base64":
            text = base64.b64decode(text)
        body = value["body"] = json.loads(text)
        return {
            "key": key,
            "value": value,
            "headers": value.get("headers", {}),
            "properties": properties,
            "content_type": value.get("content-type"),
            "content_encoding": value.get("content-encoding"),
            "body": body,
            "elements": len(body),
        }


class RedisBroadcasts:
    """What is broadcast to the workers from now on."""

    def __init__(self, client: Any) -> None:
        self._listener: Final = client.pubsub()
        self._listener.subscribe(f"/{WORK_DATABASE}.celery.pidbox")
        while (self._listener.get_message(timeout=5) or {}).get("type") != "subscribe":
            pass

    def next(self) -> Json | None:
        """Return the next broadcast that is there, None where there is none yet."""
        message = self._listener.get_message(ignore_subscribe_messages=True, timeout=_QUIET_S)
        return None if message is None else json.loads(base64.b64decode(json.loads(message["data"])["body"]))

    def close(self) -> None:
        self._listener.close()


def expect_empty(client: Any, number: int) -> None:
    """Raise NotEmpty where the database holds keys: it is emptied again and again."""
    if client.dbsize():
        sentence = f"database {number} of the Redis holds keys, and would be emptied: give one that is empty"
        raise NotEmpty(f"{sentence} (`python scripts/brokers.py -- <command>` starts one)")
