"""Where deliveries are counted: a number in Redis, and with RabbitMQ alone a queue (PROTOCOL.md, H3)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pika
import pytest
from redis import ConnectionPool, Redis

from taskgate import create_app
from taskgate.worker.deliveries.counts import Counts, counts_of
from tests.isolation import isolated_tasks, packages_in
from tests.live.process import pika_url

pytestmark = pytest.mark.live

TASK_ID = str(uuid.uuid4())
DAY = 86_400

Made = Callable[[str, str], Counts]


@pytest.fixture
def counts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Return what counts for an app with a broker and results."""
    opened: list[Any] = []
    with isolated_tasks(), packages_in(tmp_path_factory.mktemp("app")) as write:
        package = write(jobs="")

        def made(broker: str, backend: str) -> Counts:
            options = {"global_keyprefix": "apart:"}
            app = create_app(
                "counts",
                tasks=package,
                broker_url=broker,
                result_backend=backend,
                broker_transport_options=options if broker.startswith("redis") else {},
                result_backend_transport_options=options,
            )
            connection: Any = app.connection_for_read()
            found: Any = counts_of(app, connection.default_channel)
            opened.extend([app, connection])
            pool = getattr(found, "_client", None)
            opened.append(found._connection if pool is None else pool.connection_pool)
            return found  # type: ignore[no-any-return]

        yield made
    for each in reversed(opened):
        (each.disconnect if isinstance(each, ConnectionPool) else each.close)()


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_number_in_redis(counts: Made, broker: str, redis: Redis, redis_url: str, amqp_url: str) -> None:
    key = f"apart:taskgate:deliveries:{TASK_ID}"
    kept = counts(redis_url if broker == "redis" else amqp_url, redis_url)
    try:
        assert [kept.add(TASK_ID) for _ in range(2)] == [1, 2]
        assert redis.get(key) == "2"
        assert DAY - 10 < int(redis.ttl(key)) <= DAY
        kept.forget(TASK_ID)
        assert not redis.exists(key)
        kept.take_back(TASK_ID)
        assert redis.get(key) == "-1"
        assert kept.add(TASK_ID) == 0
    finally:
        redis.delete(key)


@pytest.mark.parametrize("task_id", [TASK_ID, "x" * 300], ids=["usual", "long"])
def test_queue_of_rabbitmq(counts: Made, task_id: str, amqp_url: str) -> None:
    name = "taskgate.deliveries." + (
        task_id if task_id == TASK_ID else hashlib.sha256(task_id.encode()).hexdigest()
    )
    kept = counts(amqp_url, "rpc://")
    arguments = {"x-queue-type": "classic", "x-expires": DAY * 1000}
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(amqp_url)))) as connection:
        channel = connection.channel()
        try:
            kept.take_back(task_id)
            assert [kept.add(task_id) for _ in range(2)] == [1, 2]
            # Raises where it is of another kind.
            declared = channel.queue_declare(name, durable=True, arguments=arguments)
            assert declared.method.message_count == 2
            kept.take_back(task_id)
            assert kept.add(task_id) == 2
            kept.forget(task_id)
            assert channel.queue_declare(name, durable=True, arguments=arguments).method.message_count == 0
        finally:
            channel.queue_delete(name)
