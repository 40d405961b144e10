"""Messages that are broken a little, in any place: the same ones for the same seed."""

from __future__ import annotations

import base64
import json
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from tests.live.posting import Post

Mutation = Callable[["Mutator", Post], None]

HEADERS: Final = (
    *("task", "id", "timelimit", "eta", "expires", "retries", "group", "group_index", "shadow", "root_id"),
    *("parent_id", "argsrepr", "kwargsrepr", "origin", "replaced_task_nesting", "stamped_headers", "stamps"),
    *("lang", "callbacks", "errbacks", "chain", "chord", "compression", "redelivered", "traceparent"),
    *("get", "update", "called_directly", "delivery_info", "args", "kwargs", "hostname", "taskgate-contract"),
)
"""Not `ignore_result`: nobody could tell how a message has ended."""

PROPERTIES: Final = ("correlation_id", "reply_to", "content_type", "content_encoding", "priority", "type")
"""Not what RabbitMQ itself acts on or refuses: `expiration`, `user_id`."""

IN_REDIS: Final = ("delivery_info", "delivery_tag", "body_encoding", "delivery_mode", "correlation_id")

TEXTS: Final = (
    "",
    "x",
    "é",
    "\u0000",
    "a b",
    "x" * 300,
    "2000-01-01T00:00:00+00:00",
    "2026-13-01",
    "NaN",
    "{}",
)

PLAIN: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 9, 2**31, 2**62, -(2**62)),
    *([], [1], [None, None], [1, 2, 3], [[]], ["a", {"b": []}], {}, {"a": 1}, {"task": 5}, {"a": {"b": []}}),
)
"""What both brokers can carry."""

IN_JSON: Final[tuple[Any, ...]] = (1.5, -2.0, 2**70, 10**400, 1e308, "\ud800", float("nan"), float("inf"))

IN_TABLES: Final[tuple[Any, ...]] = (b"\xff\xfe", Decimal("1.5"), datetime(9999, 1, 1, tzinfo=UTC))


class Mutator:
    """Breaks messages for one broker; `on_redis` says which."""

    def __init__(self, seed: int, on_redis: bool) -> None:
        self.random = random.Random(seed)
        self.on_redis = on_redis
        self._mutations: list[Mutation] = [
            *(_header, _header, _no_header, _property, _body, _body, _embedded, _bytes_of_body),
            *(
                (_redis_property, _no_redis_member, _redis_member, _bytes_of_element)
                if on_redis
                else (_broken,)
            ),
        ]

    def broken(self, make: Callable[[], Post], count: int) -> Iterator[Post]:
        """Yield so many messages, each with one to three changes."""
        for _ in range(count):
            post = self._with_ids(make())
            post.headers = dict(post.headers)
            for _ in range(self.random.choice((1, 1, 1, 2, 3))):
                self.random.choice(self._mutations)(self, post)
            yield post

    def _with_ids(self, post: Post) -> Post:
        named = self.uuid()
        post.headers |= {"id": named, "root_id": named}
        post.properties["correlation_id"] = named
        return post

    def uuid(self) -> str:
        """Return an id that no other message has."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def junk(self, name: str = "") -> Any:
        """Return what does not belong there, or does; an id that is a text is nobody else's."""
        more = IN_JSON if self.on_redis else IN_TABLES
        value = self.random.choice((*TEXTS, *PLAIN, *more))
        if name in ("id", "correlation_id", "delivery_tag") and isinstance(value, str) and value:
            return f"{value[:1]}{self.uuid()}{value[1:]}"
        return value

    def element(self, post: Post, queue: str) -> dict[str, Any]:
        """Return the element as far as it can still be read; it is made where there is none."""
        if post.element is None:
            made = post.as_element(queue)
            made["properties"]["delivery_tag"] = self.uuid()
            return made
        try:
            read = json.loads(post.element)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


QUEUE: Final = "another"
"""What the `delivery_info` of an element says; a worker does not read it but to put a message back."""


def _header(by: Mutator, post: Post) -> None:
    name = by.random.choice(HEADERS)
    post.headers[name] = by.junk(name)


def _no_header(by: Mutator, post: Post) -> None:
    if post.headers:
        del post.headers[by.random.choice(sorted(post.headers))]


def _property(by: Mutator, post: Post) -> None:
    name = by.random.choice(PROPERTIES)
    value = by.junk(name)
    if not by.on_redis:
        text = by.random.choice(TEXTS)[:200]
        # RabbitMQ reads some names of its own into `reply_to`.
        others = {
            "priority": by.random.randrange(10),
            "reply_to": "nobody",
            "correlation_id": text and by.uuid(),
        }
        value = others.get(name, text)
    if hasattr(post, name):
        setattr(post, name, value)
    else:
        post.properties[name] = value


def _body(by: Mutator, post: Post) -> None:
    try:
        read = json.loads(post.body)
    except (TypeError, ValueError):
        return
    if not isinstance(read, list) or not read:
        return
    place = by.random.randrange(len(read))
    change = by.random.choice(("set", "drop", "add", "whole"))
    if change == "set":
        read[place] = _json(by.junk())
    elif change == "drop":
        del read[place]
    elif change == "add":
        read.append(_json(by.junk()))
    post.body = json.dumps(_json(by.junk()) if change == "whole" else read).encode()


def _embedded(by: Mutator, post: Post) -> None:
    try:
        args, kwargs, embed = json.loads(post.body)
    except (TypeError, ValueError):
        return
    if isinstance(embed, dict):
        name = by.random.choice(
            ("callbacks", "errbacks", "chain", "chord", "id", "task", "delivery_info", "new")
        )
        post.body = json.dumps([args, kwargs, embed | {name: _json(by.junk("id"))}]).encode()


def _bytes_of_body(by: Mutator, post: Post) -> None:
    if isinstance(post.body, bytes):
        post.body = _flipped(by, post.body)


def _bytes_of_element(by: Mutator, post: Post) -> None:
    element = post.element or _written(by.element(post, QUEUE))
    post.element = _flipped(by, element)


def _redis_property(by: Mutator, post: Post) -> None:
    element = by.element(post, QUEUE)
    if isinstance(element.get("properties"), dict):
        name = by.random.choice(IN_REDIS)
        element["properties"][name] = by.junk(name)
        post.element = _written(element)


def _no_redis_member(by: Mutator, post: Post) -> None:
    element = by.element(post, QUEUE)
    inner = element.get("properties")
    place = by.random.choice([each for each in (element, inner) if isinstance(each, dict) and each] or [{}])
    if place:
        del place[by.random.choice(sorted(place))]
        post.element = _written(element)


def _redis_member(by: Mutator, post: Post) -> None:
    element = by.element(post, QUEUE)
    if by.random.random() < 0.1:
        post.element = _written(by.junk())
    elif element:
        element[by.random.choice(sorted(element))] = by.junk()
        post.element = _written(element)


def _broken(by: Mutator, post: Post) -> None:
    post.breaks = by.random.choice(("date", "text"))


def _flipped(by: Mutator, content: bytes) -> bytes:
    """Change, drop or add some bytes, or cut it off."""
    changed = bytearray(content)
    kind = by.random.choice(("flip", "flip", "drop", "add", "cut"))
    place = by.random.randrange(len(changed)) if changed else 0
    if kind == "cut":
        return bytes(changed[:place])
    for _ in range(by.random.choice((1, 1, 4))):
        place = by.random.randrange(len(changed)) if changed else 0
        if kind == "flip" and changed:
            changed[place] ^= 1 << by.random.randrange(8)
        elif kind == "drop" and changed:
            del changed[place]
        else:
            changed.insert(place, by.random.randrange(256))
    return bytes(changed)


def _json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, (Decimal, datetime)) else value


def _written(value: Any) -> bytes:
    return json.dumps(value, default=str).encode()
