"""The record of an idempotency key in a Redis that is full: whoever runs a task keeps its key."""

from __future__ import annotations

from typing import Any

from taskgate.idempotency.record import CLAIM, NOTE, RENEW, TAKE
from tests.messaging.sides import full

RECORD, RESULT, RUNNING, DIGEST = "record", "result", "running", "0" * 64
LEASE, LIFE = 60, 3600
"""Seconds."""


def take(redis: Any, holder: str = "me", *, is_own: bool = True) -> Any:
    return redis.eval(TAKE, 3, RECORD, RESULT, RUNNING, holder, DIGEST, LEASE, LIFE, int(is_own), 0)


def renew(redis: Any, holder: str = "me") -> Any:
    return redis.eval(RENEW, 2, RECORD, RUNNING, holder, LEASE, LIFE)


def test_every_step_is_done(redis: Any) -> None:
    with full(redis):
        assert redis.eval(CLAIM, 2, RECORD, RESULT, DIGEST, LIFE) == b"new"
        assert take(redis) == [b"taken"]
        redis.expire(RECORD, 1)
        assert renew(redis) == 1
        assert redis.ttl(RECORD) > 1
        assert redis.eval(NOTE, 1, RECORD, "me", LIFE, "state", "succeeded", "resultless", 1) == 1
        assert take(redis) == [b"succeeded", b"1"]


def test_key_that_nobody_has_claimed_is_taken(redis: Any) -> None:
    with full(redis):
        assert take(redis) == [b"taken"]
    assert 1 < redis.ttl(RECORD) <= LIFE


def test_message_with_an_id_of_its_own_says_what_it_runs_for(redis: Any) -> None:
    with full(redis):
        assert take(redis, is_own=False) == [b"taken"]
        redis.expire(RUNNING, 1)
        assert renew(redis) == 1
    assert redis.get(RUNNING) == RECORD.encode()
    assert 1 < redis.ttl(RUNNING) <= LEASE


def test_who_has_it_may_take_it_once_more(redis: Any) -> None:
    assert take(redis) == take(redis) == [b"taken"]
    verdict, left = take(redis, "another")
    assert verdict == b"running"
    assert 0 < left <= LEASE * 1000
    assert renew(redis, "another") == 0


def test_what_is_rejected_is_free(redis: Any) -> None:
    take(redis)
    assert redis.eval(NOTE, 1, RECORD, "another", LIFE, "until", 0) == 0
    assert redis.eval(NOTE, 1, RECORD, "me", LIFE, "until", 0) == 1
    assert take(redis, "another") == [b"taken"]
