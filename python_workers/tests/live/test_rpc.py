"""Results on RabbitMQ alone: what a worker publishes to the queue that a message names in `reply_to`.

The reply queue is the one that the Node.js client has: durable, not exclusive, and gone some time
after its client.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pika
import pytest
from celery import Celery, chain, signature
from pika.adapters.blocking_connection import BlockingChannel

from taskgate.worker import mapping
from tests.live.conftest import celery_client
from tests.live.process import pika_url, running_worker
from tests.live.states import WAIT

pytestmark = pytest.mark.live

TASKS = """
    import os
    import signal

    from celery import chain, group, shared_task
    from taskgate import cancelled, progress, task, task_id

    class Refused(Exception):
        details: dict[str, int]

        def __init__(self, *, place):
            self.details = {"x": 1}

        def __str__(self):
            return "refused"

    @task
    def add(x: int, y: int = 1) -> int:
        return x + y

    @task
    def count(steps: int) -> int:
        for step in range(steps + 1):
            progress(step, steps, word="on")
        return steps

    @task(raises=[Refused])
    def refuse() -> None:
        raise Refused(place="here")

    @task
    def ask() -> bool:
        return cancelled()

    @task(max_retries=0)
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @task
    def hold(path: str) -> None:
        with open(path) as opened:
            opened.read()

    @task(time_limit=1)
    def too_long() -> None:
        while True:
            pass

    @task(autoretry_for=(ValueError,), max_retries=1, default_retry_delay=1)
    def flaky() -> None:
        raise ValueError("not yet")

    @shared_task(bind=True, name="old.replaced")
    def replaced(self, x):
        return self.replace(chain(add.s(x, 1), nested.s(), add.s(10)))

    @shared_task(bind=True, name="old.nested")
    def nested(self, x):
        return self.replace(chain(add.s(x, 100), add.s(1000)))

    @shared_task(bind=True, name="old.grouped")
    def grouped(self):
        return self.replace(group(add.s(1), add.s(2)))
"""


@pytest.fixture(scope="module", params=["prefork", "threads"], autouse=True)
def pool(
    amqp_url: str, queue: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("rpc")
    with running_worker(folder, TASKS, queue, amqp_url, "rpc://", "-P", request.param):
        yield request.param


@pytest.fixture(scope="module")
def sender(amqp_url: str, queue: str) -> Iterator[Celery]:
    with celery_client(queue, amqp_url, "disabled://") as app:
        yield app


class Replies:
    """A reply queue of ours."""

    def __init__(self, channel: BlockingChannel, sender: Celery) -> None:
        self.channel = channel
        self.sender = sender
        self.name = f"replies-{uuid.uuid4()}"
        channel.queue_declare(self.name, durable=True, exclusive=False, arguments={"x-expires": 60_000})

    def send(self, name: str, *args: Any, **options: Any) -> str:
        """Send a task that answers here; returns its id."""
        task_id = str(uuid.uuid4())
        self.sender.send_task(name, args, task_id=task_id, reply_to=self.name, **options)
        return task_id

    def until_end_of(self, *task_ids: str) -> list[dict[str, Any]]:
        """Return the states that came until all of these tasks have ended.

        To be asked once: what has come to pika by then, and is not read, goes with the consumer.
        """
        found: list[dict[str, Any]] = []
        running = set(task_ids)
        for method, properties, body in self.channel.consume(
            self.name, auto_ack=True, inactivity_timeout=WAIT
        ):
            assert body is not None, f"{running} have not ended; there came {found}"
            assert (method.exchange, method.routing_key) == ("", self.name)
            meta = json.loads(body)
            assert properties.correlation_id == meta["task_id"]
            assert properties.content_type == "application/json"
            found.append({**meta, "delivery_mode": properties.delivery_mode})
            if meta["status"] in ("SUCCESS", "FAILURE", "REVOKED"):
                running.discard(meta["task_id"])
            if not running:
                break
        self.channel.cancel()
        return found

    def call(self, name: str, *args: Any, **options: Any) -> list[dict[str, Any]]:
        return self.until_end_of(self.send(name, *args, **options))

    def facts(self, name: str, *args: Any, **options: Any) -> dict[str, Any]:
        last = self.call(name, *args, **options)[-1]
        facts: dict[str, Any] = last["result"]["taskgate"]
        return {"status": last["status"], **facts}


@pytest.fixture
def replies(amqp_url: str, sender: Celery) -> Iterator[Replies]:
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(amqp_url)))) as connection:
        found = Replies(connection.channel(), sender)
        yield found
        found.channel.queue_delete(found.name)


def test_states_of_a_task_in_their_order(replies: Replies) -> None:
    metas = replies.call("jobs.count", 20_000)
    assert metas[0]["status"] == "STARTED"
    assert set(metas[0]["result"]) == {"pid", "hostname"}
    assert metas[-1]["status"] == "SUCCESS"
    assert metas[-1]["result"] == 20_000
    reports = [meta["result"] for meta in metas[1:-1]]
    assert {meta["status"] for meta in metas[1:-1]} == {"PROGRESS"}
    assert reports[0] == {"done": 0, "total": 20_000, "data": {"word": "on"}}
    assert reports[-1] == {"done": 20_000, "total": 20_000, "data": {"word": "on"}}
    assert len(reports) < 1000  # ten a second, however long it takes


def test_failure_with_its_facts(replies: Replies) -> None:
    assert replies.facts("jobs.refuse") == {
        "status": "FAILURE",
        "code": "TASK_FAILED",
        "exception": "livetasks.jobs.Refused",
        "message": "refused",
        "details": {"x": 1},
        "retryable": False,
    }


def test_what_a_worker_answers_in_the_place_of_a_task(replies: Replies, pool: str) -> None:
    assert replies.facts("jobs.add", "1")["code"] == "INVALID_ARGUMENTS"
    assert replies.facts("jobs.nothing")["code"] == "UNKNOWN_TASK"
    assert replies.facts("jobs.ask")["code"] == "UNSUPPORTED"
    expired = replies.facts("jobs.add", 1, expires=-5)
    assert (expired["status"], expired["code"]) == ("REVOKED", "REVOKED")
    if pool == "prefork":
        assert replies.facts("jobs.too_long")["code"] == "TIME_LIMIT_EXCEEDED"
        assert replies.facts("jobs.die")["code"] == "WORKER_LOST"


def test_revoked_task(replies: Replies, sender: Celery) -> None:
    control: Any = sender.control
    task_id = str(uuid.uuid4())
    answer = control.revoke(task_id, reply=True, limit=1, timeout=WAIT)
    assert len(answer) == 1  # the worker knows it before the task comes
    replies.sender.send_task("jobs.add", [1], task_id=task_id, reply_to=replies.name)
    last = replies.until_end_of(task_id)[-1]
    assert (last["status"], last["result"]["taskgate"]["code"]) == ("REVOKED", "REVOKED")


def test_running_task_is_terminated(replies: Replies, sender: Celery, pool: str, tmp_path: Path) -> None:
    if pool == "threads":
        pytest.skip("a thread cannot be ended")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    task_id = replies.send("jobs.hold", str(pipe))
    with pipe.open("w"):  # returns once the task runs
        control: Any = sender.control
        control.revoke(task_id, terminate=True)
        last = replies.until_end_of(task_id)[-1]
    assert (last["status"], last["result"]["taskgate"]["code"]) == ("REVOKED", "REVOKED")


def test_retries_are_told(replies: Replies) -> None:
    metas = replies.call("jobs.flaky")
    assert [meta["status"] for meta in metas] == ["STARTED", "RETRY", "STARTED", "FAILURE"]
    assert metas[1]["result"]["taskgate"]["exception"] == "ValueError"


def test_chunk_of_calls(replies: Replies) -> None:
    inputs = [{"x": x} for x in range(1000)]
    metas = replies.call(mapping.NAME, kwargs={"task": "jobs.add", "inputs": inputs})
    assert metas[-1]["result"] == {"results": [{"value": x + 1} for x in range(1000)]}
    assert "PROGRESS" in [meta["status"] for meta in metas]
    last = replies.call(mapping.NAME, kwargs={"task": "jobs.ask", "inputs": [{}]})[-1]
    assert last["result"]["results"][0]["error"]["code"] == "UNSUPPORTED"


def test_result_outlives_a_restart_of_the_broker(replies: Replies) -> None:
    assert {meta["delivery_mode"] for meta in replies.call("jobs.add", 1)} == {2}


def step(replies: Replies, name: str, *args: Any) -> Any:
    """Return a step whose result comes to the reply queue, as a client's would."""
    options = {"task_id": str(uuid.uuid4()), "reply_to": replies.name}
    return signature(name, args, options=options, app=replies.sender)


def test_every_step_of_a_chain_answers(replies: Replies) -> None:
    steps = [step(replies, "jobs.add", *args) for args in ((1, 1), (10,), (100,))]
    ids = [each.options["task_id"] for each in steps]
    chain(*steps, app=replies.sender).apply_async()
    # A step that follows may end before the answer of the one before it has come.
    metas = replies.until_end_of(*ids)
    ended = {meta["task_id"]: meta["result"] for meta in metas if meta["status"] == "SUCCESS"}
    assert [ended[task_id] for task_id in ids] == [2, 12, 112]


def test_steps_after_a_failed_one_have_its_facts(replies: Replies) -> None:
    steps = [step(replies, "jobs.refuse"), step(replies, "jobs.add")]
    ids = [each.options["task_id"] for each in steps]
    chain(*steps, app=replies.sender).apply_async()
    metas = replies.until_end_of(*ids)
    failed = {meta["task_id"]: meta["result"]["taskgate"] for meta in metas if meta["status"] == "FAILURE"}
    assert list(failed) == ids
    assert failed[ids[0]] == failed[ids[1]]
    assert failed[ids[0]]["message"] == "refused"


def test_task_that_becomes_a_chain_ends_with_its_result_under_its_own_id(replies: Replies) -> None:
    metas = replies.call("old.replaced", 1)
    assert metas[-1]["result"] == 1112


def test_task_that_becomes_a_group_is_refused_at_once(replies: Replies) -> None:
    facts = replies.facts("old.grouped")
    assert (facts["status"], facts["exception"]) == ("FAILURE", "NotImplementedError")
    assert "rpc" in facts["message"]
