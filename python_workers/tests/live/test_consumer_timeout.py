"""A RabbitMQ that ends the channel of a message that waits too long: the worker opens another."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.live.posting import Post, outside
from tests.live.process import running_worker
from tests.waiting import until

pytestmark = pytest.mark.live

OWN_BROKER = Path(__file__).parents[3] / "scripts" / "own_broker.py"

TASKS = """
    import os
    import time

    from taskgate import task

    @task(queue=os.environ["TEST_QUEUE"])
    def tally(word: str) -> str:
        with open("tally", "a") as file:
            file.write(word + "\\n")
        return word

    @task(queue=os.environ["TEST_QUEUE"], time_limit=60)
    def outlast(path: str) -> None:
        with open("begun", "a") as file:
            file.write("begun\\n")
        while not os.path.exists(path):
            time.sleep(0.05)
"""

SETTINGS = {"consumer_timeout": 1000, "channel_tick_interval": 500}
"""Milliseconds."""


@contextmanager
def impatient_rabbitmq() -> Iterator[tuple[str, Callable[..., str]]]:
    """Start one that waits for a second; yields its URL and what runs rabbitmqctl."""
    with subprocess.Popen(
        [sys.executable, str(OWN_BROKER), "rabbitmq"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def say(*words: str) -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            if words:
                process.stdin.write(json.dumps(words) + "\n")
                process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            return str(answer["ok"])

        url = say()
        for name, value in SETTINGS.items():
            say("control", "eval", f"application:set_env(rabbit, {name}, {value}).")
        try:
            yield url, say
        finally:
            process.stdin.close()
            process.wait(60)


def test_worker_outlives_its_channel(redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The task is allowed to run: the app was told that the broker waits for longer than it does."""
    queue, gate = f"test-{uuid.uuid4()}", tmp_path / "gate"
    monkeypatch.setenv("CELERY_TASKGATE_CONSUMER_TIMEOUT", "3600")
    with (
        impatient_rabbitmq() as (url, _say),
        running_worker(tmp_path, TASKS, queue, url, redis_url),
        outside(url, queue) as way,
    ):
        way.post(Post.call("jobs.tally", word="before"), Post.call("jobs.outlast", path=str(gate)))
        begun, tally, log = tmp_path / "begun", tmp_path / "tally", tmp_path / "log"
        until(begun.exists)
        # RabbitMQ has ended the channel, and delivers the message again: the worker has another one.
        until(lambda: begun.read_text().count("begun") > 1)
        gate.touch()
        way.post(Post.call("jobs.tally", word="behind"))
        until(lambda: "behind" in tally.read_text())
        assert "Unrecoverable error" not in log.read_text()
