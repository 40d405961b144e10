"""Queues by class of work, on both brokers: slow ones do not delay others, and what is urgent comes first."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.conftest import celery_client
from tests.live.process import delete_queues, running_process, write_worker
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

SLOW = 6

TASKS = """
    import os
    import time
    from pathlib import Path

    from taskgate import task

    PREFIX = os.environ["TEST_PREFIX"]

    def note(line: str) -> None:
        with Path("lines").open("a") as lines:
            lines.write(line + "\\n")

    @task(queue=f"{PREFIX}-slow")
    def slow(number: int) -> int:
        note("begun")
        deadline = time.monotonic() + 240
        while not Path("go").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        note("done")
        return number

    @task(queue=f"{PREFIX}-fast")
    def fast(number: int) -> int:
        note("fast")
        return number

    @task(queue=f"{PREFIX}-slow", priority="low")
    def late(number: int) -> None:
        note(f"late {number}")

    @task(queue=f"{PREFIX}-slow", priority="high")
    def urgent() -> None:
        note("urgent")
"""

SEND_SLOW = f"""
import liveworker
from livetasks.jobs import slow

print(*[slow.delay(number).id for number in range({SLOW})])
"""

SEND_FAST = """
import liveworker
from livetasks.jobs import fast

print(fast.delay(7).id)
"""

SEND_BOTH = """
import liveworker
from livetasks.jobs import late, urgent

for number in range(3):
    late.delay(number)
urgent.delay()
"""


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest, redis_url: str) -> str:
    url: str = redis_url if request.param == "redis" else request.getfixturevalue("amqp_url")
    return url


@pytest.fixture
def prefix(broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Write the worker's files, and delete its queues afterwards."""
    name = f"test-{uuid.uuid4()}"
    monkeypatch.setenv("TEST_PREFIX", name)
    write_worker(tmp_path, TASKS)
    yield name
    if broker.startswith("amqp"):
        delete_queues(broker, f"{name}-slow", f"{name}-fast")


def lines(folder: Path) -> list[str]:
    path = folder / "lines"
    return path.read_text().splitlines() if path.exists() else []


def test_a_queue_full_of_slow_tasks_does_not_delay_a_fast_one(
    broker: str, redis_url: str, prefix: str, tmp_path: Path
) -> None:
    slow, fast = f"{prefix}-slow", f"{prefix}-fast"

    with (
        running_process(tmp_path, "liveworker", slow, broker, redis_url, "-c", "1"),
        running_process(tmp_path, "liveworker", fast, broker, redis_url, "-c", "1"),
        celery_client(slow, broker, redis_url) as client,
    ):
        waiting = in_app(tmp_path, SEND_SLOW, broker, redis_url).split()
        until(lambda: "begun" in lines(tmp_path))
        sent = in_app(tmp_path, SEND_FAST, broker, redis_url).strip()
        assert client.AsyncResult(sent).get(timeout=WAIT) == 7
        # One slow task is at work, the others wait, and the fast one has come and gone.
        assert lines(tmp_path) == ["begun", "fast"]
        (tmp_path / "go").touch()
        assert [client.AsyncResult(each).get(timeout=WAIT) for each in waiting] == list(range(SLOW))
    assert lines(tmp_path).count("done") == SLOW


def test_what_is_urgent_comes_first(broker: str, redis_url: str, prefix: str, tmp_path: Path) -> None:
    slow = f"{prefix}-slow"
    in_app(tmp_path, SEND_BOTH, broker, redis_url)
    with running_process(tmp_path, "liveworker", slow, broker, redis_url, "-c", "1"):
        until(lambda: len(lines(tmp_path)) == 4)
    assert lines(tmp_path) == ["urgent", "late 0", "late 1", "late 2"]


def in_app(folder: Path, code: str, broker: str, backend: str) -> str:
    """Run code in a program of the worker's app, which declares the queues as the worker does."""
    environment = {
        **os.environ,
        "CELERY_BROKER_URL": broker,
        "CELERY_RESULT_BACKEND": backend,
        "TEST_QUEUE": f"{os.environ['TEST_PREFIX']}-fast",
    }
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
