"""A worker that is told to end: it finishes what runs or gives it back, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from kombu import Exchange, Queue
from redis import Redis

from taskgate.idempotency.keys import HEADER, task_id
from tests.live.conftest import celery_client
from tests.live.process import END_S, delete_queues, running_process, write_worker
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = [pytest.mark.live, pytest.mark.timeout(900)]

TASKS = """
    import os
    import time

    from celery import current_task
    from redis import Redis
    from taskgate import task

    counts = Redis.from_url(os.environ["CELERY_RESULT_BACKEND"])
    queue, kind = os.environ["TEST_QUEUE"], os.environ.get("TEST_QUEUE_TYPE", "classic")

    def tell(what, name):
        counts.rpush(f"{queue}:{what}", f"{name} {current_task.request.hostname}")

    def wait(name, file):
        tell("begun", name)
        try:
            deadline = time.monotonic() + 300
            while not os.path.exists(file) and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            tell("tidied", name)
        tell("done", name)
        return name

    @task(queue=queue, queue_type=kind)
    def small(name: str) -> str:
        tell("done", name)
        return name

    @task(queue=queue, queue_type=kind)
    def nap(name: str, seconds: float) -> str:
        tell("begun", name)
        time.sleep(seconds)
        tell("done", name)
        return name

    @task(queue=queue, queue_type=kind)
    def long(name: str, file: str) -> str:
        return wait(name, file)

    @task(queue=queue, queue_type=kind, acks_late=False, max_retries=5, default_retry_delay=1)
    def early(name: str, file: str) -> str:
        return wait(name, file)

    @task(queue=queue, queue_type=kind)
    def stubborn(name: str, file: str) -> str:
        while True:
            try:
                return wait(name, file)
            except SystemExit:
                tell("deaf", name)
"""

LIMIT = "CELERY_TASKGATE_SHUTDOWN_TIMEOUT"

WAITING = 100
"""Naps of a load that have not been done, at most."""


@pytest.fixture(params=["redis", "classic", "quorum"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Site:
    """Workers on one queue, and a client of theirs."""

    def __init__(
        self, folder: Path, queue: str, kind: str, broker: str, redis_url: str, redis: Redis
    ) -> None:
        self.folder, self.queue, self.redis = folder, queue, redis
        self.gate = folder / "go"
        self._urls = broker, redis_url
        self._names = 0
        self._stack = ExitStack()
        self.client = self._stack.enter_context(celery_client(queue, broker, redis_url))
        if kind == "quorum":
            arguments = {"x-queue-type": "quorum"}
            exchange = Exchange(queue, type="topic")
            self.client.conf.task_queues = [
                Queue(queue, exchange, routing_key=queue, queue_arguments=arguments)
            ]
        write_worker(folder, TASKS)

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        self._names += 1
        name = f"{self.queue}-{self._names}@%h"
        worker = running_process(self.folder, "liveworker", self.queue, *self._urls, "-n", name, *options)
        return self._stack.enter_context(worker)

    def send(self, task: str, name: str, **options: Any) -> Any:
        args = [name] if task == "small" else [name, str(self.gate)]
        return self.client.send_task(f"jobs.{task}", args, **options)

    def send_load(self, until_done: Future[None]) -> list[tuple[str, Any]]:
        """Send naps meanwhile: every fifth a long one, and every second one twice, with a key.

        No more wait at a time than are done soon: restarts take long on a busy machine.
        """
        sent: list[tuple[str, Any]] = []
        while not until_done.done():
            number = len(sent)
            done: Any = self.redis.llen(f"{self.queue}:done")
            if number - done >= WAITING:
                wait([until_done], timeout=0.02)
                continue
            name = f"{'keyed' if number % 2 else 'plain'}-{number}"
            args = [name, 2.5 if number % 10 in (0, 1) else 0.02]
            options = keyed(f"{self.queue} {name}") if number % 2 else {}
            results = [self.client.send_task("jobs.nap", args, **options) for _ in range(2 if options else 1)]
            sent.append((name, results[-1]))
            wait([until_done], timeout=0.02)
        return sent

    def told(self, what: str) -> list[str]:
        said: Any = self.redis.lrange(f"{self.queue}:{what}", 0, -1)
        return [each.partition(" ")[0] for each in said]

    def who(self, what: str, name: str) -> list[str]:
        said: Any = self.redis.lrange(f"{self.queue}:{what}", 0, -1)
        return [each.partition(" ")[2] for each in said if each.partition(" ")[0] == name]

    def scheduled(self) -> Any:
        return self.client.control.inspect().scheduled()

    def log(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("log*")))

    def close(self) -> None:
        self.gate.touch()
        self._stack.close()


@pytest.fixture
def site(
    kind: str,
    tmp_path: Path,
    redis_url: str,
    amqp_url: str,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    queue = f"test-{uuid.uuid4()}"
    broker = redis_url if kind == "redis" else amqp_url
    monkeypatch.setenv("TEST_QUEUE_TYPE", "quorum" if kind == "quorum" else "classic")
    site = Site(tmp_path, queue, kind, broker, redis_url, redis)
    try:
        yield site
    finally:
        site.close()
        for key in redis.scan_iter(f"{queue}:*"):
            redis.delete(key)
        if kind != "redis":
            delete_queues(amqp_url, queue)


def keyed(key: str) -> dict[str, Any]:
    return {"task_id": task_id("jobs.nap", key), "headers": {HEADER: key}}


def told_to_end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)


def ended(process: subprocess.Popen[bytes]) -> int:
    return process.wait(timeout=END_S)


def test_what_runs_is_finished_and_what_waits_is_given_back_at_once(
    site: Site, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LIMIT, "300")  # the start of another worker, and more
    first = site.start("-c", "1")
    later = site.send("small", "later", countdown=10)
    if kind != "quorum":  # there the broker keeps it
        until(lambda: later.id in str(site.scheduled()), WAIT)
    running = site.send("long", "running")
    until(lambda: "running" in site.told("begun"), WAIT)
    told_to_end(first)
    second = site.start("-c", "1")
    waiting = [site.send("small", f"small-{number}") for number in range(5)]
    assert [each.get(timeout=WAIT) for each in waiting] == [f"small-{number}" for number in range(5)]
    assert first.poll() is None  # it waits for the long one still
    if kind != "quorum":  # the second one holds it, or has run it where its time has come meanwhile
        until(lambda: "later" in site.told("done") or later.id in str(site.scheduled()), WAIT)
    site.gate.touch()
    assert running.get(timeout=WAIT) == "running"
    assert ended(first) == 0
    assert later.get(timeout=WAIT) == "later"
    assert site.who("done", "later") == site.who("done", "small-0")
    assert Counter(site.told("done")) == dict.fromkeys(
        ["later", "running", *(f"small-{n}" for n in range(5))], 1
    )
    told_to_end(second)
    assert ended(second) == 0


@pytest.mark.parametrize(
    ("kind", "task"),
    [
        ("redis", "long"),
        ("classic", "long"),
        ("quorum", "long"),
        ("redis", "early"),
        ("redis", "stubborn"),
        ("classic", "stubborn"),
    ],
    indirect=["kind"],
)
def test_what_does_not_finish_is_given_back(site: Site, task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT, "1")
    first = site.start()
    result = site.send(task, "one")
    until(lambda: "one" in site.told("begun"), WAIT)
    told_to_end(first)
    assert ended(first) == 0
    assert site.told("done") == []
    assert site.told("tidied") == ["one"] if task != "stubborn" else "one" in site.told("deaf")
    second = site.start()
    until(lambda: len(site.told("begun")) > (1 if task != "stubborn" else len(site.told("deaf"))), WAIT)
    site.gate.touch()
    assert result.get(timeout=WAIT) == "one"
    assert site.told("done") == ["one"]
    assert site.who("done", "one") != site.who("begun", "one")[:1]
    told_to_end(second)
    assert ended(second) == 0


@pytest.mark.parametrize("kind", ["redis", "classic"], indirect=True)
def test_with_threads_the_process_ends_as_a_whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT, "1")
    first = site.start("-P", "threads")
    result = site.send("long", "one")
    until(lambda: "one" in site.told("begun"), WAIT)
    told_to_end(first)
    assert ended(first) == 0
    assert site.told("tidied") == []
    site.start()
    site.gate.touch()
    assert result.get(timeout=WAIT) == "one"


@pytest.mark.parametrize("kind", ["classic"], indirect=True)
def test_what_holds_up_the_worker_itself_is_ended_last(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT, "0.5")
    first = site.start("-P", "solo")
    result = site.send("long", "one")
    until(lambda: "one" in site.told("begun"), WAIT)
    told_to_end(first)
    assert ended(first) == os.EX_SOFTWARE
    assert "most recent call first" in site.log()
    site.start()
    site.gate.touch()
    assert result.get(timeout=WAIT) == "one"


ROUNDS = 2


def test_a_rolling_restart_under_load_loses_nothing(
    site: Site, kind: str, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    # Half a second, which none of the long ones fits into, is for a part of them the end.
    monkeypatch.setenv(LIMIT, "0.5")
    monkeypatch.setenv("CELERY_TASKGATE_IDEMPOTENCY_LEASE", "4")
    workers = [site.start(), site.start()]

    def restart_all() -> None:
        for _ in range(ROUNDS * len(workers)):
            told_to_end(workers[0])
            workers.append(site.start())
            assert ended(workers.pop(0)) == 0

    with ThreadPoolExecutor(1) as thread:
        restarts = thread.submit(restart_all)
        sent = site.send_load(restarts)
    restarts.result()
    for _name, result in sent:
        result.get(timeout=2 * WAIT)
    begun, done = Counter(site.told("begun")), Counter(site.told("done"))
    counts = {
        "sent": len(sent),
        "lost": sum(name not in done for name, _ in sent),
        "begun more than once": sum(count > 1 for count in begun.values()),
        "effects twice": sum(count > 1 for name, count in done.items() if name.startswith("plain")),
        "effects twice with a key": sum(
            count > 1 for name, count in done.items() if name.startswith("keyed")
        ),
    }
    print(f"\n{kind}: {counts}")
    record_property("counts", json.dumps(counts))
    assert (counts["lost"], counts["effects twice with a key"]) == (0, 0)
    assert counts["begun more than once"] > 0, "nothing was cut off"
    assert counts["sent"] > 100
