"""Events of tasks go in batches, and none stays behind when the worker ends."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from tests.live.conftest import celery_client
from tests.live.process import running_worker
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

TASKS = """
    from taskgate import task

    @task
    def one() -> int:
        return 1
"""
OF_A_TASK = Counter({"task-received": 3, "task-started": 3, "task-succeeded": 3})


class Ear:
    """Hears what is published of the tasks of one queue's worker; those of other tests are left out."""

    def __init__(self, redis: Redis, queue: str) -> None:
        self._pubsub = redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
        self._pubsub.psubscribe("*celeryev*")
        self._queue = queue
        self.batches: list[Counter[str]] = []

    def listen(self) -> list[Counter[str]]:
        """Return the events of tasks in each message that has come, by their types."""
        while message := self._pubsub.get_message():
            body = json.loads(base64.b64decode(json.loads(message["data"])["body"]))
            if isinstance(body, list) and body[0]["hostname"].startswith(self._queue):
                self.batches.append(Counter(event["type"] for event in body))
        return self.batches

    def all(self) -> Counter[str]:
        return sum(self.listen(), Counter())

    def close(self) -> None:
        self._pubsub.close()


@pytest.fixture
def ear(redis: Redis, queue: str) -> Iterator[Ear]:
    made = Ear(redis, queue)
    yield made
    made.close()


def serve_three(folder: Path, queue: str, url: str, then: Any = None) -> None:
    """Have a worker do three tasks, and end when `then` has."""
    with (
        running_worker(folder, TASKS, queue, url, url),
        celery_client(queue, url, url) as client,
    ):
        for _ in range(3):
            assert client.signature("jobs.one").apply_async().get(timeout=WAIT) == 1
        if then is not None:
            then()


def test_events_come_while_the_worker_runs(ear: Ear, queue: str, redis_url: str, tmp_path: Path) -> None:
    serve_three(tmp_path, queue, redis_url, lambda: until(lambda: ear.all() == OF_A_TASK, WAIT))


def test_events_of_a_long_interval_come_at_the_end(
    ear: Ear, queue: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_TASKGATE_EVENTS_INTERVAL", "60")
    serve_three(tmp_path, queue, redis_url)
    until(lambda: ear.all() == OF_A_TASK, WAIT)
    assert len(ear.batches) == 1


def test_events_without_an_interval_go_as_they_come(
    ear: Ear, queue: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_TASKGATE_EVENTS_INTERVAL", "0")
    serve_three(tmp_path, queue, redis_url, lambda: until(lambda: ear.all() == OF_A_TASK, WAIT))
    assert len(ear.batches) >= 3
