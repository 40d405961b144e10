"""What is promised of a key, cell by cell (docs/idempotency.md): effects are counted in a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from billiard.exceptions import TimeLimitExceeded
from celery import Celery, chain
from redis import Redis

import taskgate
from taskgate.errors import IdempotencyConflict, Unsupported
from taskgate.idempotency import claims, keys, record
from tests.live.conftest import celery_client, required
from tests.live.killing import kill, main_of
from tests.live.process import running_worker
from tests.waiting import until

pytestmark = pytest.mark.live

LEASE = 4
"""Seconds."""

SETTINGS = {
    "CELERY_TASKGATE_IDEMPOTENCY_LEASE": str(LEASE),
    "CELERY_BROKER_TRANSPORT_OPTIONS": '{"visibility_timeout": 4, "unacked_restore_interval": 0.2}',
}

TASKS = """
    import os
    import signal
    import sys
    import time
    from contextlib import suppress
    from pathlib import Path

    from celery.exceptions import SoftTimeLimitExceeded
    from taskgate import task, task_id

    def note(file: str) -> int:
        with open(file, "a") as tally:
            tally.write(f"{task_id()}\\n")
        return len(Path(file).read_text().splitlines())

    @task
    def effect(file: str, value: int = 0, seconds: float = 0) -> int:
        note(file)
        time.sleep(seconds)
        return value

    @task
    def held(file: str, door: str) -> str:
        note(file)
        while not Path(door).exists():
            time.sleep(0.02)
        return "held"

    @task
    def fails(file: str, times: int) -> int:
        count = note(file)
        if count <= times:
            raise ValueError(f"attempt {count}")
        return count

    @task(autoretry_for=(ValueError,), max_retries=2, retry_backoff=1, retry_jitter=False)
    def retries(file: str, times: int) -> int:
        count = note(file)
        if count <= times:
            raise ValueError(f"attempt {count}")
        return count

    @task(ignore_result=True)
    def silent(file: str) -> None:
        note(file)

    @task(idempotent_by=("order",))
    def place(order: str, file: str, value: int = 1, door: str = "") -> int:
        count = note(file)
        while door and not Path(door).exists():
            time.sleep(0.02)
        if value < 0 and count == 1:
            raise ValueError("once")
        return value

    @task(ignore_result=True)
    def silent_failure(file: str) -> None:
        if note(file) == 1:
            raise ValueError("once")

    @task(ignore_result=True, autoretry_for=(ValueError,), default_retry_delay=0)
    def silent_retry(file: str) -> None:
        if note(file) == 1:
            raise ValueError("once")

    def end_once(file: str, how: str) -> int:
        count = note(file)
        if count == 1 and how == "exits":
            sys.exit(1)
        if count == 1 and how == "is killed":
            os.kill(os.getpid(), signal.SIGKILL)
        return count

    @task(default_retry_delay=0)
    def cut_off(file: str, how: str) -> int:
        return end_once(file, how)

    @task(default_retry_delay=0, idempotent_by=("order",))
    def cut_off_by(order: str, file: str, how: str) -> int:
        return end_once(file, how)

    @task(time_limit=1, idempotent_by=("order",))
    def too_long(order: str, file: str, door: str) -> int:
        count = note(file)
        while not Path(door).exists():
            with suppress(SoftTimeLimitExceeded):
                time.sleep(0.02)
        return count

    @task
    def double(value: int) -> int:
        return 2 * value
"""


class Site:
    """A caller with a queue, a worker on it, and a file in which each run leaves a line."""

    def __init__(self, app: Celery, queue: str, broker: str, backend: str, folder: Path) -> None:
        self.app: Any = app
        self.queue, self.broker, self.backend = queue, broker, backend
        self.folder = folder
        self._workers = 0

    @contextmanager
    def worker(self, **settings: str) -> Iterator[Path]:
        self._workers += 1
        folder = self.folder / f"worker{self._workers}"
        folder.mkdir()
        # Workers that share a queue need different names.
        options = ("--pidfile", "pid", "-l", "info", "-n", f"{self.queue}-{self._workers}@%h")
        running = running_worker(folder, TASKS, self.queue, self.broker, self.backend, *options)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**SETTINGS, **settings}.items():
                patch.setenv(name, value)
            with running:
                yield folder

    def call(self, task: str, key: str | None, **arguments: Any) -> Any:
        options = {} if key is None else {"idempotency_key": key}
        return self.app.send_task(f"jobs.{task}", kwargs=arguments, queue=self.queue, **options)

    def new(self) -> tuple[str, str]:
        """Return a new key, and the file of its tally."""
        key = uuid.uuid4().hex
        return key, str(self.folder / key)


def effects(file: str) -> int:
    """Return how often a task has begun its work."""
    return len(Path(file).read_text().splitlines()) if Path(file).exists() else 0


@pytest.fixture(scope="module", params=["redis", "rabbitmq"])
def site(
    request: pytest.FixtureRequest, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    broker = redis_url if request.param == "redis" else required("TASKGATE_TEST_AMQP_URL")
    queue = f"test-{uuid.uuid4()}"
    with celery_client(queue, broker, redis_url) as app:
        taskgate.install(app)
        yield Site(app, queue, broker, redis_url, tmp_path_factory.mktemp("keys"))


@pytest.fixture
def apart(site: Site, tmp_path: Path) -> Site:
    """The same with a queue that no worker serves yet."""
    return Site(site.app, f"test-{uuid.uuid4()}", site.broker, site.backend, tmp_path)


@pytest.fixture(scope="module")
def served(site: Site) -> Iterator[Site]:
    with site.worker():
        yield site


@pytest.fixture(scope="module")
def patient(site: Site) -> Iterator[Site]:
    """A worker on a queue of its own whose leases no test outlasts."""
    folder = site.folder / "patient"
    folder.mkdir()
    apart = Site(site.app, f"test-{uuid.uuid4()}", site.broker, site.backend, folder)
    with apart.worker(CELERY_TASKGATE_IDEMPOTENCY_LEASE="600"):
        yield apart


def test_two_callers_at_once_are_one_run_and_both_have_its_value(served: Site) -> None:
    key, file = served.new()
    with ThreadPoolExecutor(8) as pool:
        jobs = list(
            pool.map(lambda _: served.call("effect", key, file=file, value=7, seconds=0.3), range(40))
        )
    assert {job.get(timeout=60) for job in jobs} == {7}
    assert {job.id for job in jobs} == {keys.task_id("jobs.effect", key)}
    assert effects(file) == 1


def test_a_call_after_the_success_gets_its_value_and_sends_nothing(served: Site) -> None:
    key, file = served.new()
    assert served.call("effect", key, file=file, value=3).get(timeout=60) == 3
    assert served.call("effect", key, file=file, value=3).get(timeout=60) == 3
    assert effects(file) == 1


def test_other_arguments_are_a_conflict_while_it_runs_and_afterwards(served: Site) -> None:
    key, file = served.new()
    door = f"{file}-door"
    job = served.call("held", key, file=file, door=door)
    until(lambda: effects(file) == 1)
    with pytest.raises(IdempotencyConflict) as caught:
        served.call("held", key, file=file, door="another")
    assert caught.value.details == {"task": "jobs.held", "key": key}
    Path(door).touch()
    assert job.get(timeout=60) == "held"
    with pytest.raises(IdempotencyConflict):
        served.call("held", key, file=file, door="another")
    assert effects(file) == 1


def test_a_key_of_one_task_is_none_of_another(served: Site) -> None:
    key, file = served.new()
    assert served.call("effect", key, file=file, value=3).get(timeout=60) == 3
    assert served.call("fails", key, file=file, times=0).get(timeout=60) == 2


def test_a_failure_is_not_kept(served: Site) -> None:
    key, file = served.new()
    first = served.call("fails", key, file=file, times=1)
    with pytest.raises(ValueError, match="attempt 1"):
        first.get(timeout=60)
    second = served.call("fails", key, file=file, times=1)
    assert second.get(timeout=60) == 2
    assert effects(file) == 2


def test_those_who_wait_together_fail_together(served: Site) -> None:
    key, file = served.new()
    jobs = [served.call("fails", key, file=file, times=1) for _ in range(5)]
    ended = []
    for job in jobs:
        try:
            ended.append(job.get(timeout=60))
        except ValueError as error:
            ended.append(str(error))
    assert set(ended) <= {"attempt 1", 2}, ended
    assert effects(file) <= 2


def test_a_retry_is_the_same_run(served: Site) -> None:
    key, file = served.new()
    jobs = [served.call("retries", key, file=file, times=1) for _ in range(3)]
    assert [job.get(timeout=60) for job in jobs] == [2, 2, 2]
    assert effects(file) == 2


def test_without_a_result_it_runs_once(served: Site) -> None:
    key, file = served.new()
    served.call("silent", key, file=file)
    until(lambda: effects(file) == 1)
    until(lambda: _state(served, "jobs.silent", key) == "succeeded")
    served.call("silent", key, file=file)
    assert served.call("effect", None, file=f"{file}-2").get(timeout=60) == 0
    assert effects(file) == 1


def test_a_declared_key_makes_calls_of_any_client_one_run(served: Site) -> None:
    order, file = served.new()
    door = f"{file}-door"
    jobs = [served.call("place", None, order=order, file=file, value=5, door=door) for _ in range(3)]
    until(lambda: effects(file) == 1)
    Path(door).touch()
    assert [job.get(timeout=60) for job in jobs] == [5, 5, 5]
    assert len({job.id for job in jobs}) == 3
    assert effects(file) == 1
    other = served.call("place", None, order=order, file=file, value=6)
    with pytest.raises(Exception, match="used with other arguments") as caught:
        other.get(timeout=60)
    assert type(caught.value).__name__ == "IdempotencyConflict"
    assert effects(file) == 1


def test_a_failure_of_a_declared_key_is_not_kept(served: Site) -> None:
    order, file = served.new()
    with pytest.raises(ValueError, match="once"):
        served.call("place", None, order=order, file=file, value=-1).get(timeout=60)
    assert served.call("place", None, order=order, file=file, value=-1).get(timeout=60) == -1
    assert effects(file) == 2


def test_a_step_of_a_workflow_keeps_its_id_and_gets_the_value(served: Site) -> None:
    key, file = served.new()
    options = {"queue": served.queue}
    keyed = served.app.signature("jobs.effect", kwargs={"file": file, "value": 4}).set(
        **options, headers={keys.HEADER: key}
    )
    for _ in range(2):
        following = served.app.signature("jobs.double").set(**options)
        assert chain(keyed.clone(), following).apply_async().get(timeout=60) == 8
    assert effects(file) == 1


def test_a_caller_that_dies_between_claim_and_publish_leaves_the_key_usable(served: Site) -> None:
    key, file = served.new()
    arguments = {"file": file, "value": 9}
    assert claims.claim(served.app, "jobs.effect", key, (), arguments) == "new"
    assert served.call("effect", key, **arguments).get(timeout=60) == 9
    assert effects(file) == 1


def test_a_worker_that_is_killed_frees_the_key_when_its_lease_ends(apart: Site) -> None:
    key, file = apart.new()
    door = f"{file}-door"
    with apart.worker() as first:
        job = apart.call("held", key, file=file, door=door)
        until(lambda: effects(file) == 1)
        with apart.worker():
            kill(main_of(first))
            again = apart.call("held", key, file=file, door=door)
            until(lambda: effects(file) == 2)
            Path(door).touch()
            assert again.get(timeout=60) == job.get(timeout=60) == "held"
            assert apart.call("held", key, file=file, door=door).get(timeout=60) == "held"
    assert effects(file) == 2  # the one that was killed, and the one that was not


@pytest.mark.parametrize("how", ["exits", "is killed"])
def test_a_process_that_ends_in_the_middle_frees_the_key_at_once(patient: Site, how: str) -> None:
    key, file = patient.new()
    assert patient.call("cut_off", key, file=file, how=how).get(timeout=30) == 2
    order, other = patient.new()
    assert patient.call("cut_off_by", None, order=order, file=other, how=how).get(timeout=30) == 2
    assert (effects(file), effects(other)) == (2, 2)


def test_a_time_limit_frees_a_declared_key_at_once_also_for_other_arguments(patient: Site) -> None:
    order, file = patient.new()
    door = f"{file}-door"
    with pytest.raises(TimeLimitExceeded):
        patient.call("too_long", None, order=order, file=file, door=door).get(timeout=30)
    Path(f"{door}-2").touch()
    assert patient.call("too_long", None, order=order, file=file, door=f"{door}-2").get(timeout=30) == 2


@pytest.mark.parametrize("task", ["silent_failure", "silent_retry"])
def test_without_a_result_a_failure_is_not_kept_either(patient: Site, task: str) -> None:
    key, file = patient.new()
    patient.call(task, key, file=file)
    if task == "silent_failure":
        until(lambda: _state(patient, "jobs.silent_failure", key) == "failed")
        patient.call(task, key, file=file)
    until(lambda: _state(patient, f"jobs.{task}", key) == "succeeded")
    assert effects(file) == 2


def test_a_long_run_keeps_its_lease(served: Site) -> None:
    key, file = served.new()
    door = f"{file}-door"
    first = served.call("held", key, file=file, door=door)
    until(lambda: effects(file) == 1)
    record = _record(served, "jobs.held", key)
    ends = int(_redis(served, lambda redis: redis.hget(record, "until")))
    until(lambda: int(_redis(served, lambda redis: redis.hget(record, "until"))) > ends + LEASE * 1000)
    second = served.call("held", key, file=file, door=door)
    Path(door).touch()
    assert first.get(timeout=60) == second.get(timeout=60) == "held"
    assert effects(file) == 1


def test_after_the_window_it_is_another_run(apart: Site) -> None:
    key, file = apart.new()
    with apart.worker(CELERY_TASKGATE_IDEMPOTENCY_WINDOW="1"):
        assert apart.call("effect", key, file=file, value=1).get(timeout=60) == 1
        until(lambda: _state(apart, "jobs.effect", key) is None)
        assert apart.call("effect", key, file=file, value=2).get(timeout=60) == 2
    assert effects(file) == 2


def test_without_redis_it_is_unsupported_at_once(redis_url: str) -> None:
    with celery_client("nowhere", redis_url, "rpc://") as app:
        taskgate.install(app)
        with pytest.raises(Unsupported, match="CELERY_RESULT_BACKEND"):
            app.send_task("jobs.effect", idempotency_key="k")


def _record(site: Site, task: str, key: str) -> str:
    return record.record_key(site.app, keys.task_id(task, key))


def _state(site: Site, task: str, key: str) -> Any:
    return _redis(site, lambda redis: redis.hget(_record(site, task, key), "state"))


def _redis(site: Site, ask: Callable[[Any], Any]) -> Any:
    with Redis.from_url(site.backend, decode_responses=True) as redis:
        return ask(redis)
