"""The order, the waiting and the end of a channel are those of kombu."""

from __future__ import annotations

from typing import Any

import pytest
from redis.exceptions import ConnectionError as Lost

from tests.messaging.sides import PREFIX, Open, noted, queue, send
from tests.waiting import until


@pytest.mark.parametrize("strategy", ["round_robin", "sorted", "priority"])
@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_order_is_that_of_kombu(redis: Any, url: str, sides: Open, strategy: str, prefix: str) -> None:
    orders = []
    for taskgate in (True, False):
        redis.flushall()
        for name in ("b", "a", "c"):
            for place, priority in enumerate((0, 9, 3, 0, 6)):
                send(url, [name, priority, place], to=name, priority=priority, global_keyprefix=prefix)
        side = sides(
            *map(queue, "cab"), taskgate=taskgate, global_keyprefix=prefix, queue_order_strategy=strategy
        )
        orders.append([side.take().payload for _ in range(15)])
        assert len(noted(redis, prefix)) == 15
        side.connection.release()
    assert orders[0] == orders[1]


def test_an_empty_list_is_waited_for(redis: Any, url: str, sides: Open) -> None:
    side = sides()
    side.ask()
    assert side.read() is None
    assert side.channel._in_poll is side.channel.client.connection
    until(lambda: any(client["cmd"] == "brpop" for client in redis.client_list()))
    send(url, 1)
    message = side.read()
    assert message.payload == 1
    assert list(noted(redis)) == [message.delivery_tag]
    assert not side.channel._in_poll


def test_drain_events_and_its_timeout(redis: Any, url: str, sides: Open) -> None:
    side = sides()
    with pytest.raises(TimeoutError):
        side.connection.drain_events(timeout=0.1)
    send(url, 1, 2)
    for _ in range(9):
        if len(side.got) < 2:
            side.connection.drain_events(timeout=10)
    assert [message.payload for message in side.got] == [1, 2]


@pytest.mark.parametrize("found", [True, False], ids=["message", "nothing"])
def test_close_with_a_reply_under_way(redis: Any, url: str, sides: Open, found: bool) -> None:
    if found:
        send(url, 1)
    side = sides()
    side.ask()
    redis.config_resetstat()
    side.channel.close()
    assert "cmdstat_brpop" not in redis.info("commandstats")
    assert redis.llen("q") == found
    assert noted(redis) == {}


def test_message_that_comes_after_the_consumer_has_gone(redis: Any, url: str, sides: Open) -> None:
    send(url, 1)
    side = sides()
    side.ask()
    side.consumer.cancel()
    assert side.read() is None
    assert redis.llen("q") == 1
    assert noted(redis) == {}
    side.ask()
    assert not side.channel._in_poll


def test_nothing_is_waited_for_when_the_consumer_has_gone(redis: Any, sides: Open) -> None:
    side = sides()
    side.ask()
    side.consumer.cancel()
    assert side.read() is None
    assert not side.channel._in_poll


@pytest.mark.parametrize("breaks", [False, True], ids=["done", "failed"])
def test_new_credentials_between_the_two_questions(
    redis: Any, sides: Open, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    side = sides()
    side.ask()
    connection = side.channel.client.connection
    during = []

    def authenticate() -> None:
        during.append(side.channel._in_poll)
        connection.set_re_auth_token(None)
        if breaks:
            raise Lost

    monkeypatch.setattr(connection, "re_auth", authenticate)
    connection.set_re_auth_token("token")
    assert side.read() is None
    assert during == [None]
    # A connection that has gone is the poller's to open.
    assert (connection._sock is None) == breaks
    assert bool(side.channel._in_poll) != breaks


def test_overdue_reply_drops_the_connection(
    sides: Open, monkeypatch: pytest.MonkeyPatch, redis: Any, url: str
) -> None:
    side = sides()
    redis.client_pause(1000)
    side.ask()
    connection = side.channel.client.connection
    monkeypatch.setattr(side.channel, "_brpop_sent_at", -1e9)
    side.connection.transport.cycle.maybe_check_brpop_health()
    assert connection._sock is None
    assert not side.channel._in_poll
    redis.client_unpause()
    send(url, 1)
    assert side.take().payload == 1


def test_error_of_the_poller_takes_nothing_away(redis: Any, url: str, sides: Open) -> None:
    send(url, 1, global_keyprefix=PREFIX)
    side = sides(global_keyprefix=PREFIX)
    side.ask()
    side.channel._poll_error("BRPOP")
    side.lose()
    assert len(noted(redis, PREFIX)) == 1
