"""A worker whose Redis dies under a running task: the task ends once, and the worker works on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, chord, signature
from redis import Redis

from taskgate.dev.child import Child
from taskgate.dev.ports import free_ports
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis
from taskgate.settings.own import LEASED
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

TASKS = """
    from taskgate import task

    @task
    def hold(pipe: str) -> int:
        with open(pipe) as opened:
            return len(opened.read())

    @task
    def add(x: int, y: int) -> int:
        return x + y

    @task
    def total(values: list[int]) -> int:
        return sum(values)
"""

Switch = Callable[[], None]


@pytest.fixture(scope="module")
def port() -> int:
    return free_ports(1)[0]


@pytest.fixture(scope="module")
def redis_url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="module", autouse=True)
def server(port: int) -> Iterator[tuple[Switch, Switch]]:
    """Run a Redis that keeps what it has confirmed; yields how to kill it, and how to start it again."""
    running: list[Child] = []
    with Processes() as processes:

        def start() -> None:
            settings = {"appendonly": "yes", "appendfsync": "always"}
            running.append(start_redis(processes, port=port, settings=settings).child)

        def kill() -> None:
            child = running.pop()
            child.process.kill()
            child.process.wait()

        start()
        yield kill, start


@pytest.fixture
def pipe(worker: Path, tmp_path: Path) -> Path:
    """A pipe that a task of the worker waits at."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_worker_survives_the_restart_of_its_redis(
    client: Celery, server: tuple[Switch, Switch], redis: Redis, pipe: Path
) -> None:
    kill, start = server
    held = client.send_task("jobs.hold", [str(pipe)])
    with pipe.open("w") as opened:  # returns once the task runs
        kill()
        start()
        assert client.send_task("jobs.add", [1, 2]).get(timeout=WAIT) == 3  # the worker has reconnected
        opened.write("word")
    assert held.get(timeout=WAIT) == 4
    assert client.send_task("jobs.add", [3, 4]).get(timeout=WAIT) == 7
    # Acknowledged, so that it does not run a second time after the visibility timeout.
    assert held.id not in str(redis.hvals(str(LEASED["unacked_key"])))


def test_part_of_a_chord_that_ends_while_redis_is_away_is_counted_later(
    client: Celery, worker: Path, server: tuple[Switch, Switch], pipe: Path
) -> None:
    kill, start = server
    header = [signature("jobs.hold", (str(pipe),), app=client), signature("jobs.add", (1, 2), app=client)]
    ended: Any = chord(header, app=client)(signature("jobs.total", app=client))
    assert ended.parent.results[1].get(timeout=WAIT) == 3
    with pipe.open("w") as opened:
        kill()
        opened.write("word")
    until(lambda: "Failed operation" in (worker / "log").read_text(), WAIT)
    start()
    assert ended.get(timeout=WAIT) == 7
    assert ended.parent.get(timeout=WAIT) == [4, 3]
