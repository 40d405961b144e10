"""A Redis that refuses scripts, or writes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import ResponseError

from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis
from taskgate.messaging import scripts as redis_scripts
from tests.messaging.sides import Open, full, noted, send
from tests.waiting import until


@pytest.mark.parametrize("rules", ["-eval", "-rpop", "-@scripting"])
def test_rule_against_scripts(
    redis: Any,
    url: str,
    sides: Open,
    user: Callable[[str], str],
    caplog: pytest.LogCaptureFixture,
    rules: str,
) -> None:
    send(url, *range(3))
    side = sides(url=user(rules))
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            side.ask()
            until(lambda: side.read() is not None)
            assert side.got[-1].payload == number
    warnings = [each.getMessage() for each in caplog.records if each.name == redis_scripts.__name__]
    assert len(warnings) == 1
    assert "+eval +rpop" in warnings[0]
    assert len(noted(redis)) == 3


def test_note_that_is_refused_is_kombus_matter(
    redis: Any, url: str, sides: Open, user: Callable[[str], str]
) -> None:
    send(url, 1)
    side = sides(url=user("-hset"))
    with pytest.raises(ResponseError):
        side.take()
    assert redis.hlen("unacked") == 0
    # In kombu it is gone.
    redis.execute_command("ACL", "SETUSER", "some", "+hset")
    assert side.take().payload == 1
    assert len(noted(redis)) == 1


def test_server_without_scripts(tmp_path: Path, caplog: pytest.LogCaptureFixture, sides: Open) -> None:
    (tmp_path / "more").write_text('rename-command EVAL ""\n')
    with Processes() as processes:
        url = start_redis(processes, settings={"include": tmp_path / "more"}).url(0)
        send(url, 1)
        side = sides(url=url)
        assert side.take() is None
        assert side.read().payload == 1
        assert len(caplog.records) == 1
        with Redis.from_url(url) as redis:
            assert len(noted(redis)) == 1
        side.connection.release()


def test_full_redis(redis: Any, url: str, sides: Open, caplog: pytest.LogCaptureFixture) -> None:
    send(url, *range(3))
    side = sides()
    with full(redis):
        assert [side.take().payload for _ in range(3)] == [0, 1, 2]
    assert len(noted(redis)) == 3
    assert not caplog.records


def test_replica_is_left_as_a_connection_that_is_lost(redis: Any, url: str, sides: Open) -> None:
    send(url, 1)
    side = sides()
    redis.replicaof("127.0.0.1", 1)
    try:
        with pytest.raises(side.connection.connection_errors, match="read only replica"):
            # Redis 6.2 refuses a script in words of its own: there it is BRPOP that is refused.
            until(lambda: side.take() is not None)
    finally:
        redis.replicaof("NO", "ONE")
    # Not for good.
    assert side.take().payload == 1
    assert len(noted(redis)) == 1


def test_full_redis_lets_a_message_go(redis: Any, url: str, sides: Open) -> None:
    send(url, *range(3))
    side = sides()
    done, given_back, kept = [side.take() for _ in range(3)]
    with full(redis):
        done.ack()
        with pytest.raises(side.connection.connection_errors):
            given_back.requeue()
    assert noted(redis).keys() == {given_back.delivery_tag, kept.delivery_tag}
    assert held(side) == {kept.delivery_tag}


def test_what_a_replica_does_not_let_go_is_not_held(redis: Any, url: str, sides: Open) -> None:
    send(url, 1)
    side = sides()
    message = side.take()
    redis.replicaof("127.0.0.1", 1)
    try:
        with pytest.raises(side.connection.connection_errors):
            message.ack()
    finally:
        redis.replicaof("NO", "ONE")
    assert noted(redis).keys() == {message.delivery_tag}
    assert not held(side)


def held(side: Any) -> set[str]:
    """Return what the worker would say is its own, and counts among what it may take."""
    qos = side.channel.qos
    return set(qos._delivered.keys() - qos._dirty)
