"""The brokers of the tests, and a worker on Redis; process.py starts those on other brokers."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from kombu import pools
from redis import Redis

from tests.live.process import running_worker


def required(variable: str) -> str:
    url = os.environ.get(variable)
    if not url:
        pytest.fail(f"{variable} is not set: run this under `python scripts/brokers.py -- <command>`")
    return url


@pytest.fixture(scope="module")
def redis_url() -> str:
    return required("TASKGATE_TEST_REDIS_URL")


@pytest.fixture(scope="module")
def amqp_url() -> str:
    return required("TASKGATE_TEST_AMQP_URL")


@pytest.fixture(scope="module")
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


@pytest.fixture(scope="module")
def queue() -> str:
    """A queue that no other run of the tests uses."""
    return f"test-{uuid.uuid4()}"


@contextmanager
def celery_client(queue: str, broker: str, backend: str) -> Iterator[Celery]:
    """Yield a Celery app that knows nothing of taskgate."""
    with Celery("client", broker=broker, backend=backend, set_as_current=False) as app:
        app.conf.task_default_queue = queue
        yield app
        # Celery leaves these to the garbage collector, which warns of open sockets.
        results: Any = app.backend
        if isinstance(getattr(results, "client", None), Redis):
            results.result_consumer.stop()
            # A result that is collected later would connect once more, to unsubscribe.
            results.result_consumer.subscribed_to.clear()
            results.client.connection_pool.disconnect()
        pools.reset()


@pytest.fixture(scope="module")
def client(redis_url: str, queue: str) -> Iterator[Celery]:
    with celery_client(queue, redis_url, redis_url) as app:
        yield app


@pytest.fixture(scope="module")
def worker(
    redis_url: str, queue: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """Run the tasks in the module's constant TASKS; yields the folder of the worker."""
    folder = tmp_path_factory.mktemp("live")
    with running_worker(folder, request.module.TASKS, queue, redis_url, redis_url):
        yield folder
