"""A message that is lost between Redis and a worker, and a worker that is killed while it takes one."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from taskgate.settings.own import LEASED
from tests.live.process import running_worker
from tests.live.relay import Relay
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

MESSAGES = 100
FAULTS = 3

TASKS = """
    import os

    from redis import Redis
    from taskgate import task

    @task
    def note(key: str, number: int) -> None:
        with Redis.from_url(os.environ["CELERY_RESULT_BACKEND"]) as redis:
            redis.sadd(key, number)

    @task
    def process() -> int:
        return os.getpid()
"""

KOMBU_ALONE = """
    from taskgate.messaging import broker

    broker.taking_at_once = lambda channel: channel
"""

SETTINGS = {
    "CELERY_BROKER_TRANSPORT_OPTIONS": json.dumps(
        {"visibility_timeout": 4, "unacked_restore_interval": 0.2, "unacked_restore_throttle": 1}
    ),
    "CELERY_TASK_TIME_LIMIT": "3",
    "CELERY_WORKER_PREFETCH_MULTIPLIER": "10",
}


class Case:
    """Messages to one queue, and which of them were executed."""

    def __init__(self, client: Celery, redis: Redis, queue: str, source: str) -> None:
        self.queue = queue
        self.key = f"{queue}-executed"
        self.source = source
        self.client = client
        self.redis: Any = redis

    def send(self, *numbers: int) -> None:
        """Send messages, by default all."""
        for number in numbers or range(MESSAGES):
            self.client.send_task("jobs.note", [self.key, number], ignore_result=True)

    def expect(self, executed: int) -> None:
        """Wait until so many are executed, and nothing is left that could be."""
        until(lambda: self.redis.scard(self.key) == executed and not self.is_left(), WAIT)

    def is_left(self) -> Any:
        waits = any(
            self.redis.exists(key) for key in self.redis.scan_iter(f"{self.queue}*") if key != self.key
        )
        return waits or self.queue in str(self.redis.hvals(LEASED["unacked_key"]))


@pytest.fixture(params=["taskgate", "kombu alone"])
def case(
    request: pytest.FixtureRequest,
    client: Celery,
    redis: Redis,
    queue: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Case]:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    yield Case(client, redis, queue, TASKS if request.param == "taskgate" else TASKS + KOMBU_ALONE)
    redis.delete(f"{queue}-executed")


def test_messages_that_are_lost_on_their_way(case: Case, redis_url: str, tmp_path: Path) -> None:
    left = [FAULTS]

    def cut() -> None:
        left[0] -= 1
        if left[0]:
            relay.lose_next(cut)
        relay.cut()

    with Relay(redis_url) as relay:
        relay.lose_next(cut)
        case.send()  # before the worker starts, so that it never waits for one
        with running_worker(tmp_path, case.source, case.queue, relay.url, redis_url):
            # kombu alone: one for each time. This is what the test is there for.
            case.expect(MESSAGES - FAULTS if KOMBU_ALONE in case.source else MESSAGES)
    assert left == [0]


def test_worker_that_is_killed_while_it_takes(case: Case, redis_url: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    process = first / "pid"
    killed = threading.Event()

    def kill() -> None:
        os.kill(int(process.read_text()), signal.SIGKILL)
        killed.set()

    options = ("-P", "solo", "--pidfile", str(process))
    with Relay(redis_url) as relay:
        relay.lose_next(kill)
        case.send()
        with running_worker(first, case.source, case.queue, relay.url, redis_url, *options):
            assert killed.wait(WAIT)
    with running_worker(second, case.source, case.queue, redis_url, redis_url):
        case.expect(MESSAGES - (KOMBU_ALONE in case.source))


def test_message_that_was_waited_for_and_cannot_be_noted(
    case: Case, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    connected: Any = redis
    with (
        Relay(redis_url) as relay,
        running_worker(tmp_path, case.source, case.queue, relay.url, redis_url),
    ):
        until(lambda: any(each["cmd"] == "brpop" for each in connected.client_list()), WAIT)
        cut = relay.cut_at(b"ZADD\r\n")  # the command, not the word in the script
        case.send(1)
        assert cut.wait(WAIT)
        case.send(2)
        case.expect(2 - (KOMBU_ALONE in case.source))
