"""What only a real worker shows: processes, limits, progress and cancellation over Redis."""

from __future__ import annotations

import datetime
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, states
from celery.result import AsyncResult
from redis import Redis

from taskgate.context import CANCEL_KEY
from tests.live.states import WAIT, states_of

pytestmark = pytest.mark.live

TASKS = """
    import os
    import signal
    import time
    from pathlib import Path

    from billiard.exceptions import SoftTimeLimitExceeded
    from taskgate import cancelled, progress, task, task_id

    class Odd(Exception):
        details: dict[str, int]

        def __init__(self, *, place: str) -> None:
            self.details = {"x": 1}

        def __str__(self) -> str:
            return "odd"

    @task
    def add(x: int, y: int = 1) -> int:
        return x + y

    @task
    def odd() -> None:
        raise Odd(place="here")

    @task
    def refuse() -> None:
        raise ValueError("no", 3)

    @task
    def count(steps: int) -> int:
        for step in range(steps + 1):
            progress(step, steps, word="on")
        return steps

    @task
    def note(word: str) -> None:
        Path("notes").open("a").write(word + "\\n")

    @task
    def until_cancelled(then: str) -> str:
        deadline = time.monotonic() + 30
        progress(0)
        while not cancelled():
            if time.monotonic() > deadline:
                return "nobody cancelled"
        if then == "raise":
            raise ValueError("stopped")
        return "stopped"

    @task(time_limit=1)
    def too_long() -> None:
        while True:
            try:
                time.sleep(0.1)
            except SoftTimeLimitExceeded:
                pass

    @task(soft_time_limit=1)
    def rather_long() -> None:
        while True:
            time.sleep(0.1)

    @task(max_retries=1, default_retry_delay=0)
    def die() -> None:
        Path("deaths").open("a").write(task_id() + "\\n")
        os.kill(os.getpid(), signal.SIGKILL)

    @task(ignore_result=True)
    def silent() -> int:
        progress(1, 1)
        Path("silent").touch()
        return 1
"""


@pytest.fixture(scope="module", autouse=True)
def started(worker: Path) -> Path:
    return worker


def send(client: Celery, name: str, *args: Any, **options: Any) -> AsyncResult[Any]:
    return client.send_task(f"jobs.{name}", args, **options)


def stored(redis: Redis, result: AsyncResult[Any]) -> dict[str, Any]:
    text: Any = redis.get(f"celery-task-meta-{result.id}")
    meta: dict[str, Any] = json.loads(text)
    return meta


def failed(redis: Redis, result: AsyncResult[Any], kind: str) -> dict[str, Any]:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        result.get(timeout=WAIT)
    assert type(caught.value).__name__ == kind
    facts: dict[str, Any] = stored(redis, result)["result"]["taskgate"]
    return facts


def test_python_program_calls_it_as_any_task(client: Celery) -> None:
    assert send(client, "add", 1).get(timeout=WAIT) == 2
    assert client.send_task("jobs.add", kwargs={"x": 1, "y": 5}).get(timeout=WAIT) == 6


def test_python_sees_the_exception_that_it_always_saw(client: Celery, redis: Redis) -> None:
    result = send(client, "refuse")
    with pytest.raises(ValueError, match="no") as caught:
        result.get(timeout=WAIT)
    assert caught.value.args == ("no", 3)
    meta = stored(redis, result)["result"]
    assert meta["exc_type"] == "ValueError"
    assert meta["taskgate"]["message"] == "('no', 3)"


def test_exception_that_cannot_be_pickled(client: Celery, redis: Redis) -> None:
    facts = failed(redis, send(client, "odd"), "UnpickleableExceptionWrapper")
    assert facts == {
        "code": "TASK_FAILED",
        "exception": "livetasks.jobs.Odd",
        "message": "odd",
        "details": {"x": 1},
        "retryable": False,
    }


def test_arguments_that_do_not_fit(client: Celery, redis: Redis) -> None:
    facts = failed(redis, send(client, "add", "1", 2.5), "InvalidArguments")
    assert facts["code"] == "INVALID_ARGUMENTS"
    assert [problem["path"] for problem in facts["details"]["errors"]] == ["/x", "/y"]


def test_progress_is_seen_and_bounded(client: Celery, redis: Redis) -> None:
    task_id = str(uuid.uuid4())
    seen = states_of(redis, task_id)
    next(seen)
    send(client, "count", 20_000, task_id=task_id)
    reports = [meta["result"] for meta in seen if meta["status"] == "PROGRESS"]
    assert reports[0] == {"done": 0, "total": 20_000, "data": {"word": "on"}}
    assert reports[-1] == {"done": 20_000, "total": 20_000, "data": {"word": "on"}}
    assert len(reports) < 1000  # ten a second, however long it takes


@pytest.mark.parametrize("then", ["return", "raise"])
def test_running_task_is_cancelled(client: Celery, redis: Redis, then: str) -> None:
    task_id = str(uuid.uuid4())
    seen = states_of(redis, task_id)
    next(seen)
    result = send(client, "until_cancelled", then, task_id=task_id)
    for meta in seen:
        if meta["status"] == "PROGRESS":
            redis.set(f"{CANCEL_KEY}{result.id}", 1, ex=60)
        ended = meta
    assert ended["status"] == states.REVOKED
    assert ended["result"]["taskgate"]["code"] == "REVOKED"
    assert ended["result"]["exc_type"] == "TaskRevokedError"


def test_task_that_was_cancelled_does_not_start(client: Celery, redis: Redis, worker: Path) -> None:
    task_id = str(uuid.uuid4())
    redis.set(f"{CANCEL_KEY}{task_id}", 1, ex=60)
    result = send(client, "note", "cancelled", task_id=task_id)
    facts = failed(redis, result, "TaskRevokedError")
    assert (facts["code"], stored(redis, result)["status"]) == ("REVOKED", states.REVOKED)
    send(client, "note", "wanted").get(timeout=WAIT)
    assert (worker / "notes").read_text() == "wanted\n"


def test_message_that_has_expired(client: Celery, redis: Redis) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=5)
    facts = failed(redis, send(client, "note", "late", expires=past), "TaskRevokedError")
    assert facts["code"] == "REVOKED"


def test_time_limits(client: Celery, redis: Redis) -> None:
    hard, soft = send(client, "too_long"), send(client, "rather_long")
    assert failed(redis, soft, "SoftTimeLimitExceeded")["code"] == "TIME_LIMIT_EXCEEDED"
    assert failed(redis, hard, "TimeLimitExceeded")["code"] == "TIME_LIMIT_EXCEEDED"


def test_process_that_is_killed_is_tried_again_a_bounded_number_of_times(
    client: Celery, redis: Redis, worker: Path
) -> None:
    result = send(client, "die")
    facts = failed(redis, result, "WorkerLostError")
    assert (facts["code"], facts["retryable"]) == ("WORKER_LOST", True)
    assert (worker / "deaths").read_text() == f"{result.id}\n" * 2


def test_unknown_task(client: Celery, redis: Redis) -> None:
    assert failed(redis, send(client, "nothing"), "NotRegistered")["code"] == "UNKNOWN_TASK"


def test_ignored_result_is_not_stored(client: Celery, redis: Redis, worker: Path) -> None:
    result = send(client, "silent")
    send(client, "add", 1).get(timeout=WAIT)
    assert redis.get(f"celery-task-meta-{result.id}") is None
