"""A part of a chord whose process, or whose whole worker, dies between its result and its count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, chord, group, signature

from tests.live.conftest import celery_client
from tests.live.process import running_worker
from tests.live.states import WAIT

pytestmark = pytest.mark.live

TASKS = """
    import os
    import signal
    from pathlib import Path

    from celery import current_app
    from taskgate import task

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    @task
    def dying(runs: str) -> int:
        with Path(runs).open("a") as file:
            file.write("run ")
        current_app.backend.on_chord_part_return = die
        return 7

    @task
    def add(x: int, y: int) -> int:
        return x + y

    @task
    def total(values: list[int]) -> int:
        return sum(values)
"""


@pytest.fixture
def client(amqp_url: str, redis_url: str, queue: str) -> Iterator[Celery]:
    with celery_client(queue, amqp_url, redis_url) as app:
        yield app


@pytest.mark.parametrize("pool", ["prefork", "solo"])
def test_part_is_counted_without_a_second_run(
    client: Celery, amqp_url: str, redis_url: str, queue: str, tmp_path: Path, pool: str
) -> None:
    runs = tmp_path / "runs"
    workers = [tmp_path / name for name in ("first", "second")]
    for folder in workers:
        folder.mkdir()
    options = (queue, amqp_url, redis_url, "--pool", pool)
    with running_worker(workers[0], TASKS, *options):
        header = group(
            [signature("jobs.add", (1, 2), app=client), signature("jobs.dying", (str(runs),), app=client)],
            app=client,
        )
        ended: Any = chord(header, app=client)(signature("jobs.total", app=client))
        assert ended.parent.get(timeout=WAIT) == [3, 7]
        if pool == "solo":  # all of it is dead
            with running_worker(workers[1], TASKS, *options):
                assert ended.get(timeout=WAIT) == 10
        else:
            assert ended.get(timeout=WAIT) == 10
    assert runs.read_text() == "run "
