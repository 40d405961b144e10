"""The record of an idempotency key in a Redis that is full: whoever runs a task keeps its key."""

from __future__ import annotations

from typing import Any

from taskgate.idempotency.record import CLAIM, NOTE, RENEW, TAKE
from tests.messaging.sides import full

RECORD, RESULT, DIGEST = "record", "result", "0" * 64
LEASE, LIFE = 60, 3600
"""Seconds."""


def take(redis: Any, holder: str = "me") -> Any:
    return redis.eval(TAKE, 2, RECORD, RESULT, holder, DIGEST, LEASE, LIFE, 1, 0)


def test_every_step_is_done(redis: Any) -> None:
    with full(redis):
        assert redis.eval(CLAIM, 2, RECORD, RESULT, DIGEST, LIFE) == b"new"
        assert take(redis) == [b"taken"]
        redis.expire(RECORD, 1)
        assert redis.eval(RENEW, 1, RECORD, "me", LEASE, LIFE) == 1
        assert redis.ttl(RECORD) > 1
        redis.eval(NOTE, 1, RECORD, LIFE, "state", "succeeded", "resultless", 1)
        assert take(redis) == [b"succeeded", b"1"]


def test_key_that_nobody_has_claimed_is_taken(redis: Any) -> None:
    with full(redis):
        assert take(redis) == [b"taken"]
    assert 1 < redis.ttl(RECORD) <= LIFE


def test_who_has_it_may_take_it_once_more(redis: Any) -> None:
    assert take(redis) == take(redis) == [b"taken"]
    verdict, left = take(redis, "another")
    assert verdict == b"running"
    assert 0 < left <= LEASE * 1000
    assert redis.eval(RENEW, 1, RECORD, "another", LEASE, LIFE) == 0


def test_what_is_rejected_is_free(redis: Any) -> None:
    take(redis)
    redis.eval(NOTE, 1, RECORD, LIFE, "holder", "", "until", 0)
    assert take(redis, "another") == [b"taken"]
