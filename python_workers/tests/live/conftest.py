"""The brokers of the tests, and a worker on Redis; process.py starts those on other brokers."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery
from redis import Redis

from taskgate.testing.serving import client_of
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
    with client_of(broker, backend) as app:
        app.conf.task_default_queue = queue
        yield app


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
