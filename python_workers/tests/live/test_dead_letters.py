"""What a worker buries, on each kind of queue, and what becomes of it when it is sent again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.exceptions import NotRegistered, Reject
from celery.result import AsyncResult
from kombu import Exchange, Queue, pools
from redis import Redis

from taskgate.dead.box import opened
from taskgate.dead.letter import as_text
from tests.live.conftest import celery_client
from tests.live.process import delete_queues, running_worker
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

TASKS = """
    import os
    import signal
    from pathlib import Path

    from celery import current_task
    from celery.exceptions import Reject
    from taskgate import task

    class NoSuchRow(Exception):
        pass

    on = {"queue": os.environ["TEST_QUEUE"], "queue_type": os.environ["TEST_TYPE"]}

    @task(autoretry_for=(OSError,), max_retries=2, default_retry_delay=0, **on)
    def retried(path: str) -> None:
        raise OSError(path)

    @task(**on)
    def once(number: int) -> str | None:
        if not Path("mended").exists():
            raise ValueError(number)
        with Path("ran").open("a") as file:
            file.write(f"{number}\\n")
        return current_task.request.get("taskgate-replay-of")

    @task(max_retries=1, default_retry_delay=0, **on)
    def killed() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @task(**on)
    def rejected() -> None:
        raise Reject("not mine", requeue=False)

    @task(time_limit=0.5, soft_time_limit=0.25, **on)
    def stuck() -> None:
        while True:
            try:
                signal.pause()
            except Exception:
                pass

    @task(raises=[NoSuchRow], **on)
    def answered() -> None:
        raise NoSuchRow("7")
"""


@dataclass(frozen=True)
class Rig:
    """A worker's folder, a client that knows nothing of Taskgate, and what the command is run with."""

    folder: Path
    client: Celery
    environment: dict[str, str]

    def send(self, name: str, **arguments: Any) -> AsyncResult[Any]:
        return self.client.send_task(f"jobs.{name}", kwargs=arguments)

    def dead(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from taskgate.cli import main; main()", "dead", *words]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def result(self, task_id: str) -> Any:
        sent: AsyncResult[Any] = AsyncResult(task_id, app=self.client)
        return sent.get(timeout=WAIT)

    def letters(self) -> list[dict[str, Any]]:
        with opened(self.client) as box:
            return [json.loads(as_text(each.letter.document())) for each in box.letters(100)]

    def letter_of(self, task_id: str) -> dict[str, Any]:
        """Wait for the letter of a task: its caller hears of the end before the message is buried."""
        found: list[dict[str, Any]] = []

        def is_there() -> bool:
            found[:] = [each for each in self.letters() if each["taskId"] == task_id]
            return bool(found)

        until(is_there, WAIT)
        (letter,) = found
        return letter


@pytest.fixture(scope="module", params=["redis", "classic", "quorum"])
def rig(
    request: pytest.FixtureRequest,
    redis_url: str,
    amqp_url: str,
    queue: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Rig]:
    kind = request.param
    broker = redis_url if kind == "redis" else amqp_url
    queue = f"{queue}-{kind}"
    words = {
        "TEST_QUEUE": queue,
        "TEST_TYPE": "quorum" if kind == "quorum" else "classic",
        "CELERY_BROKER_URL": broker,
        "CELERY_RESULT_BACKEND": redis_url,
        "CELERY_TASKGATE_DEAD_LETTERS": queue,
    }
    folder = tmp_path_factory.mktemp(kind)
    with pytest.MonkeyPatch.context() as patch, celery_client(queue, broker, redis_url) as client:
        for name, value in words.items():
            patch.setenv(name, value)
        client.conf.taskgate_dead_letters = queue
        if kind == "quorum":
            arguments = {"x-queue-type": "quorum"}
            exchange = Exchange(queue, type="topic")
            client.conf.task_queues = [Queue(queue, exchange, routing_key=queue, queue_arguments=arguments)]
        with running_worker(folder, TASKS, queue, broker, redis_url):
            yield Rig(folder, client, {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    pools.reset()  # kombu would give the next client of this broker the pool that was closed
    if broker == amqp_url:
        delete_queues(amqp_url, f"taskgate.{queue}")
    else:
        with Redis.from_url(redis_url) as redis:
            redis.delete(f"taskgate:{queue}")


def test_task_that_has_used_up_its_retries(rig: Rig) -> None:
    sent = rig.send("retried", path="/nowhere")
    with pytest.raises(OSError, match="/nowhere"):
        sent.get(timeout=WAIT)
    letter = rig.letter_of(sent.id)
    assert (letter["reason"], letter["task"], letter["attempts"]) == ("TASK_FAILED", "jobs.retried", 3)
    assert letter["error"]["exception"] == "OSError"
    assert letter["message"] == "/nowhere"
    assert letter["startedAt"] <= letter["diedAt"]
    assert letter["original"]["headers"]["id"] == sent.id
    assert letter["original"]["properties"]["content_type"] == "application/json"


def test_task_that_kills_its_process_each_time(rig: Rig) -> None:
    sent = rig.send("killed")
    with pytest.raises(Exception, match="signal 9"):
        sent.get(timeout=WAIT)
    letter = rig.letter_of(sent.id)
    assert (letter["reason"], letter["attempts"]) == ("WORKER_LOST", 2)


def test_task_that_rejects_its_message(rig: Rig) -> None:
    sent = rig.send("rejected")
    with pytest.raises(Reject):
        sent.get(timeout=WAIT)
    letter = rig.letter_of(sent.id)
    assert (letter["reason"], letter["message"]) == (
        "REJECTED",
        "the task has rejected its message: not mine",
    )


def test_task_that_outlasts_its_time_limit(rig: Rig) -> None:
    sent = rig.send("stuck")
    with pytest.raises(Exception, match="TimeLimitExceeded"):
        sent.get(timeout=WAIT)
    assert rig.letter_of(sent.id)["reason"] == "TIME_LIMIT_EXCEEDED"


def test_task_that_the_worker_does_not_know(rig: Rig) -> None:
    sent = rig.send("of_the_next_deployment")
    with pytest.raises(NotRegistered):
        sent.get(timeout=WAIT)
    letter = rig.letter_of(sent.id)
    assert (letter["reason"], letter["task"]) == ("UNKNOWN_TASK", "jobs.of_the_next_deployment")
    assert letter["message"] == "no worker here knows the task 'jobs.of_the_next_deployment'"
    assert letter["original"]["headers"]["id"] == sent.id


def test_answer_is_no_letter(rig: Rig) -> None:
    answers = [rig.send("answered"), rig.send("once", number="no number")]
    for sent in answers:
        with pytest.raises(Exception, match=r"7|valid integer"):
            sent.get(timeout=WAIT)
    last = rig.send("once", number=0)
    with pytest.raises(ValueError, match="0"):
        last.get(timeout=WAIT)
    rig.letter_of(last.id)
    known = {each["taskId"] for each in rig.letters()}
    assert not known & {sent.id for sent in answers}


def test_letter_that_is_sent_again_runs_once_and_is_linked_to_the_first(rig: Rig) -> None:
    first = rig.send("once", number=42)
    with pytest.raises(ValueError, match="42"):
        first.get(timeout=WAIT)
    letter = rig.letter_of(first.id)

    found = rig.dead("replay", letter["id"], "-A", "liveworker")
    assert (found.returncode, found.stderr) == (0, "sent 1, kept 0\n"), found.stderr
    second = found.stdout.split()[3]
    with pytest.raises(ValueError, match="42"):
        rig.result(second)
    again = rig.letter_of(second)
    assert again["original"]["headers"]["taskgate-replay-of"] == first.id
    assert not [each for each in rig.letters() if each["id"] == letter["id"]]

    (rig.folder / "mended").touch()
    try:
        found = rig.dead("replay", second, "-A", "liveworker")
        assert found.returncode == 0, found.stderr
        third = found.stdout.split()[3]
        assert rig.result(third) == first.id
    finally:
        (rig.folder / "mended").unlink()
    assert (rig.folder / "ran").read_text() == "42\n"
    assert not [each for each in rig.letters() if each["taskId"] in (first.id, second, third)]


def test_letter_that_does_not_fit_today_is_kept(rig: Rig) -> None:
    sent = rig.send("once", number=5)
    with pytest.raises(ValueError, match="5"):
        sent.get(timeout=WAIT)
    letter = rig.letter_of(sent.id)
    # Tomorrow's version of the task.
    (rig.folder / "tomorrow").mkdir()
    (rig.folder / "tomorrow" / "__init__.py").touch()
    jobs = (rig.folder / "livetasks" / "jobs.py").read_text()
    (rig.folder / "tomorrow" / "jobs.py").write_text(jobs.replace("number: int", "number: str"))
    worker = (rig.folder / "liveworker.py").read_text()
    (rig.folder / "nextworker.py").write_text(worker.replace("livetasks", "tomorrow"))
    for words in (["--dry-run"], []):
        found = rig.dead("replay", letter["id"], "-A", "nextworker", *words)
        assert found.returncode == 1
        assert "/number: Input should be a valid string" in found.stderr
        assert rig.letter_of(sent.id) == letter


def test_no_message_is_left_in_its_queue(rig: Rig) -> None:
    """Whatever was buried before was acknowledged."""
    queue = rig.environment["TEST_QUEUE"]
    last = rig.send("answered")
    with pytest.raises(Exception, match="7"):
        last.get(timeout=WAIT)
    with rig.client.connection_for_read() as connection:
        if rig.environment["CELERY_BROKER_URL"].startswith("redis"):
            channel: Any = connection.default_channel
            until(lambda: not channel.client.llen(queue) and not _unacknowledged(channel, queue))
        else:
            declaring: Any = connection.default_channel
            until(lambda: declaring.queue_declare(queue, passive=True).message_count == 0)


def _unacknowledged(channel: Any, queue: str) -> list[bytes]:
    held: dict[bytes, bytes] = channel.client.hgetall("unacked")
    return [each for each in held.values() if queue.encode() in each]
