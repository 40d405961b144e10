"""What BRPOP took and could not be noted is put back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import OutOfMemoryError

from taskgate.messaging import channel
from tests.messaging.sides import PREFIX, Open, Side, full, noted, send
from tests.waiting import until


def take_by_brpop(url: str, side: Side) -> None:
    side.ask()
    assert side.read() is None
    send(url, 1)


def fail_to_note(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a message, and lose the connection when Redis has the note and has not said so."""
    execute = Pipeline.execute

    def executes_and_is_cut(pipeline: Any, *args: Any) -> None:
        execute(pipeline, *args)
        raise Lost

    with monkeypatch.context() as patch:
        patch.setattr(Pipeline, "execute", executes_and_is_cut)
        with pytest.raises(Lost):
            side.read()


@pytest.mark.parametrize("rules", ["", "-eval"])
@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_what_could_not_be_noted_goes_back(
    redis: Any,
    url: str,
    sides: Open,
    user: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    rules: str,
    prefix: str,
) -> None:
    address = user(rules) if rules else url
    side = sides(url=address, global_keyprefix=prefix)
    side.ask()
    assert side.read() is None
    send(url, 1, 2, global_keyprefix=prefix)
    fail_to_note(side, monkeypatch)
    side.lose()
    other = sides(url=address, global_keyprefix=prefix)
    other.ask()
    until(lambda: other.read() is not None)
    assert other.got[-1].payload == 1
    assert len(noted(redis, prefix)) == 1
    assert redis.llen(prefix + "q") == 1


def test_redis_that_is_full_when_it_is_noted(redis: Any, url: str, sides: Open) -> None:
    side = sides()
    take_by_brpop(url, side)
    until(lambda: redis.llen("q") == 0)
    with full(redis):
        with pytest.raises(OutOfMemoryError):
            side.read()
        assert noted(redis) == {}
        assert side.take().payload == 1
    assert len(noted(redis)) == 1


def test_what_is_held_is_put_back_before_anything_is_taken(
    redis: Any, url: str, sides: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = sides()
    take_by_brpop(url, side)
    until(lambda: redis.llen("q") == 0)

    def cut(*_: Any) -> None:
        raise Lost

    fail_to_note(side, monkeypatch)
    send(url, 2)
    with monkeypatch.context() as patch:
        patch.setattr(Redis, "eval", cut)
        for _ in range(3):
            with pytest.raises(Lost):
                side.ask()
            assert redis.llen("q") == 1
    side.channel.close()
    assert [json.loads(each)["body"] for each in redis.lrange("q", 0, -1)] == ["Mg==", "MQ=="]
    assert noted(redis) == {}


def test_what_is_noted_already_is_not_put_back(
    redis: Any, url: str, sides: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(url, 1)
    side = sides()
    side.ask()
    monkeypatch.setattr(channel, "_FRESH_S", 0.0)
    fail_to_note(side, monkeypatch)
    side.channel.close()
    assert redis.llen("q") == 0
    assert len(noted(redis)) == 1
