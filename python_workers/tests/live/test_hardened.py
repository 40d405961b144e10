"""An app that was not written for Taskgate, as it was and with `install(app)`, on prefork workers."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, chain, chord, group
from redis import Redis

from taskgate.context import CANCEL_KEY
from tests.live.conftest import celery_client
from tests.live.process import running_app
from tests.live.states import WAIT
from tests.waiting import until

pytestmark = pytest.mark.live

SOURCE = (Path(__file__).parents[1] / "foreign" / "depot.py").read_text()
APP = 'app = Celery("depot")\n'

MODES = {
    "as it was": "",
    "warned": "install(app)\n",
    "refused": "install(app, validation='refuse')\n",
}
"""By the name of a mode, the line behind the one that makes the app."""


@dataclass
class Depot:
    """A worker with one process, and a client that knows neither its app nor Taskgate."""

    client: Celery
    folder: Path
    redis: Redis

    def sign(self, name: str, *args: Any) -> Any:
        return self.client.signature(f"depot.{name}", args)

    def send(self, name: str, *args: Any, **options: Any) -> Any:
        return self.client.send_task(f"depot.{name}", args, **options)

    def call(self, name: str, *args: Any) -> Any:
        return self.send(name, *args).get(timeout=WAIT)

    def stored(self, result: Any) -> dict[str, Any]:
        result.get(timeout=WAIT, propagate=False)
        text: Any = self.redis.get(f"celery-task-meta-{result.id}")
        meta: dict[str, Any] = json.loads(text)
        return meta

    def facts(self, result: Any) -> dict[str, Any]:
        facts: dict[str, Any] = self.stored(result)["result"]["taskgate"]
        return facts

    def lines(self, file: str) -> list[str]:
        path = self.folder / file
        return path.read_text().splitlines() if path.exists() else []

    def said(self, pattern: str) -> list[str]:
        return [line for line in self.lines("log") if re.search(pattern, line)]


@pytest.fixture(scope="module", params=["redis", "rabbitmq"])
def depots(
    redis_url: str,
    amqp_url: str,
    redis: Redis,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], Depot]]:
    broker = redis_url if request.param == "redis" else amqp_url
    started: dict[str, Depot] = {}
    with ExitStack() as running:

        def depot(mode: str) -> Depot:
            if mode not in started:
                folder, queue = tmp_path_factory.mktemp("depot"), f"test-{uuid.uuid4()}"
                hardened = SOURCE.replace(APP, f"from taskgate import install\n{APP}{MODES[mode]}")
                (folder / "depot.py").write_text(hardened if MODES[mode] else SOURCE)
                (folder / "depot_settings.py").write_text(f"task_default_queue = {queue!r}\n")
                options = ("-c", "1", "-l", "INFO")
                running.enter_context(running_app(folder, "depot", queue, broker, redis_url, *options))
                client = running.enter_context(celery_client(queue, broker, redis_url))
                started[mode] = Depot(client, folder, redis)
            return started[mode]

        yield depot


@pytest.fixture(params=list(MODES))
def any_depot(depots: Callable[[str], Depot], request: pytest.FixtureRequest) -> Depot:
    return depots(request.param)


@pytest.fixture
def warned(depots: Callable[[str], Depot]) -> Depot:
    return depots("warned")


@pytest.fixture
def refused(depots: Callable[[str], Depot]) -> Depot:
    return depots("refused")


def test_tasks_answer_as_they_did(any_depot: Depot) -> None:
    assert any_depot.call("weigh", {"kg": 1.5}) == 3.0
    until(lambda: bool(any_depot.said(r"weighed 3\.0 of .*'kg': 1\.5")))
    assert any_depot.call("fetch", "http://example.org") == 2
    assert any_depot.call("stamp", 7) == "stamp 7"
    with pytest.raises(Exception, match="no stamps left") as raised:
        any_depot.call("stamp", -1)
    assert type(raised.value).__name__ == "OutOfStock"
    until(lambda: bool(any_depot.said(r"not weighed: OutOfStock of .*-1")))


def test_celerys_own_workflows_run(any_depot: Depot) -> None:
    def add(*args: int) -> Any:
        return any_depot.sign("add", *args)

    assert group(add(1, 1), add(2, 2)).apply_async().get(timeout=WAIT) == [2, 4]
    assert chain(add(1, 1), add(10), group(add(1), add(2))).apply_async().get(timeout=WAIT) == [13, 14]
    assert chord([add(1, 1), add(2, 2)], any_depot.sign("xsum")).apply_async().get(timeout=WAIT) == 6
    assert any_depot.call("become", 5) == 16

    linked, spread = f"linked {uuid.uuid4()}", any_depot.send("spread", [1, 2])
    link = any_depot.client.signature("depot.note", (linked,), immutable=True)
    any_depot.send("add", 1, 1, link=link).get(timeout=WAIT)
    until(lambda: linked in any_depot.lines("notes"), WAIT)
    with pytest.raises(Exception, match="no stamps left"):
        any_depot.send("stamp", -1, link_error=any_depot.sign("note_failure")).get(timeout=WAIT)
    until(lambda: "OutOfStock no stamps left" in any_depot.lines("notes"), WAIT)
    spread.get(timeout=WAIT)
    until(lambda: bool(any_depot.said(r"depot\.add\[.*succeeded.*: 105")), WAIT)


def test_messages_are_acknowledged_when_the_app_says_so(any_depot: Depot, tmp_path: Path) -> None:
    control: Any = any_depot.client.control
    worker = f"{any_depot.client.conf.task_default_queue}@*"

    def running(task_id: str) -> Any:
        replies = control.inspect(pattern=worker, matcher="glob", limit=1, timeout=WAIT).active() or {}
        return next((task for tasks in replies.values() for task in tasks if task["id"] == task_id), None)

    for name, early in (("hold", True), ("hold_late", False)):
        pipe = tmp_path / name
        os.mkfifo(pipe)
        result = any_depot.send(name, str(pipe))
        with pipe.open("w") as end:  # which waits until the task reads
            assert running(result.id)["acknowledged"] is early
            end.write("done")
        assert result.get(timeout=WAIT) == "done"


def test_a_process_that_is_killed_is_tried_again_only_where_the_app_says_so(any_depot: Depot) -> None:
    lost, again = f"lost-{uuid.uuid4()}", f"again-{uuid.uuid4()}"
    meta = any_depot.stored(any_depot.send("die", lost))
    assert (meta["status"], meta["result"]["exc_type"]) == ("FAILURE", "WorkerLostError")
    assert any_depot.call("die_late", again) == 2
    assert any_depot.lines(lost) == ["x"]


def test_a_running_task_is_terminated_by_celerys_own_command(any_depot: Depot, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = any_depot.send("hold", str(pipe))
    with pipe.open("w"):
        result.revoke(terminate=True)
        assert any_depot.stored(result)["status"] == "REVOKED"
    assert any_depot.call("add", 1, 2) == 3


def test_a_failure_has_its_facts(warned: Depot) -> None:
    assert warned.facts(warned.send("ship", "chairs")) == {
        "code": "TASK_FAILED",
        "exception": "depot.OutOfStock",
        "message": "no chairs left",
        "details": {"product": "chairs"},
        "retryable": False,
    }
    assert warned.facts(warned.send("stamp", -1))["details"] == {"product": "stamps"}, "it came later"
    assert warned.facts(warned.send("die", f"lost-{uuid.uuid4()}"))["code"] == "WORKER_LOST"
    assert warned.facts(warned.send("nothing"))["code"] == "UNKNOWN_TASK"


def test_what_does_not_fit_is_logged_once_a_task_and_place(warned: Depot) -> None:
    # In the process that is there now, which has said nothing yet.
    warned.send("die", f"lost-{uuid.uuid4()}").get(timeout=WAIT, propagate=False)
    before = len(warned.said("not fit the contract"))
    for _ in range(3):
        assert warned.call("add", "1", "2") == "12"
    with pytest.raises(TypeError):
        warned.call("stamp", "7")
    said = [line.partition("] ")[2] for line in warned.said("not fit the contract")[before:]]
    assert [line.partition(" (one line")[0] for line in said] == [
        "the arguments of depot.add do not fit the contract at /x: Input should be a valid integer",
        "the arguments of depot.add do not fit the contract at /y: Input should be a valid integer",
        "the result of depot.add does not fit the contract at the whole: Input should be a valid integer",
        "the arguments of depot.stamp do not fit the contract at /number: Input should be a valid integer",
    ]


def test_told_to_refuse_it_fails_the_call_before_the_function_runs(refused: Depot) -> None:
    facts = refused.facts(refused.send("ship", 7))
    assert facts["code"] == "INVALID_ARGUMENTS"
    assert facts["details"]["errors"] == [{"path": "/product", "message": "Input should be a valid string"}]
    assert "7" not in refused.lines("shipped")
    assert refused.facts(refused.send("stamp", "7"))["code"] == "INVALID_ARGUMENTS", "it came later"
    # A ConnectionError it tries again, as ever.
    with pytest.raises(ConnectionError):
        refused.call("ship", "tables")
    assert refused.lines("shipped").count("tables") == 2


@pytest.mark.parametrize("mode", ["warned", "refused"])
def test_a_call_that_was_cancelled_does_not_start(depots: Callable[[str], Depot], mode: str) -> None:
    depot, task_id, word = depots(mode), str(uuid.uuid4()), f"cancelled {uuid.uuid4()}"
    depot.redis.set(f"{CANCEL_KEY}{task_id}", 1, ex=60)
    result = depot.send("note", word, task_id=task_id)
    meta = depot.stored(result)
    assert (meta["status"], meta["result"]["taskgate"]["code"]) == ("REVOKED", "REVOKED")
    assert word not in depot.lines("notes")
