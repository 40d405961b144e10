"""A process of the pool that has ended, as after `worker_max_tasks_per_child` tasks, is replaced at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery

from tests.live.conftest import celery_client
from tests.live.process import running_worker
from tests.live.states import WAIT

pytestmark = pytest.mark.live

TASKS = """
    import os

    from taskgate import task

    @task
    def process() -> int:
        return os.getpid()
"""

CALLS = 10
CELERY_LOOKS_EVERY_S = 5.0


@pytest.fixture
def client(redis_url: str, queue: str, tmp_path: Path) -> Iterator[Celery]:
    options = ("-c", "1", "--max-tasks-per-child", "1")
    with (
        running_worker(tmp_path, TASKS, queue, redis_url, redis_url, *options),
        celery_client(queue, redis_url, redis_url) as client,
    ):
        yield client


def test_a_worker_of_one_process_does_not_stand_still_between_two(client: Celery) -> None:
    call = client.signature("jobs.process")
    call.apply_async().get(timeout=WAIT)
    begin = time.monotonic()
    processes = [call.apply_async().get(timeout=WAIT) for _ in range(CALLS)]
    assert len(set(processes)) == CALLS
    # No measure of speed: with Celery's own look alone it is at least nine times as long.
    assert time.monotonic() - begin < CELERY_LOOKS_EVERY_S * CALLS / 2
