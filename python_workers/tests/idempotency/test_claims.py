"""What stands under a key when a caller claims it, and what a caller sends."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate.app import App
from taskgate.errors import IdempotencyConflict
from taskgate.idempotency import claims
from taskgate.idempotency.claims import CLAIM_LIFE
from taskgate.idempotency.keys import HEADER, task_id
from taskgate.idempotency.record import record_key, result_key
from taskgate.result_store import store

TASK, KEY = "a.b", "k"
ID = task_id(TASK, KEY)


@pytest.fixture
def record(app: App) -> str:
    """The record of the key in Redis."""
    return record_key(app, ID)


@pytest.fixture
def result(app: App) -> str:
    """The result of the key in Redis."""
    return str(result_key(app, ID).decode())


def claim(app: App, **arguments: Any) -> str:
    return claims.claim(app, TASK, KEY, (), arguments)


def test_the_first_of_many_callers_is_told_so(app: App, redis: Any, record: str) -> None:
    assert claim(app, n=1) == "new"
    assert 0 < redis.ttl(record) <= CLAIM_LIFE
    assert [claim(app, n=1) for _ in range(2)] == ["claimed", "claimed"]


def test_other_arguments_are_a_conflict_whatever_became_of_the_first(
    app: App, redis: Any, record: str, result: str
) -> None:
    claim(app, n=1)
    with pytest.raises(IdempotencyConflict):
        claim(app, n=2)
    redis.hset(record, "state", "succeeded")
    redis.set(result, "1")
    with pytest.raises(IdempotencyConflict):
        claim(app, n=2)
    assert claim(app, n=1) == "succeeded"


def test_arguments_without_a_digest_are_not_compared(app: App) -> None:
    claim(app, n=1)
    assert claims.claim(app, TASK, KEY, (1,), {}) == "claimed"


def test_failure_is_gone_with_the_next_claim(app: App, redis: Any, record: str, result: str) -> None:
    claim(app, n=1)
    redis.hset(record, mapping={"state": "failed", "holder": "x"})
    redis.set(result, "the failure")
    assert claim(app, n=2) == "new"
    assert redis.get(result) is None
    assert sorted(redis.hkeys(record)) == [b"arguments", b"state"]


def test_success_stands_as_long_as_its_result(app: App, redis: Any, record: str, result: str) -> None:
    claim(app, n=1)
    redis.hset(record, "state", "succeeded")
    redis.set(result, "1")
    assert claim(app, n=1) == "succeeded"
    redis.delete(result)
    assert claim(app, n=1) == "new"
    redis.hset(record, mapping={"state": "succeeded", "resultless": 1})
    assert claim(app, n=1) == "succeeded"


@pytest.mark.parametrize(("seconds", "left"), [(10, 0), (2 * CLAIM_LIFE, 1)])
def test_claim_lengthens_a_life_and_never_shortens_one(
    app: App, redis: Any, record: str, seconds: int, left: int
) -> None:
    claim(app, n=1)
    redis.expire(record, seconds)
    assert claim(app, n=1) == "claimed"
    assert redis.ttl(record) // (CLAIM_LIFE + 1) == left
    assert redis.ttl(record) > 10


def test_window_of_a_success_is_not_lengthened_by_who_asks(
    app: App, redis: Any, record: str, result: str
) -> None:
    claim(app, n=1)
    redis.hset(record, "state", "succeeded")
    redis.set(result, "1")
    redis.expire(record, 10)
    assert claim(app, n=1) == "succeeded"
    assert redis.ttl(record) <= 10


def sent(app: App, **options: Any) -> tuple[Any, list[Any]]:
    """Send a call, and return what it gives and what has gone out."""
    gone: list[Any] = []
    redis: Any = store(app)

    def send_task(*args: Any, **given: Any) -> str:
        gone.append((redis.hget(record_key(app, ID), "state"), args, given))
        return "sent"

    return claims.send(app, send_task, TASK, kwargs={"n": 1}, idempotency_key=KEY, **options), gone


def test_key_is_claimed_before_its_message_goes_out(app: App) -> None:
    _, ((state, args, given),) = sent(app, headers={"x": 1})
    assert (state, args) == (b"claimed", (TASK,))
    assert (given["task_id"], given["headers"]) == (ID, {"x": 1, HEADER: KEY})


def test_nothing_is_sent_for_a_key_that_has_succeeded(app: App, redis: Any, record: str, result: str) -> None:
    sent(app)
    redis.hset(record, "state", "succeeded")
    redis.set(result, "1")
    found, gone = sent(app)
    assert (found.id, gone) == (ID, [])


def test_nothing_is_sent_for_other_arguments(app: App) -> None:
    claim(app, n=2)
    with pytest.raises(IdempotencyConflict) as caught:
        sent(app)
    assert caught.value.details == {"task": TASK, "key": KEY}


def test_call_with_an_id_of_its_own_keeps_it_and_claims_nothing(app: App, redis: Any) -> None:
    _, ((state, _, given),) = sent(app, task_id="own")
    assert (state, given["task_id"], given["headers"]) == (None, "own", {HEADER: KEY})
    assert redis.keys() == []
