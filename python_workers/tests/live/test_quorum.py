"""Delays on a quorum queue: RabbitMQ keeps the message, not the worker (Celery's native delayed delivery)."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pika
import pytest
from celery import Celery
from celery.result import AsyncResult
from kombu import pools
from pika.adapters.blocking_connection import BlockingChannel

from taskgate import create_app
from tests.isolation import isolated_tasks, packages_in
from tests.live.process import pika_url, running_worker
from tests.live.states import WAIT

pytestmark = pytest.mark.live

TASKS = """
    import datetime
    import os

    from celery import current_task
    from taskgate import task

    @task(queue=os.environ["TEST_QUEUE"], queue_type="quorum")
    def look() -> list[str]:
        exchange = current_task.request.delivery_info["exchange"]
        return [exchange, datetime.datetime.now(datetime.UTC).isoformat()]
"""


@pytest.fixture(scope="module", autouse=True)
def sender(
    redis_url: str, amqp_url: str, queue: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Celery]:
    """Run a worker, and yield an app with the same tasks, which sends to it."""
    folder = tmp_path_factory.mktemp("quorum")
    with (
        running_worker(folder, TASKS, queue, amqp_url, redis_url),
        isolated_tasks(),
        packages_in(tmp_path_factory.mktemp("sender")) as write,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TEST_QUEUE", queue)
        app = create_app("sender", tasks=write(jobs=TASKS), broker_url=amqp_url, result_backend=redis_url)
        yield app
        backend: Any = app.backend
        backend.result_consumer.stop()
        backend.result_consumer.subscribed_to.clear()
        backend.client.connection_pool.disconnect()
        app.close()
        pools.reset()


@pytest.fixture
def channel(amqp_url: str) -> Iterator[BlockingChannel]:
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(amqp_url)))) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        yield channel


CLOCKS = datetime.timedelta(milliseconds=50)
"""By which RabbitMQ's clock, which it corrects by and by, may run ahead of the worker's in a few seconds."""


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def routing_key(seconds: int, queue: str) -> str:
    """Return the seconds as 28 bits, the highest first, and the queue, joined by dots."""
    return ".".join(f"{seconds:028b}") + f".{queue}"


def test_worker_has_made_what_delays(channel: BlockingChannel) -> None:
    for name in [*(f"celery_delayed_{level}" for level in range(28)), "celery_delayed_delivery"]:
        channel.exchange_declare(name, passive=True)  # raises where it is not there


def test_delay_from_python_is_the_brokers(sender: Celery, queue: str, channel: BlockingChannel) -> None:
    spy = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(spy, "celery_delayed_27", f"#.{queue}")
    result = sender.tasks["jobs.look"].apply_async(countdown=2)
    method, properties, body = next(channel.consume(spy, auto_ack=True, inactivity_timeout=WAIT))
    channel.cancel()
    assert (method.exchange, method.routing_key) == ("celery_delayed_27", routing_key(2, queue))
    assert (properties.headers["id"], properties.delivery_mode) == (result.id, 2)
    assert json.loads(body)[:2] == [[], {}]
    exchange, ran = result.get(timeout=WAIT)
    assert exchange.startswith("celery_delayed_")
    assert moment(ran) >= moment(properties.headers["eta"]) - CLOCKS


@pytest.mark.parametrize("kind", ["countdown", "moment", "text"])
@pytest.mark.parametrize("seconds", [0.2, 1.0])
def test_a_delay_of_a_second_or_less_is_one(sender: Celery, kind: str, seconds: float) -> None:
    due = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    options: dict[str, dict[str, Any]] = {
        "countdown": {"countdown": seconds},
        "moment": {"eta": due},
        "text": {"eta": due.isoformat()},
    }
    exchange, ran = sender.tasks["jobs.look"].apply_async(**options[kind]).get(timeout=WAIT)
    assert exchange.startswith("celery_delayed_")
    assert moment(ran) >= due - CLOCKS


def test_a_moment_that_has_passed_is_no_delay(sender: Celery, queue: str) -> None:
    due = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    exchange, _ = sender.tasks["jobs.look"].apply_async(eta=due).get(timeout=WAIT)
    assert exchange == queue


def test_message_without_a_delay_comes_at_once(sender: Celery, queue: str) -> None:
    exchange, _ = sender.tasks["jobs.look"].delay().get(timeout=WAIT)
    assert exchange == queue


def test_delay_by_hand_needs_no_eta(sender: Celery, queue: str, channel: BlockingChannel) -> None:
    task_id = str(uuid.uuid4())
    headers = {"lang": "py", "task": "jobs.look", "id": task_id, "root_id": task_id, "retries": 0}
    properties = pika.BasicProperties(
        headers=headers,
        content_type="application/json",
        content_encoding="utf-8",
        correlation_id=task_id,
        delivery_mode=2,
    )
    sent = datetime.datetime.now(datetime.UTC)
    body = b'[[], {}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]'
    channel.basic_publish("celery_delayed_27", routing_key(1, queue), body, properties, mandatory=True)
    result: Any = AsyncResult(task_id, app=sender)
    exchange, ran = result.get(timeout=WAIT)
    assert exchange.startswith("celery_delayed_")
    assert moment(ran) - sent >= datetime.timedelta(seconds=1) - CLOCKS
