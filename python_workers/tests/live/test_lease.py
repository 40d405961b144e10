"""The lease of what a worker holds on Redis, with a visibility timeout of three seconds."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from taskgate.settings.own import LEASED
from tests.live.killing import kill, main_of, processes
from tests.live.process import running_worker
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

TIMEOUT = 3
"""Seconds."""

LONG = 2.5 * TIMEOUT

TASKS = """
    import os
    import time

    from redis import Redis
    from taskgate import task, task_id

    def note(what: str) -> None:
        with Redis.from_url(os.environ["CELERY_RESULT_BACKEND"]) as redis:
            redis.rpush(f"{os.environ['TEST_QUEUE']}-{what}", task_id())

    @task
    def held(door: str) -> str:
        note("begun")
        while not os.path.exists(door):
            time.sleep(0.02)
        note("done")
        return "done"

    @task
    def work(seconds: float) -> str:
        note("begun")
        time.sleep(seconds)
        note("done")
        return "done"
"""


class Case:
    """One queue, what was begun of it and what was done, by the ids of tasks."""

    def __init__(self, client: Celery, redis: Redis, queue: str, url: str, folder: Path) -> None:
        self.client = client
        self.redis: Any = redis
        self.queue = queue
        self._url = url
        self._folder = folder

    def worker(self, name: str, *options: str) -> Any:
        """A worker in a folder of its own, which writes its process id there."""
        folder = self._folder / name
        folder.mkdir()
        return running_worker(
            folder, TASKS, self.queue, self._url, self._url, "--pidfile", "pid", "-l", "info", *options
        )

    def send(self, seconds: float, **options: Any) -> Any:
        return self.client.send_task("jobs.work", (seconds,), **options)

    def times(self, what: str) -> int:
        return int(self.redis.llen(f"{self.queue}-{what}"))

    def is_left(self) -> bool:
        """Whether anything is noted as unacknowledged, or waits."""
        noted = self.queue in str(self.redis.hvals(LEASED["unacked_key"]))
        return noted or bool(self.redis.exists(self.queue))


@pytest.fixture
def case(
    client: Celery,
    redis: Redis,
    queue: str,
    redis_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Case]:
    options = {"visibility_timeout": TIMEOUT, "unacked_restore_interval": 0.2}
    monkeypatch.setenv("CELERY_BROKER_TRANSPORT_OPTIONS", json.dumps(options))
    made = Case(client, redis, queue, redis_url, tmp_path)
    yield made
    redis.delete(f"{queue}-begun", f"{queue}-done")


@pytest.mark.parametrize("pool", ["prefork", "threads", "solo"])
def test_task_that_outlasts_the_timeout_runs_once(case: Case, pool: str) -> None:
    with case.worker("first", "-P", pool), case.worker("second", "-P", pool):
        sent = [case.send(LONG) for _ in range(2)]
        assert [each.get(timeout=WAIT) for each in sent] == ["done", "done"]
        until(lambda: not case.is_left(), WAIT)
    assert (case.times("begun"), case.times("done")) == (2, 2)


def test_it_would_run_more_than_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_TASKGATE_LEASE_RENEWAL", "0")
    monkeypatch.setenv("CELERY_TASK_TIME_LIMIT", "1")  # or the worker does not start; nobody looks in threads
    with case.worker("first", "-P", "threads"), case.worker("second", "-P", "threads"):
        case.send(LONG)
        until(lambda: case.times("begun") > 1, WAIT)


@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_task_that_waits_for_its_time_runs_once(case: Case, pool: str) -> None:
    with case.worker("first", "-P", pool), case.worker("second", "-P", pool):
        assert case.send(0, countdown=LONG).get(timeout=WAIT) == "done"
        until(lambda: not case.is_left(), WAIT)
    assert case.times("begun") == 1


@pytest.mark.parametrize("pool", ["prefork", "threads", "solo"])
def test_task_of_a_worker_that_is_killed_is_taken_up(case: Case, tmp_path: Path, pool: str) -> None:
    door = tmp_path / "door"
    with case.worker("first", "-P", pool) as first:
        sent = case.client.send_task("jobs.held", (str(door),))
        until(lambda: case.times("begun") == 1, WAIT)
        with case.worker("second", "-P", pool):
            kill(main_of(first))
            door.touch()
            assert sent.get(timeout=WAIT) == "done"
            until(lambda: not case.is_left(), WAIT)
    assert (case.times("begun"), case.times("done")) == (2, 1)


def test_worker_that_was_stopped_for_a_while(case: Case) -> None:
    with case.worker("first") as first, case.worker("second") as second:
        sent = case.send(LONG)
        until(lambda: case.times("begun") == 1, WAIT)
        has_it = first if sent.id in (first / "log").read_text() else second
        stopped = processes(main_of(has_it))
        for each in stopped:
            os.kill(each, signal.SIGSTOP)
        try:
            # The other takes it up, and both end it: at least once.
            until(lambda: case.times("begun") == 2, WAIT)
        finally:
            for each in stopped:
                os.kill(each, signal.SIGCONT)
        until(lambda: case.times("done") == 2 and not case.is_left(), WAIT)
        assert sent.get(timeout=WAIT) == "done"
        assert case.send(0).get(timeout=WAIT) == "done"
    assert case.times("begun") == 3
