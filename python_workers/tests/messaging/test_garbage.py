"""What cannot be read ends as it does with kombu alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.messaging.sides import Open, item, noted


def garbage() -> Iterator[Any]:
    good = json.dumps(item())
    yield pytest.param("not json", id="no json")
    yield pytest.param(b"\xff\xfe", id="no text")
    yield pytest.param(good.encode().replace(b'"MQ=="', b'"\xff"'), id="no utf-8 within")
    yield pytest.param(good.encode().replace(b'"tag"', b'"t\xff"'), id="no utf-8 in the tag")
    yield pytest.param(good.replace('"tag"', '"t\\ud800"'), id="half a surrogate")
    yield pytest.param("[]", id="a list")
    yield pytest.param("1", id="a number")
    yield pytest.param('"text"', id="a text")
    yield pytest.param("{}", id="empty")
    yield pytest.param('{"properties": 1}', id="properties are a number")
    yield pytest.param('{"properties": "x"}', id="properties are a text")
    yield pytest.param(good.replace("}", ', "x": 0x10}', 1), id="a number that is none in Python")
    yield pytest.param(good.replace('"MQ=="', "[" * 1200 + "]" * 1200), id="deep")
    yield pytest.param(good.replace('"MQ=="', "[" * 200000 + "]" * 200000), id="very deep")
    yield pytest.param(good.replace('"MQ=="', '"M"'), id="a body that is no base64")
    yield pytest.param(good.replace('"base64"', '"other"'), id="an unknown encoding")
    yield pytest.param(json.dumps({"body": 1, "properties": {"delivery_tag": "t"}}), id="no delivery_info")
    yield pytest.param(json.dumps(item(1)), id="a number as tag")
    yield pytest.param(json.dumps(item(None)), id="no tag")
    yield pytest.param(json.dumps(item("")), id="an empty tag")
    yield pytest.param(json.dumps(item("t", 7)), id="a number as routing key")
    yield pytest.param(json.dumps(item({"__type__": "uuid"})), id="an object as tag")
    yield pytest.param(json.dumps(item(x={"__type__": "y", "__value__": 1})), id="an unknown type of kombu's")


@pytest.mark.parametrize("text", list(garbage()))
def test_what_cannot_be_read(redis: Any, sides: Open, text: Any) -> None:
    ends = []
    for taskgate in (False, True):
        redis.flushall()
        redis.lpush("q", text)
        redis.lpush("q", json.dumps(item("next")))
        side = sides(taskgate=taskgate)
        try:
            end: Any = [
                side.take() is not None,
                *redis.hkeys("unacked"),
                *redis.zrange("unacked_index", 0, -1),
            ]
        except Exception as error:
            end = type(error)
            assert noted(redis) == {}
        following = side.take()
        ends.append((end, following and following.delivery_tag, redis.llen("q")))
        with suppress(Exception):
            side.connection.release()
    assert ends[0] == ends[1]
