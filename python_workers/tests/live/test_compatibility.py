"""`taskgate contracts diff` with the workers that run, on both brokers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from redis import Redis

from taskgate.cli import main
from taskgate.compatibility.sources import SourceOptions, read
from taskgate.contracts.contract import fingerprint
from taskgate.errors import InvalidContract
from tests.live.process import running_worker

pytestmark = pytest.mark.live

TASKS = """
    from typing import Annotated
    from annotated_types import Le
    from taskgate import task

    @task
    def shrink(path: str, width: Annotated[int, Le(100)]) -> list[int]:
        return [width]
"""


@pytest.fixture(params=["redis", "rabbitmq"])
def worker(
    redis_url: str, amqp_url: str, queue: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    broker = redis_url if request.param == "redis" else amqp_url
    with running_worker(tmp_path, TASKS, queue, broker, redis_url):
        yield broker


def test_live_workers_are_compared_with_a_folder(worker: str, queue: str, tmp_path: Path) -> None:
    options = SourceOptions(broker=worker, timeout_ms=10_000)
    name = f"{queue}@{socket.gethostname()}"
    (contract,) = read(f"live:{name}", options)
    assert contract["name"] == "jobs.shrink"
    contract["parameters"][1]["schema"]["maximum"] = 50
    contract["fingerprint"] = fingerprint(contract)
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "jobs.shrink.json").write_text(json.dumps(contract))
    words = ["--broker", worker, "--timeout-ms", "10000", "--format", "json", "--node-client", str(tmp_path)]
    result = CliRunner().invoke(main, ["contracts", "diff", f"live:{name}", str(folder), *words])
    assert result.exit_code == 1, result.output
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["rule"], found["payload"]) == ("parameter-narrowed", {"path": "text", "width": 51})


def test_worker_that_hangs_is_missed(redis_url: str, queue: str, tmp_path: Path) -> None:
    client: Any = Redis.from_url(redis_url)
    with (
        closing(client),
        client.pubsub() as other,
        running_worker(tmp_path, TASKS, queue, redis_url, redis_url),
    ):
        # What Redis sees of a worker that hangs: it hears, and answers nothing.
        other.subscribe(f"/{client.get_connection_kwargs().get('db') or 0}.celery.pidbox")
        other.get_message(timeout=10)
        missed = r"told their contracts within 3000 ms, but not .* said nothing; raise"
        with pytest.raises(InvalidContract, match=missed):
            read("live:", SourceOptions(broker=redis_url))


def test_worker_that_does_not_run_is_named(redis_url: str) -> None:
    words = [
        "contracts",
        "diff",
        "live:nobody@nowhere",
        "live:",
        "--broker",
        redis_url,
        "--timeout-ms",
        "200",
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert "no worker answered within 200 ms" in result.output


def test_broker_that_is_away_is_said(tmp_path: Path) -> None:
    words = ["contracts", "diff", "live:", "live:", "--broker", "redis://127.0.0.1:1/0"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert "cannot be asked" in result.output
