"""How often a worker was lost with a run of a key: the runs count, not the messages that tell of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from celery.exceptions import Ignore

from taskgate.idempotency.keys import HEADER, task_id
from taskgate.idempotency.record import record_key
from taskgate.worker.deliveries.bounded import BoundsDeliveries
from taskgate.worker.deliveries.keyed import KeyCounts, key_counts

NAME = "orders.place"
ID = task_id(NAME, "k")


@pytest.fixture
def counts(redis: Any) -> KeyCounts:
    return KeyCounts(redis, "record", 60)


def held_by(redis: Any, holder: str, state: str = "claimed") -> None:
    redis.hset("record", mapping={"state": state, "holder": holder})


def test_each_run_counts_once(redis: Any, counts: KeyCounts) -> None:
    held_by(redis, "id/host/1/a")
    assert [counts.add(ID) for _ in range(5)] == [1] * 5, "five messages of three callers tell of one loss"
    held_by(redis, "id/host/2/b")
    assert [counts.add(ID) for _ in range(2)] == [2, 2]
    assert 0 < redis.ttl("record") <= 60


@pytest.mark.parametrize("holder", ["retry", "gone", ""])
def test_who_does_not_run_was_not_lost(redis: Any, counts: KeyCounts, holder: str) -> None:
    held_by(redis, holder)
    assert counts.add(ID) == 0
    redis.hdel("record", "holder")
    assert counts.add(ID) == 0


def test_what_was_lost_stays_counted_when_nobody_has_the_key(redis: Any, counts: KeyCounts) -> None:
    held_by(redis, "id/host/1/a")
    counts.add(ID)
    redis.hdel("record", "holder")
    counts.take_back(ID)
    assert counts.add(ID) == 1


@pytest.mark.parametrize("state", ["succeeded", "failed"])
def test_a_key_that_has_an_end_counts_nothing(redis: Any, counts: KeyCounts, state: str) -> None:
    held_by(redis, "id/host/1/a")
    counts.add(ID)
    held_by(redis, "id/host/1/a", state)
    assert counts.add(ID) == 0


def test_it_begins_anew_with_the_record_and_when_told(redis: Any, counts: KeyCounts) -> None:
    assert counts.add(ID) == 0
    assert not redis.exists("record"), "no record is made of a loss"
    held_by(redis, "id/host/1/a")
    counts.add(ID)
    counts.forget(ID)
    held_by(redis, "id/host/2/b")
    assert counts.add(ID) == 1


def request(app: Celery, *, id_: str = ID, key: Any = "k", **task: Any) -> Any:
    of = SimpleNamespace(**{"max_retries": 3, "acks_late": True, **task})
    return SimpleNamespace(
        app=app, type=NAME, name="shown", id=id_, task=of, request_dict={HEADER: key, "id": id_}
    )


def test_messages_of_one_id_are_counted_in_the_record_of_the_key(app: Celery, redis: Any) -> None:
    found = key_counts(request(app))
    assert found is not None
    redis.hset(record_key(app, ID), mapping={"state": "claimed", "holder": "id/host/1/a"})
    assert found.add(ID) == 1


@pytest.mark.parametrize("other", [{"id_": "own"}, {"key": None}, {"key": 7}, {"max_retries": None}])
def test_all_others_are_counted_by_their_id(app: Celery, other: Any) -> None:
    assert key_counts(request(app, **other)) is None


def test_keys_that_are_not_heeded_count_nothing(app: Celery) -> None:
    app.conf.taskgate_idempotency_window = 0
    assert key_counts(request(app)) is None
    assert key_counts(request(Celery("t", backend="rpc://", set_as_current=False))) is None


class Plain:
    """What Celery's request does with the end of a task."""

    def on_failure(self: Any, *_: Any, **__: Any) -> None:
        self.acknowledge()

    def acknowledge(self) -> None:
        pass


class Request(BoundsDeliveries, Plain):
    """One that has come again, and was counted."""

    def __init__(self, app: Celery, **options: Any) -> None:
        vars(self).update(vars(request(app, **options)))
        self.forgotten: list[str] = []
        self._counts: Any = SimpleNamespace(forget=self.forgotten.append)


@pytest.mark.parametrize(
    ("options", "error", "is_kept"),
    [
        ({}, Ignore(), True),
        ({"key": None, "taskgate": SimpleNamespace(idempotent_by=("number",))}, Ignore(), True),
        ({}, ValueError(), False),
        ({"key": None}, Ignore(), False),
    ],
    ids=["a key", "a declared key", "a failure", "no key"],
)
def test_what_goes_on_in_another_message_stays_counted(
    app: Celery, options: Any, error: Exception, is_kept: bool
) -> None:
    ended = Request(app, **options)
    ended.on_failure(SimpleNamespace(exception=error))
    assert ended.forgotten == ([] if is_kept else [ID])
