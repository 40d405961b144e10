"""What is on a Redis, read with redis-py: as a broker, and as the result backend."""

import base64
import json
from typing import Any

import redis

Json = Any
SEPARATOR = "\x06\x16"
RESULT = "celery-task-meta-"
_CHORD = "celery-taskset-meta-"


class RedisResults:
    """The states that are published in a Redis of results."""

    def __init__(self, url: str) -> None:
        """Listen from now on."""
        self._client = _client(url)
        self._listener = self._client.pubsub()
        self._listener.psubscribe(f"{RESULT}*")
        while (self._listener.get_message(timeout=10) or {}).get("type") != "psubscribe":
            pass

    def states(self) -> list[Json]:
        """What came since this was last asked; waits a little where nothing did."""
        found = []
        while message := self._listener.get_message(timeout=0.05):
            channel, text = message["channel"].decode(), message["data"].decode()
            if self._client.get(channel) is None:
                raise AssertionError(f"{channel} was published and is not stored")
            found.append({"id": channel.removeprefix(RESULT), "text": text})
        return found

    def chords(self) -> Json:
        """The sizes of the chords that are prepared."""
        return chord_sizes(self._client)

    def clear(self) -> None:
        """Forget what was prepared and stored."""
        for key in self._client.scan_iter("celery-task*"):
            self._client.delete(key)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._client.close()


class RedisWire:
    """What is on a Redis that is the broker."""

    def __init__(self, url: str) -> None:
        """Listen to events and to remote control from now on."""
        self._client = _client(url)
        self._database = self._client.get_connection_kwargs().get("db", 0)
        self._listener = self._client.pubsub()
        self._listener.psubscribe(f"/{self._database}.celeryev/*", f"/{self._database}.celery.pidbox")
        self._events: list[Json] = []
        self._broadcasts: list[Json] = []
        for _ in range(2):
            while (self._listener.get_message(timeout=10) or {}).get("type") != "psubscribe":
                pass

    @property
    def version(self) -> Json:
        """The broker's name and version."""
        return {"name": "redis", "version": self._client.info("server")["redis_version"]}

    def hear_replies(self, oid: str) -> None:
        """Let a list of our own have a copy of what workers answer to this id."""
        self._replies = f"{oid}.recorder"
        member = f"{oid}{SEPARATOR}{SEPARATOR}{self._replies}"
        self._client.sadd("_kombu.binding.reply.celery.pidbox", member)

    def look(self, queue: str, *, take: bool = False) -> list[Json]:
        """The messages of a queue, oldest first; they stay there unless they are taken."""
        return messages_on(self._client, queue, take=take)

    def events(self) -> list[Json]:
        """The events that came since this was last asked, one by one; waits a little where none did."""
        self._listen()
        found, self._events = self._events, []
        return found

    def broadcasts(self) -> list[Json]:
        """The remote control commands that came since this was last asked."""
        self._listen()
        found, self._broadcasts = self._broadcasts, []
        return found

    def replies(self) -> list[Json]:
        """The answers to remote control commands that came since this was last asked."""
        found = [element_of(each) for each in reversed(self._client.lrange(self._replies, 0, -1))]
        self._client.delete(self._replies)
        return found

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._client.close()

    def _listen(self) -> None:
        while message := self._listener.get_message(timeout=0.05):
            element = element_of(message["data"])
            if message["channel"].decode().endswith(".celery.pidbox"):
                self._broadcasts.append(element)
            else:
                self._events += flattened(element["body"])


def messages_on(client: Any, queue: str, *, take: bool) -> list[Json]:
    """The messages of a queue, by priority and oldest first; they stay there unless they are taken."""
    keys = [key.decode() for key in client.scan_iter(f"{queue}*")]
    found = []
    for key in sorted(key for key in keys if key.split(SEPARATOR)[0] == queue):
        found += [{"key": key, "value": element_of(each)} for each in reversed(client.lrange(key, 0, -1))]
        if take:
            client.delete(key)
    return found


def chord_sizes(client: Any) -> Json:
    """The sizes of the chords that are prepared, by the ids of their groups."""
    keys = sorted(client.scan_iter(f"{_CHORD}*.s"))
    return {key.decode()[len(_CHORD) : -2]: int(client.get(key) or 0) for key in keys}


def _client(url: str) -> Any:
    """What answers is not typed: redis-py's types are those of two clients at once."""
    return redis.Redis.from_url(url)


def element_of(element: bytes) -> Json:
    """What kombu has put on a list or a channel, `body` decoded from base64 to its text."""
    value = json.loads(element)
    return value | {"body": base64.b64decode(value["body"], validate=True).decode()}


def flattened(body: str) -> list[Json]:
    """The events of a message: which of them travel together is a matter of time."""
    events = json.loads(body)
    return events if isinstance(events, list) else [events]
