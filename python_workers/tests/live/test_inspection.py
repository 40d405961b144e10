"""The contracts of a running worker, asked over both brokers; more of them than fit in a small frame."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery

from taskgate.worker.inspection import NAME
from tests.live.conftest import celery_client
from tests.live.process import running_worker
from tests.waiting import until

pytestmark = pytest.mark.live

COUNT = 150

TASKS = f"""
    from pydantic import BaseModel
    from taskgate import task

    class Order(BaseModel):
        '''{"An order with a long description. " * 40}'''
        number: int
        lines: list[str] = []

    def make(number: int):
        @task(name=f"many.number{{number:03}}")
        def work(order: Order, amount: int = 1) -> Order:
            '''Does work; its text is in the contract.'''
            return order

    for number in range({COUNT}):
        make(number)
"""


@pytest.fixture(scope="module", params=["redis", "rabbitmq"])
def asking(
    redis_url: str,
    amqp_url: str,
    queue: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Celery]:
    broker = redis_url if request.param == "redis" else amqp_url
    folder = tmp_path_factory.mktemp("inspection")
    with (
        running_worker(folder, TASKS, queue, broker, redis_url),
        celery_client(queue, broker, redis_url) as app,
    ):
        yield app


def test_worker_tells_all_its_contracts(asking: Celery, queue: str) -> None:
    control: Any = asking.control
    # kombu subscribes to what is broadcast on Redis a moment after the worker has said that it is ready.
    until(lambda: bool(_ask(control, "ping", queue, 0.5)))
    # It waits for one answer, for so long at most.
    replies = _ask(control, NAME, queue, 30)
    assert len(replies) == 1
    ((worker, reply),) = replies[0].items()
    assert worker.startswith(f"{queue}@")
    names = [contract["name"] for contract in reply["contracts"]]
    assert names == [f"many.number{number:03}" for number in range(COUNT)]
    assert all(contract["fingerprint"].startswith("sha256:") for contract in reply["contracts"])
    assert len(json.dumps(reply)) > 300_000


def _ask(control: Any, command: str, queue: str, seconds: float) -> list[Any]:
    """Return the answer of the worker of that queue, nothing where none has come in time."""
    options: dict[str, Any] = {"pattern": f"{queue}@*", "matcher": "glob", "limit": 1}
    found = control.broadcast(command, reply=True, timeout=seconds, **options)
    return list(found or [])
