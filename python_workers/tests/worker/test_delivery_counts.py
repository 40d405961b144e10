"""Where deliveries are counted: in Redis, and in queues of RabbitMQ."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from amqp.exceptions import NotFound

from taskgate.worker.deliveries.counts import KEY, LIFE, QUEUE, QueueCounts, RedisCounts


class Channel:
    """RabbitMQ's, as far as it is needed: queues by their names, of messages that nobody takes."""

    def __init__(self, queues: dict[str, int]) -> None:
        self.queues = queues
        self.is_open = True
        self.is_cut = False
        self.arguments: Any = None

    def queue_declare(self, name: str, *, durable: bool, auto_delete: bool, arguments: Any) -> Any:
        if self.is_cut:
            raise ConnectionError
        assert (durable, auto_delete) == (True, False)
        self.arguments = arguments
        return SimpleNamespace(message_count=self.queues.setdefault(name, 0))

    def basic_publish_confirm(self, message: Any, exchange: str, name: str, **options: Any) -> None:
        assert (exchange, options["mandatory"], message.properties["delivery_mode"]) == ("", True, 2)
        self.queues[name] += 1

    def basic_get(self, name: str, no_ack: bool) -> None:
        if name not in self.queues:
            raise NotFound
        self.queues[name] = max(0, self.queues[name] - 1)

    def queue_delete(self, name: str) -> None:
        self.queues.pop(name, None)


class Connection:
    """A connection that opens channels, and notes them."""

    def __init__(self) -> None:
        self.queues: dict[str, int] = {}
        self.channels: list[Channel] = []
        self.released = 0
        self.is_away = False

    def connect(self) -> None:
        if self.is_away:
            raise ConnectionError

    def channel(self) -> Channel:
        self.channels.append(Channel(self.queues))
        return self.channels[-1]

    def release(self) -> None:
        self.released += 1


@pytest.fixture
def connection() -> Connection:
    return Connection()


@pytest.fixture(params=["redis", "rabbitmq"])
def counts(request: pytest.FixtureRequest, connection: Connection) -> Any:
    if request.param == "redis":
        return RedisCounts(request.getfixturevalue("redis"), lambda key: f"p-{key}")
    return in_queues(connection)


def in_queues(connection: Connection) -> Any:
    app: Any = SimpleNamespace(connection_for_write=lambda **_: connection)
    return QueueCounts(app)


def test_each_task_is_counted_by_itself_until_it_is_forgotten(counts: Any) -> None:
    assert [counts.add(name) for name in ("one", "one", "two", "one")] == [1, 2, 1, 3]
    counts.take_back("one")
    assert counts.add("one") == 3
    counts.forget("one")
    assert [counts.add(name) for name in ("one", "two")] == [1, 2]


def test_what_nobody_has_counted_may_be_taken_back(counts: Any) -> None:
    counts.take_back("one")
    counts.forget("one")
    assert counts.add("one") == 1


def test_count_of_redis_goes_by_itself(redis: Any) -> None:
    RedisCounts(redis, lambda key: f"p-{key}").add("one")
    (key,) = redis.keys()
    assert key.decode() == f"p-{KEY}one"
    assert 0 < redis.ttl(key) <= LIFE


def test_count_of_rabbitmq_goes_by_itself(connection: Connection) -> None:
    in_queues(connection).add("one")
    assert connection.channels[0].arguments["x-expires"] == LIFE * 1000
    assert list(connection.queues) == [f"{QUEUE}one"]


def test_long_ids_have_short_queues_of_their_own(connection: Connection) -> None:
    counts = in_queues(connection)
    assert [counts.add("x" * 300 + end) for end in "ab"] == [1, 1]
    assert max(map(len, connection.queues)) < 100


def test_channel_that_was_cut_while_it_lay_idle_is_opened_again(connection: Connection) -> None:
    counts = in_queues(connection)
    counts.add("one")
    connection.channels[0].is_cut = True
    assert counts.add("one") == 2
    assert (len(connection.channels), connection.released) == (2, 1)


def test_broker_that_is_away_is_not_tried_twice(connection: Connection) -> None:
    connection.is_away = True
    with pytest.raises(ConnectionError):
        in_queues(connection).add("one")
    assert connection.released == 1
