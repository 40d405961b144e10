"""Many calls in one message, in a real worker with processes and in one with threads."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, states
from redis import Redis

from taskgate.context import CANCEL_KEY
from taskgate.worker.mapping import NAME
from tests.live.process import running_worker
from tests.live.states import WAIT, states_of

pytestmark = pytest.mark.live

TASKS = """
    import os
    import threading
    import time

    from celery import current_task, shared_task
    from taskgate import cancelled, progress, task, task_id

    @task
    def double(x: int) -> int:
        return x * 2

    @task
    def who() -> list[str | None]:
        progress(3, 3, word="of one input")
        return [task_id(), f"{os.getpid()} {threading.get_ident()}"]

    @task
    def until_cancelled(limit: float) -> str:
        deadline = time.monotonic() + limit
        while not cancelled():
            if time.monotonic() > deadline:
                return "nobody cancelled"
        return "stopped"

    @task
    def nap(seconds: float) -> None:
        time.sleep(seconds)

    @task(time_limit=1000)
    def endless() -> None:
        while True:
            time.sleep(0.05)

    @shared_task(bind=True, name="old.add")
    def add(self, x, y=1):
        self.update_state(state="ADDING", meta={"x": x})
        return x + y

    @shared_task(bind=True, name="old.replaced")
    def replaced(self):
        self.replace(add.si(1, 1))
"""


@pytest.fixture(scope="module", params=["prefork", "threads"], autouse=True)
def pool(
    redis_url: str, queue: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("mapping")
    with running_worker(folder, TASKS, queue, redis_url, redis_url, "-P", request.param):
        yield request.param


def follow(client: Celery, redis: Redis, task: str, inputs: list[Any], **options: Any) -> Iterator[Any]:
    """Send a chunk and yield what is published of it."""
    task_id = options.setdefault("task_id", str(uuid.uuid4()))
    seen = states_of(redis, task_id)
    next(seen)
    client.send_task(NAME, kwargs={"task": task, "inputs": inputs}, **options)
    return seen


def test_results_and_progress(client: Celery, redis: Redis) -> None:
    metas = list(follow(client, redis, "jobs.double", [{"x": x} for x in range(5000)]))
    reports = [meta["result"] for meta in metas if meta["status"] == "PROGRESS"]
    assert {meta["status"] for meta in metas} == {"STARTED", "PROGRESS", "SUCCESS"}
    assert (reports[0]["done"], reports[-1]) == (1, {"done": 5000, "total": 5000, "data": {}})
    assert len(reports) < 1000  # ten a second, however long it takes
    assert metas[-1]["result"] == {"results": [{"value": x * 2} for x in range(5000)]}


def test_progress_comes_while_it_works(client: Celery, redis: Redis) -> None:
    metas = list(follow(client, redis, "jobs.nap", [{"seconds": 0.15}] * 4))
    reports = [meta["result"]["done"] for meta in metas if meta["status"] == "PROGRESS"]
    assert reports == [1, 2, 3, 4]


@pytest.mark.parametrize("task", ["jobs.who", "old.add"])
def test_input_does_not_touch_the_state_of_the_chunk(client: Celery, redis: Redis, task: str) -> None:
    task_id = str(uuid.uuid4())
    values = {"x": 1} if task == "old.add" else {}
    metas = list(follow(client, redis, task, [values] * 3, task_id=task_id))
    reports = [meta["result"] for meta in metas if meta["status"] not in ("STARTED", "SUCCESS")]
    assert reports[0]["total"] == 3
    assert all(report == {"done": report["done"], "total": 3, "data": {}} for report in reports)
    found = [each["value"] for each in metas[-1]["result"]["results"]]
    assert found == [2, 2, 2] if task == "old.add" else [each[0] for each in found] == [task_id] * 3


@pytest.mark.parametrize("inside", [True, False])
def test_chunk_is_cancelled(client: Celery, redis: Redis, inside: bool) -> None:
    task_id = str(uuid.uuid4())
    inputs: list[Any]
    if inside:  # the first input is quick, the second would wait for a minute
        task, inputs = "jobs.until_cancelled", [{"limit": 0}, {"limit": WAIT}]
    else:
        task, inputs = "jobs.nap", [{"seconds": 0.05}] * 400
    for meta in follow(client, redis, task, inputs, task_id=task_id):
        if meta["status"] == "PROGRESS":
            redis.set(f"{CANCEL_KEY}{task_id}", 1, ex=60)
            assert meta["result"]["done"] < len(inputs)
    assert meta["status"] == states.REVOKED
    assert meta["result"]["taskgate"]["code"] == "REVOKED"


def test_chunk_that_was_cancelled_does_not_start(client: Celery, redis: Redis) -> None:
    task_id = str(uuid.uuid4())
    redis.set(f"{CANCEL_KEY}{task_id}", 1, ex=60)
    metas = list(follow(client, redis, "jobs.double", [{"x": 1}], task_id=task_id))
    assert metas[-1]["status"] == states.REVOKED
    assert "PROGRESS" not in [meta["status"] for meta in metas]


def test_limits_are_those_of_the_chunk(client: Celery, redis: Redis, pool: str) -> None:
    if pool == "threads":
        pytest.skip("no limit ends a task of a pool of threads")
    *_, last = follow(client, redis, "jobs.endless", [{}, {}], time_limit=30, soft_time_limit=1)
    assert (last["status"], last["result"]["taskgate"]["code"]) == ("FAILURE", "TIME_LIMIT_EXCEEDED")


def test_input_that_replaces_itself_leaves_the_chunk_alone(client: Celery, redis: Redis) -> None:
    *_, last = follow(client, redis, "old.replaced", [{}, {}])
    first, second = last["result"]["results"]
    assert first == second
    assert "cannot be retried, rejected, ignored or replaced" in first["error"]["message"]


def test_unknown_task(client: Celery, redis: Redis) -> None:
    *_, last = follow(client, redis, "jobs.nothing", [{}])
    assert (last["status"], last["result"]["taskgate"]["code"]) == ("FAILURE", "UNKNOWN_TASK")
    assert json.dumps(last["result"]["taskgate"]["message"]).count("jobs.nothing") == 1
