"""What is put back is in a list afterwards, whatever its publisher has said of the way that it came."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.messaging.sides import Open, item, noted, send


def named(exchange: str, key: str) -> dict[str, Any]:
    message = item()
    message["properties"]["delivery_info"] = {"exchange": exchange, "routing_key": key}
    return message


@pytest.mark.parametrize("exchange", ["", "q", "nowhere"])
@pytest.mark.parametrize("how", ["rejected", "its worker has died"])
def test_a_message_goes_back_to_its_list(redis: Any, sides: Open, exchange: str, how: str) -> None:
    redis.lpush("q", json.dumps(named(exchange, "q")))
    side = sides()
    message = side.take()
    assert redis.llen("q") == 0
    if how == "rejected":
        message.reject(requeue=True)
    else:
        side.channel.qos.restore_by_tag(message.delivery_tag)
    assert redis.llen("q") == 1
    assert noted(redis) == {}
    assert side.take().delivery_info["redelivered"] is True


def test_a_key_that_its_exchange_does_not_know_is_a_list(redis: Any, url: str, sides: Open) -> None:
    send(url, 1)
    redis.lpush("q", json.dumps(named("q", "other")))
    side = sides()
    side.take().ack()
    side.take().reject(requeue=True)
    assert redis.llen("other") == 1


def test_without_it_kombu_drops_the_message(redis: Any, sides: Open) -> None:
    redis.lpush("q", json.dumps(named("nowhere", "q")))
    side = sides(taskgate=False)
    side.take().reject(requeue=True)
    assert (redis.llen("q"), noted(redis)) == (0, {})
