"""A worker of its own process on a real Redis: `celery -A liveworker worker`, as anybody starts it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from kombu import pools
from redis import Redis

VARIABLE = "TASKGATE_TEST_REDIS_URL"

WORKER = """
import os

from celery.signals import worker_ready
from taskgate import create_app

app = create_app("live", tasks="livetasks", task_default_queue=os.environ["TEST_QUEUE"])


@worker_ready.connect
def tell(**_):
    os.write(int(os.environ["TEST_READY"]), b"ready")
"""


@pytest.fixture(scope="module")
def redis_url() -> str:
    url = os.environ.get(VARIABLE)
    if not url:
        pytest.fail(f"{VARIABLE} is not set: run this under `python scripts/brokers.py -- <command>`")
    return url


@pytest.fixture(scope="module")
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


@pytest.fixture(scope="module")
def queue() -> str:
    """A queue that no other run of the tests uses."""
    return f"test-{uuid.uuid4()}"


@pytest.fixture(scope="module")
def client(redis_url: str, queue: str) -> Iterator[Celery]:
    """A Celery app that knows nothing of taskgate."""
    with Celery("client", broker=redis_url, backend=redis_url, set_as_current=False) as app:
        app.conf.task_default_queue = queue
        yield app
        # Celery leaves these to the garbage collector, which warns of open sockets.
        backend: Any = app.backend
        backend.result_consumer.stop()
        backend.client.close()
        pools.reset()


@pytest.fixture(scope="module")
def worker(
    redis_url: str, queue: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """Run the tasks in the module's constant TASKS; yields the folder of the worker."""
    folder = tmp_path_factory.mktemp("live")
    (folder / "livetasks").mkdir()
    (folder / "livetasks" / "__init__.py").touch()
    (folder / "livetasks" / "jobs.py").write_text(textwrap.dedent(request.module.TASKS))
    (folder / "liveworker.py").write_text(WORKER)
    ready, tell = os.pipe()
    command = [sys.executable, "-m", "celery", "-A", "liveworker", "worker", "-Q", queue, "-c", "2"]
    environment = {
        **os.environ,
        "CELERY_BROKER_URL": redis_url,
        "CELERY_RESULT_BACKEND": redis_url,
        "TEST_QUEUE": queue,
        "TEST_READY": str(tell),
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--without-mingle", "--without-gossip"],
            cwd=folder,
            env=environment,
            pass_fds=[tell],
            stdout=log,
            stderr=log,
        )
        os.close(tell)
        try:
            # Readable at the word, and also when the worker has died without it.
            readable, _, _ = select.select([ready], [], [], 60)
            said = os.read(ready, 5) if readable else b""
            assert said == b"ready", (folder / "log").read_text()
            yield folder
        finally:
            os.close(ready)
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
