"""A worker whose Redis dies under a running task: the task ends once, and the worker works on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry

from taskgate.dev.ports import free_ports
from taskgate.dev.redis import find_server

pytestmark = pytest.mark.live

WAIT = 60

TASKS = """
    import os
    from taskgate import task

    @task
    def hold(pipe: str) -> int:
        with open(pipe) as opened:
            return len(opened.read())

    @task
    def add(x: int, y: int) -> int:
        return x + y
"""


@pytest.fixture(scope="module")
def port() -> int:
    return free_ports(1)[0]


@pytest.fixture(scope="module")
def redis_url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture(scope="module", autouse=True)
def server(port: int, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Start]]:
    """Run a Redis that keeps what it has confirmed; yields how to kill it, and how to start it again."""
    folder = tmp_path_factory.mktemp("redis")
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        process = subprocess.Popen(
            [find_server(), *options, "--appendonly", "yes", "--appendfsync", "always"],
            stdout=subprocess.DEVNULL,
        )
        running.append(process)
        retry = Retry(ConstantBackoff(0.05), 400, (NoConnection,))
        with Redis.from_url(redis_url, retry=retry) as client:
            client.ping()
        return process

    def kill() -> subprocess.Popen[bytes]:
        process = running.pop()
        process.kill()
        process.wait()
        return process

    start()
    try:
        yield [kill, start]
    finally:
        while running:
            kill()


def test_worker_survives_the_restart_of_its_redis(
    client: Celery, worker: Path, server: list[Start], redis: Redis
) -> None:
    kill, start = server
    pipe = worker / "pipe"
    subprocess.run(["mkfifo", str(pipe)], check=True)
    held = client.send_task("jobs.hold", [str(pipe)])
    with pipe.open("w") as opened:  # returns once the task runs
        kill()
        start()
        assert client.send_task("jobs.add", [1, 2]).get(timeout=WAIT) == 3  # the worker has reconnected
        opened.write("word")
    assert held.get(timeout=WAIT) == 4
    assert client.send_task("jobs.add", [3, 4]).get(timeout=WAIT) == 7
    # Acknowledged, so that it does not run a second time after the visibility timeout.
    assert held.id not in str(redis.hvals("unacked"))
