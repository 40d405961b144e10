"""The list of letters in Redis: what it keeps, in which order it is read, and what is sent again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from celery import Celery

from taskgate.dead import redis_box
from taskgate.dead.bounds import Bounds
from taskgate.dead.box import Found, opened
from taskgate.dead.letter import Letter, Raw
from taskgate.dead.redis import SIZE, RedisStore

MOST = 5
BOUNDS = Bounds("dead", most=MOST, life=100)
KEY = "taskgate:dead"


@pytest.fixture
def app(redis: Any, url: str) -> Iterator[Celery]:
    with Celery("box", broker=url, set_as_current=False) as made:
        yield made


@pytest.fixture
def store(app: Celery) -> Iterator[RedisStore]:
    made = RedisStore(app, BOUNDS)
    yield made
    made.close()


@pytest.fixture
def box(app: Celery, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(redis_box, "PAGE", 2)
    with opened(app) as made:
        yield made


def keep(store: RedisStore, *numbers: int) -> None:
    for number in numbers:
        store.keep(Letter(Raw("cpu", b"body"), "TASK_FAILED", "boom", id=f"letter-{number}"))


def ids(letters: Iterator[Found]) -> list[int]:
    return [int(each.letter.id.removeprefix("letter-")) for each in letters]


def test_newest_are_kept_for_a_while(store: RedisStore, box: Any, redis: Any) -> None:
    keep(store, *range(MOST + 2))
    assert ids(box.letters(99)) == [2, 3, 4, 5, 6]
    assert 0 < redis.ttl(KEY) <= BOUNDS.life
    redis.expire(KEY, 5)
    keep(store, 7)
    assert redis.ttl(KEY) > 5


def test_bytes_of_all_are_bounded_and_counted_anew_where_others_have_changed_them(
    app: Celery, store: RedisStore, box: Any, redis: Any
) -> None:
    def size() -> int:
        return sum(map(len, redis.lrange(KEY, 0, -1)))

    keep(store, 0)
    most = 3 * size() + 20
    made = RedisStore(app, replace(BOUNDS, size=most))
    try:
        keep(made, *range(1, 5))
        assert ids(box.letters(9)) == [2, 3, 4]
        redis.rpop(KEY)
        keep(made, 5)
        assert ids(box.letters(9)) == [3, 4, 5]
        assert int(redis.hget(KEY + SIZE, "bytes")) == size() <= most
        made.keep(Letter(Raw("cpu", b"x" * most), "TASK_FAILED", "boom", id="letter-9"))
        assert ids(box.letters(9)) == [4, 5, 9]
    finally:
        made.close()


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_oldest_are_read_first_and_the_others_counted(store: RedisStore, box: Any, most: int) -> None:
    keep(store, *range(MOST))
    assert ids(box.letters(most)) == list(range(most))
    assert box.unseen == MOST - most


def test_letters_may_be_removed_while_they_are_read(store: RedisStore, box: Any) -> None:
    keep(store, *range(MOST))
    seen = []
    for found in box.letters(4):
        seen.append(found.letter.id[-1])
        if found.letter.id in ("letter-0", "letter-1", "letter-3"):
            assert box.remove(found)
            assert not box.remove(found), "it is gone"
    assert seen == ["0", "1", "2", "3"]
    assert box.unseen == 1
    assert ids(box.letters(99)) == [2, 4]


def queues(redis: Any) -> list[str]:
    """Return the names of all lists but those of the letters."""
    return [name for key in redis.scan_iter() if not (name := key.decode()).startswith(KEY)]


MESSAGE = Raw(
    "cpu",
    b"[]",
    {"id": "fresh"},
    {"content_type": "application/json", "correlation_id": "fresh", "priority": 4},
)


def test_message_is_sent_with_the_removal_of_its_letter(store: RedisStore, box: Any, redis: Any) -> None:
    keep(store, 1, 2)
    found = next(iter(box.letters(1)))
    assert box.replay(found, MESSAGE)
    (queue,) = queues(redis)
    assert queue.startswith("cpu")
    sent = json.loads(redis.lindex(queue, 0))
    assert (sent["headers"], sent["properties"]["priority"]) == ({"id": "fresh"}, 4)
    assert (sent["content-type"], sent["properties"]["delivery_info"]["routing_key"]) == (
        "application/json",
        "cpu",
    )
    assert ids(box.letters(9)) == [2]


def test_letter_that_somebody_has_removed_is_not_sent(store: RedisStore, box: Any, redis: Any) -> None:
    keep(store, 1)
    found = next(iter(box.letters(1)))
    redis.delete(KEY)
    assert not box.replay(found, MESSAGE)
    assert queues(redis) == []
