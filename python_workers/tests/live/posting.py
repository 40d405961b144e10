"""Messages that are put on a queue from outside, byte by byte: with redis-py or pika, and no Celery."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import pika
from redis import Redis

from tests.live.process import pika_url


def headers(task: str, task_id: str, **more: Any) -> dict[str, Any]:
    """Return the headers that Celery's publisher writes."""
    nothing = ("shadow", "eta", "expires", "group", "group_index", "parent_id", "ignore_result")
    return {
        "lang": "py",
        "task": task,
        "id": task_id,
        "root_id": task_id,
        "retries": 0,
        "timelimit": [None, None],
        "argsrepr": "()",
        "kwargsrepr": "{}",
        "origin": "gen1@outside",
        "replaced_task_nesting": 0,
        "stamped_headers": None,
        "stamps": {},
        **dict.fromkeys(nothing),
        **more,
    }


def body(*args: Any, **kwargs: Any) -> bytes:
    """Return the body of a call."""
    return json.dumps([args, kwargs, dict.fromkeys(("callbacks", "errbacks", "chain", "chord"))]).encode()


@dataclass
class Post:
    """A message. `element` is the whole of it on Redis, where it is not to be made of the rest."""

    headers: Any
    body: Any
    properties: dict[str, Any] = field(default_factory=dict)
    content_type: Any = "application/json"
    content_encoding: Any = "utf-8"
    element: bytes | None = None
    breaks: str | None = None
    """For RabbitMQ: `date` or `text`, what py-amqp cannot read in the properties."""

    @classmethod
    def call(cls, task: str, *args: Any, **kwargs: Any) -> Post:
        """Return a message that is well formed."""
        task_id = str(uuid.uuid4())
        return cls(headers(task, task_id), body(*args, **kwargs), {"correlation_id": task_id, "reply_to": ""})

    @property
    def id(self) -> str:
        """The id under which its caller waits."""
        named: str = self.properties["correlation_id"]
        return named

    def as_element(self, queue: str) -> dict[str, Any]:
        """Return what stands in a list of Redis, before it is JSON."""
        properties = {
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": queue},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid.uuid4()),
            **self.properties,
        }
        is_bytes = isinstance(self.body, bytes)
        return {
            "body": base64.b64encode(self.body).decode() if is_bytes else self.body,
            "content-encoding": self.content_encoding,
            "content-type": self.content_type,
            "headers": self.headers,
            "properties": properties,
        }


class Outside(Protocol):
    """Who posts."""

    def post(self, *posts: Post) -> None:
        """Put messages on the queue, in their order."""

    def waiting(self) -> int:
        """Return how many messages no worker has taken."""


class RedisOutside:
    """Posts to a list."""

    def __init__(self, url: str, queue: str) -> None:
        self.redis = Redis.from_url(url)
        self.queue = queue

    def post(self, *posts: Post) -> None:
        """Push them at once."""
        self.redis.lpush(self.queue, *(self._element(post) for post in posts))

    def _element(self, post: Post) -> bytes:
        return post.element if post.element is not None else json.dumps(post.as_element(self.queue)).encode()

    def sync(self) -> None:
        """Do nothing: Redis has answered."""

    def waiting(self) -> int:
        """Return the length of the list."""
        length: Any = self.redis.llen(self.queue)
        return int(length)


class RabbitOutside:
    """Posts to a queue, on a channel with confirms where `confirms`."""

    def __init__(self, channel: Any, queue: str) -> None:
        self.channel = channel
        self.queue = queue

    def post(self, *posts: Post) -> None:
        """Publish them."""
        for post in posts:
            made: Any = _BREAKING.get(post.breaks or "", pika.BasicProperties)
            properties = made(
                content_type=post.content_type,
                content_encoding=post.content_encoding,
                headers=post.headers,
                **{"delivery_mode": 2, **post.properties},
            )
            content = post.body if isinstance(post.body, bytes) else str(post.body).encode()
            self.channel.basic_publish("", self.queue, content, properties)

    def sync(self) -> None:
        """Wait until RabbitMQ has all that was published."""
        self.waiting()

    def waiting(self) -> int:
        """Return what is ready in the queue."""
        count: int = self.channel.queue_declare(self.queue, passive=True).method.message_count
        return count


class _FarDate(pika.BasicProperties):  # type: ignore[misc]
    """With a header that holds a date after the year 9999, which Python does not have."""

    def encode(self) -> list[bytes]:
        headers: Any = getattr(self, "headers", None)
        self.headers = {**(headers or {}), "when": "AAAA"}
        pieces = b"".join(super().encode())
        return [pieces.replace(b"S\x00\x00\x00\x04AAAA", b"T" + b"\xff" * 8)]


class _NoText(pika.BasicProperties):  # type: ignore[misc]
    """With an application's name that is no UTF-8."""

    def encode(self) -> list[bytes]:
        self.app_id = "AAAAAAAA"
        return [b"".join(super().encode()).replace(b"AAAAAAAA", b"\xff" * 8)]


_BREAKING = {"date": _FarDate, "text": _NoText}


@contextmanager
def outside(broker: str, queue: str, confirms: bool = True) -> Iterator[Any]:
    """Open the way to a queue that is there; yields an Outside."""
    if broker.startswith("redis"):
        way = RedisOutside(broker, queue)
        yield way
        way.redis.close()
        return
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(broker)))) as connection:
        channel = connection.channel()
        if confirms:
            channel.confirm_delivery()
        yield RabbitOutside(channel, queue)
