"""Renewing leases in a Redis that is full, or has rules."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from redis.exceptions import ResponseError

from taskgate.app import App
from taskgate.worker.deliveries.lease import Index
from tests.messaging.sides import PREFIX, full

KEY = "unacked_index"


@contextmanager
def opened(url: str, prefix: str = "") -> Iterator[Index]:
    """Open the index as a worker does."""
    app = App("test", broker=url, set_as_current=False)
    index = Index(app.connection_for_read(transport_options={"global_keyprefix": prefix}))
    try:
        yield index
    finally:
        index.close()
        app.close()


@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_what_is_noted_is_renewed_and_nothing_else(redis: Any, url: str, prefix: str) -> None:
    redis.zadd(prefix + KEY, {"mine": 1, "other": 2})
    with opened(url, prefix) as index:
        index.renew({"mine", "gone"})
    renewed = dict(redis.zrange(prefix + KEY, 0, -1, withscores=True))
    assert set(renewed) == {b"mine", b"other"}
    assert (renewed[b"mine"] > 1, renewed[b"other"]) == (True, 2)


def test_redis_that_is_full(redis: Any, url: str) -> None:
    redis.zadd(KEY, {"mine": 1})
    with opened(url) as index, full(redis):
        index.renew({"mine"})
    assert redis.zscore(KEY, "mine") > 1


def test_rule_against_scripts(
    redis: Any, user: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    redis.zadd(KEY, {"mine": 1})
    with caplog.at_level(logging.WARNING), opened(user("-eval")) as index:
        for _ in range(2):
            index.renew({"mine"})
            assert redis.zscore(KEY, "mine") > 1
            redis.zadd(KEY, {"mine": 1})
    assert [each.getMessage().count("+eval +persist") for each in caplog.records] == [1]


def test_replica_is_none_that_forbids(redis: Any, url: str) -> None:
    redis.zadd(KEY, {"mine": 1})
    with opened(url) as index:
        redis.replicaof("127.0.0.1", 1)
        try:
            with pytest.raises(ResponseError, match="read only replica"):
                index.renew({"mine"})
        finally:
            redis.replicaof("NO", "ONE")
        index.renew({"mine"})
    assert redis.zscore(KEY, "mine") > 1
