"""What is kept in Redis of contracts and callers, and for how long."""

from __future__ import annotations

import json
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from taskgate.worker import sightings
from taskgate.worker.sightings import CONTRACT_KEY, NO_CONTRACT, SEEN_KEY, Sighting
from tests.compatibility.contracts import contract

ONE = contract()
PRINT = str(ONE["fingerprint"])


def test_contract_is_found_by_its_fingerprint_until_its_time_is_over(redis: Any) -> None:
    sightings.keep_contracts(redis, [contract(f"a.b{number}") for number in range(150)] + [ONE], 100)
    assert sightings.contract_of(redis, PRINT) == ONE
    assert 0 < redis.ttl(CONTRACT_KEY + PRINT) <= 100
    assert redis.dbsize() == 151
    assert sightings.contracts_by(redis, [PRINT, "sha256:" + "0" * 64]) == {PRINT: ONE}


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"name": 1}', json.dumps({**ONE, "result": True})])
def test_what_is_not_that_contract_is_none(text: str, redis: Any) -> None:
    redis.set(CONTRACT_KEY + PRINT, text)
    assert sightings.contract_of(redis, PRINT) is None


def test_redis_that_is_away_is_none() -> None:
    with Redis.from_url("redis://127.0.0.1:1/0", retry=None) as client:
        assert sightings.contract_of(client, PRINT) is None


def test_sighting_is_kept_once_with_its_last_time(redis: Any) -> None:
    sightings.keep_contracts(redis, [ONE], 10)
    for fingerprint in (PRINT, NO_CONTRACT, PRINT):
        sightings.keep_sighting(redis, SEEN_KEY, "a.b", fingerprint, 1000)
    found = sightings.sightings(redis, SEEN_KEY, 0)
    assert sorted(each.fingerprint or "" for each in found) == ["", PRINT]
    assert {each.task for each in found} == {"a.b"}
    assert 990 < redis.ttl(SEEN_KEY) <= 1000
    # What is still called is still known.
    assert 990 < redis.ttl(CONTRACT_KEY + PRINT) <= 1000


def test_old_and_too_many_sightings_go(redis: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sightings, "MAX_SEEN", 3)
    now = [1000.0]
    monkeypatch.setattr("taskgate.worker.sightings.time.time", lambda: now[0])
    for number in range(5):
        now[0] += 1
        sightings.keep_sighting(redis, SEEN_KEY, f"a.b{number}", NO_CONTRACT, 100)
    assert [each.task for each in sightings.sightings(redis, SEEN_KEY, 0)] == ["a.b2", "a.b3", "a.b4"]
    assert sightings.sightings(redis, SEEN_KEY, 1005) == [Sighting("a.b4", None, 1005.0)]
    now[0] = 1104.5
    sightings.keep_sighting(redis, SEEN_KEY, "a.c", NO_CONTRACT, 100)
    assert [each.task for each in sightings.sightings(redis, SEEN_KEY, 0)] == ["a.b4", "a.c"]


def test_what_nobody_of_ours_has_written_is_passed_over(redis: Any) -> None:
    redis.zadd(SEEN_KEY, {"garbage": 1, "sha256:zz a.b": 2, "\udcff".encode("utf-8", "surrogateescape"): 3})
    assert sightings.sightings(redis, SEEN_KEY, 0) == []


@pytest.mark.parametrize(
    ("prefix", "key"),
    [(None, SEEN_KEY), ("", SEEN_KEY), ("shop", f"shop_{SEEN_KEY}"), ("shop:", f"shop:{SEEN_KEY}")],
)
def test_key_has_the_prefix_of_the_results(prefix: str | None, key: str) -> None:
    app = Celery(set_as_current=False)
    app.conf.result_backend_transport_options = {"global_keyprefix": prefix}
    assert sightings.seen_key(app) == key


@pytest.mark.parametrize(
    ("given", "life"), [({}, 604_800), ({"taskgate_seen_expires": 60}, 60), ({"taskgate_seen_expires": 0}, 0),
    ({"taskgate_seen_expires": "x"}, 0)],
)  # fmt: skip
def test_app_says_how_long(given: dict[str, Any], life: int) -> None:
    app = Celery(set_as_current=False)
    app.conf.update(given)
    assert sightings.life(app) == life
