"""Workers that are killed with all their processes, and tasks that kill every worker that they meet."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pika
import pytest
from redis import Redis

from taskgate.idempotency.keys import HEADER, task_id
from tests.live.killing import Crew, crew
from tests.live.posting import Post, outside
from tests.live.process import pika_url
from tests.waiting import until

pytestmark = [pytest.mark.live, pytest.mark.timeout(900)]

WAIT = 120
"""Seconds; workers are started again and again, and RabbitMQ and Redis take their time to notice."""

SENT = 300
KILLED = 4

TASKS = """
    import os
    import resource
    import signal
    import time

    from redis import Redis
    from taskgate import task, task_id

    queue = os.environ["TEST_QUEUE"]
    store = Redis.from_url(os.environ["TEST_STORE"])
    options = {"queue": queue, "queue_type": os.environ["TEST_TYPE"]}

    def die(*processes: int) -> None:
        for process in processes:
            os.kill(process, signal.SIGKILL)

    @task(**options)
    def work(number: int, seconds: float) -> int:
        time.sleep(seconds)
        store.rpush(f"{queue}-executed", number)
        return number

    @task(**options)
    def kill_worker(seconds: float) -> None:
        store.rpush(f"{queue}-begun", task_id())
        time.sleep(seconds)
        die(*([os.getpid()] if os.environ["TEST_POOL"] != "prefork" else [os.getppid(), os.getpid()]))

    @task(**options, max_retries=None, default_retry_delay=0)
    def kill_process() -> None:
        store.rpush(f"{queue}-begun", task_id())
        die(os.getpid())

    @task(**options)
    def too_large() -> int:
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (1 << 31, hard))
        try:
            return len(bytearray(1 << 32))
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
"""


@dataclass
class Place:
    """A queue of one kind of broker, and where the ends of its tasks are told."""

    kind: str
    broker: str
    backend: str
    queue: str
    store: Any
    folder: Path
    replies: Any
    """A channel of RabbitMQ with the queue `<queue>-replies`, where there are no other results."""

    def crew(self, size: int, *options: str) -> Any:
        return crew(self.folder, TASKS, self.queue, self.broker, self.backend, *options, size=size)

    def call(self, task: str, *args: Any) -> Post:
        post = Post.call(f"jobs.{task}", *args)
        if self.replies is not None:
            post.properties["reply_to"] = f"{self.queue}-replies"
        return post

    def ended(self, task_id: str) -> dict[str, Any] | None:
        """Return the result of a task that has ended."""
        found = (
            self.store.get(f"celery-task-meta-{task_id}") if self.replies is None else self._reply(task_id)
        )
        meta: dict[str, Any] = json.loads(found) if found else {}
        return meta if meta.get("status") in ("SUCCESS", "FAILURE", "REVOKED") else None

    def _reply(self, task_id: str) -> bytes | None:
        while True:
            _method, properties, body = self.replies.basic_get(f"{self.queue}-replies", auto_ack=True)
            if body is None:
                return self.store.hget(f"{self.queue}-results", task_id)  # type: ignore[no-any-return]
            self.store.hset(f"{self.queue}-results", properties.correlation_id, body)

    def counts(self, what: str) -> Counter[str]:
        return Counter(self.store.lrange(f"{self.queue}-{what}", 0, -1))

    def letters(self) -> list[dict[str, Any]]:
        """Return the facts of the dead letters."""
        if self.broker.startswith("redis"):
            return [json.loads(each) for each in self.store.lrange(f"taskgate:{self.queue}", 0, -1)]
        found: list[dict[str, Any]] = []
        with _channel(self.broker) as channel:
            while True:
                _method, properties, _body = channel.basic_get(f"taskgate.{self.queue}", auto_ack=True)
                if properties is None:
                    return found
                found.append(json.loads(properties.headers["taskgate-dead"]))


@contextmanager
def _channel(url: str) -> Iterator[Any]:
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(url)))) as connection:
        yield connection.channel()


@pytest.fixture(params=["redis", "classic", "quorum", "rpc"])
def place(
    request: pytest.FixtureRequest,
    redis_url: str,
    amqp_url: str,
    redis: Redis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Place]:
    kind = request.param
    queue = f"dying-{uuid.uuid4()}"
    options = {"visibility_timeout": 3, "unacked_restore_interval": 0.5}
    for name, value in {
        "TEST_STORE": redis_url,
        "TEST_TYPE": "quorum" if kind == "quorum" else "classic",
        "TEST_POOL": "prefork",
        "CELERY_BROKER_TRANSPORT_OPTIONS": json.dumps(options),
        "CELERY_TASKGATE_DEAD_LETTERS": queue,
    }.items():
        monkeypatch.setenv(name, value)
    broker = redis_url if kind == "redis" else amqp_url
    backend = "rpc://" if kind == "rpc" else redis_url
    with _channel(amqp_url) as channel:
        channel.queue_declare(f"{queue}-replies")
        replies = channel if kind == "rpc" else None
        yield Place(kind, broker, backend, queue, redis, tmp_path, replies)
        for name in (f"{queue}-replies", f"taskgate.{queue}"):
            channel.queue_delete(name)
        channel.exchange_delete(f"taskgate.{queue}")
    for key in redis.scan_iter(f"*{queue}*"):
        redis.delete(key)


def _ready(made: Crew) -> bool:
    assert not made.faults, made.faults
    return bool(made.mains)


def test_workers_that_are_killed_lose_nothing(place: Place) -> None:
    calls = [place.call("work", number, 0.02) for number in range(SENT)]
    with place.crew(2) as made:
        until(lambda: _ready(made), WAIT)
        with outside(place.broker, place.queue) as way:
            way.post(*calls)
        for number in range(KILLED):
            _executed(place, (number + 1) * SENT // (KILLED + 2))
            until(partial(made.kill, number % 2), WAIT)
        _executed(place, SENT)
        until(lambda: made.deaths >= KILLED, WAIT)
    runs = place.counts("executed")
    lost, twice = SENT - len(runs), sum(runs.values()) - len(runs)
    print(
        f"\n| {place.kind}: {KILLED} of 2 workers killed | {SENT} | {SENT} | {len(runs)} | {lost} | {twice} |"
    )
    assert lost == 0
    assert twice <= KILLED * 4  # what two processes had begun, and what waited for them


def _executed(place: Place, least: int) -> None:
    until(lambda: len(place.counts("executed")) >= least, WAIT)


IN_THE_MAIN_PROCESS = {"redis": "solo", "classic": "threads", "quorum": "solo", "rpc": "threads"}


@pytest.mark.parametrize("kind_of_pool", ["processes", "none"])
def test_task_that_kills_every_worker_ends(
    place: Place, kind_of_pool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = "prefork" if kind_of_pool == "processes" else IN_THE_MAIN_PROCESS[place.kind]
    monkeypatch.setenv("TEST_POOL", pool)
    deadly, others = place.call("kill_worker", 0), [place.call("work", number, 0) for number in range(5)]
    with place.crew(1, "-P", pool) as made:
        until(lambda: _ready(made), WAIT)
        with outside(place.broker, place.queue) as way:
            way.post(deadly)
            until(lambda: place.ended(deadly.id) is not None, WAIT)
            way.post(*others)
        until(lambda: len(place.counts("executed")) == 5, WAIT)
    ended = place.ended(deadly.id)
    assert ended is not None
    assert ended["result"]["taskgate"]["code"] == "WORKER_LOST"
    begun = sum(place.counts("begun").values())
    letters = [(each["reason"], each["taskId"], each["attempts"]) for each in place.letters()]
    print(f"\n| {place.kind}, {pool}: a task that kills its worker | {begun} | {made.deaths} | {letters} |")
    assert letters == [("WORKER_LOST", deadly.id, 3)]
    assert (begun, made.deaths) == (3, 3)


@pytest.mark.parametrize("place", ["classic"], indirect=True)
def test_task_with_a_key_that_kills_every_worker_ends(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message that comes again waits in a new one until the lease of the run that was lost has ended."""
    monkeypatch.setenv("CELERY_TASKGATE_IDEMPOTENCY_LEASE", "3")
    deadly = place.call("kill_worker", 0)
    deadly.headers[HEADER] = "deadly"
    deadly.headers["id"] = deadly.properties["correlation_id"] = task_id("jobs.kill_worker", "deadly")
    with outside(place.broker, place.queue) as way, place.crew(2) as made:
        until(lambda: len(made.mains) == 2, WAIT)
        way.post(deadly)
        until(lambda: place.ended(deadly.id) is not None, WAIT)
        # The other worker may have told the caller before the death was seen here.
        until(lambda: made.deaths >= 3, WAIT)
    ended = place.ended(deadly.id)
    assert ended is not None
    assert ended["result"]["taskgate"]["code"] == "WORKER_LOST"
    assert (sum(place.counts("begun").values()), made.deaths) == (3, 3)
    assert [each["attempts"] for each in place.letters()] == [3]


def test_what_runs_beside_a_task_that_kills_every_worker_is_done(place: Place) -> None:
    # Each time the worker dies before one of them has ended.
    deadly, others = place.call("kill_worker", 1), [place.call("work", number, 2) for number in range(3)]
    with outside(place.broker, place.queue) as way, place.crew(1, "-c", "4") as made:
        until(lambda: _ready(made), WAIT)
        way.post(deadly, *others)
        until(lambda: place.ended(deadly.id) is not None and len(place.counts("executed")) == 3, WAIT)
        until(lambda: all(place.ended(each.id) for each in others), WAIT)
    ends = [(place.ended(each.id) or {}).get("status") for each in (deadly, *others)]
    assert ends == ["FAILURE", "SUCCESS", "SUCCESS", "SUCCESS"]
    assert [each["taskId"] for each in place.letters()] == [deadly.id]
    print(f"\n| {place.kind}: 3 tasks beside one that kills its worker | {place.counts('executed')} |")


def test_task_that_kills_every_process_and_retries_without_end(place: Place) -> None:
    deadly, other = place.call("kill_process"), place.call("work", 1, 0)
    with place.crew(1) as made:
        until(lambda: _ready(made), WAIT)
        with outside(place.broker, place.queue) as way:
            way.post(deadly, other)
        until(lambda: place.ended(deadly.id) is not None and len(place.counts("executed")) == 1, WAIT)
    ended = place.ended(deadly.id)
    assert ended is not None
    assert ended["result"]["taskgate"]["code"] == "WORKER_LOST"
    assert [each["reason"] for each in place.letters()] == ["WORKER_LOST"]
    assert (sum(place.counts("begun").values()), made.deaths) == (3, 0)


def test_task_that_asks_for_more_memory_than_there_is(place: Place) -> None:
    large, other = place.call("too_large"), place.call("work", 1, 0)
    with place.crew(1) as made:
        until(lambda: _ready(made), WAIT)
        with outside(place.broker, place.queue) as way:
            way.post(large, other)
        until(lambda: place.ended(large.id) is not None and len(place.counts("executed")) == 1, WAIT)
    ended = place.ended(large.id)
    assert ended is not None
    assert ended["result"]["taskgate"]["exception"] == "MemoryError"
    assert made.deaths == 0
