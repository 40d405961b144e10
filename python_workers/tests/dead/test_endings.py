"""Which end of a task is a dead letter, and that it is written before the message leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from billiard.einfo import ExceptionInfo
from billiard.exceptions import Terminated, WorkerLostError
from celery import Celery
from celery.exceptions import Ignore, Reject, Retry

from taskgate.dead import endings
from taskgate.dead.letter import Letter
from taskgate.errors import ContractMismatch, InvalidArguments
from taskgate.worker.guard.request import GuardedRequest
from taskgate.worker.request import Request


def nothing() -> None:
    """Do nothing."""


class Expected(Exception):
    """One that the task declares."""


class Buried:
    """What was done, in order."""

    def __init__(self) -> None:
        self.keeps = True
        self.done: list[str] = []
        self.letters: list[Letter] = []

    def bury(self, app: Celery, letter: Letter) -> bool:
        self.done.append("bury")
        self.letters.append(letter)
        return self.keeps


@pytest.fixture
def buried(monkeypatch: pytest.MonkeyPatch) -> Buried:
    made = Buried()
    monkeypatch.setattr(endings, "bury", made.bury)
    return made


@pytest.fixture
def app() -> Iterator[Celery]:
    with Celery("burials", set_as_current=False) as made:
        made.conf.update(
            broker_url="memory://",
            result_backend="cache+memory://",
            task_acks_late=True,
            task_reject_on_worker_lost=True,
            taskgate_dead_letters="dead",
        )
        yield made


def request(
    app: Celery,
    buried: Buried,
    retries: int = 0,
    task_id: str = "one",
    kind: type[Any] = Request,
    **options: Any,
) -> Any:
    make: Any = app.task(name="a.b", throws=(Expected,), shared=False, **options)
    task = make(nothing)
    headers = {"id": task_id, "task": "a.b", "retries": retries}
    body: list[Any] = [[], {}, {}]
    message = SimpleNamespace(
        body=json.dumps(body).encode(),
        payload=body,
        headers=headers,
        properties={"correlation_id": "one"},
        delivery_info={"exchange": "", "routing_key": "cpu"},
        content_type="application/json",
        content_encoding="utf-8",
    )
    any_message: Any = message
    return kind(
        any_message,
        app=app,
        task=task,
        hostname="w@host",
        on_ack=lambda *_: buried.done.append("acknowledge"),
        on_reject=lambda *words: buried.done.append(f"reject {words[-1]}"),
    )


def info(error: BaseException) -> Any:
    try:
        raise error
    except BaseException:
        return ExceptionInfo()


def test_failure_is_buried_before_it_is_acknowledged(app: Celery, buried: Buried) -> None:
    failed = request(app, buried, retries=3)
    failed.time_start = 1_800_000_000.0
    failed.on_failure(info(ValueError("boom")), return_ok=True)
    assert buried.done == ["bury", "acknowledge"]
    letter = buried.letters[0]
    assert (letter.reason, letter.message, letter.attempts) == ("TASK_FAILED", "boom", 4)
    assert (letter.task, letter.task_id, letter.worker) == ("a.b", "one", "w@host")
    assert letter.error is not None
    assert letter.error["exception"] == "ValueError"
    assert letter.raw.queue == "cpu"
    assert letter.raw.body == b"[[], {}, {}]"
    assert letter.raw.properties["content_type"] == "application/json"
    assert letter.started_at is not None
    assert letter.started_at.year == 2027


@pytest.mark.parametrize(
    "error",
    [
        Expected("no such row"),
        InvalidArguments.at("the arguments of a.b", []),
        Ignore(),
        Retry(exc=ValueError()),
        Terminated(15),
    ],
    ids=lambda error: type(error).__name__,
)
def test_answer_is_no_dead_letter(app: Celery, buried: Buried, error: Exception) -> None:
    request(app, buried).on_failure(info(error), return_ok=True)
    assert buried.done == ["acknowledge"]


def test_call_of_another_contract_is_kept_for_a_worker_that_carries_it(app: Celery, buried: Buried) -> None:
    request(app, buried).on_failure(info(ContractMismatch("no")), return_ok=True)
    assert [each.reason for each in buried.letters] == ["CONTRACT_MISMATCH"]


def test_what_is_rejected_is_buried_and_acknowledged(app: Celery, buried: Buried) -> None:
    request(app, buried).on_failure(info(Reject("why", requeue=False)), return_ok=True)
    assert buried.done == ["bury", "acknowledge"]
    assert buried.letters[0].reason == "REJECTED"


def test_what_is_rejected_and_not_kept_is_rejected(app: Celery, buried: Buried) -> None:
    buried.keeps = False
    request(app, buried).on_failure(info(Reject("why", requeue=False)), return_ok=True)
    assert buried.done == ["bury", "reject False"]


def test_what_goes_back_to_the_queue_is_not_buried(app: Celery, buried: Buried) -> None:
    request(app, buried).on_failure(info(Reject("why", requeue=True)), return_ok=True)
    assert buried.done == ["reject True"]


def test_lost_process_that_is_tried_again_is_not_buried(app: Celery, buried: Buried) -> None:
    lost = request(app, buried, retry_on_worker_lost=True)
    lost.task.signature_from_request = lambda *_, **__: SimpleNamespace(apply_async=lambda: None)
    lost.on_failure(info(WorkerLostError("signal 9")))
    assert buried.done == ["acknowledge"]


def test_lost_process_whose_retry_cannot_be_sent_goes_back(app: Celery, buried: Buried) -> None:
    lost = request(app, buried, retry_on_worker_lost=True)
    lost.task.signature_from_request = lambda *_, **__: 1 / 0
    lost.on_failure(info(WorkerLostError("signal 9")))
    assert buried.done == ["reject True"]


def test_lost_process_is_buried_after_its_last_try(app: Celery, buried: Buried) -> None:
    lost = request(app, buried, retries=3, retry_on_worker_lost=True)
    lost.on_failure(info(WorkerLostError("signal 9")))
    assert buried.done == ["bury", "acknowledge"]
    assert [(each.reason, each.attempts) for each in buried.letters] == [("WORKER_LOST", 4)]


def test_lost_process_whose_result_is_there_is_not_buried(app: Celery, buried: Buried) -> None:
    backend: Any = app.backend
    backend.store_result("done", 3, "SUCCESS")
    lost = request(app, buried, retries=3, task_id="done", retry_on_worker_lost=True)
    lost.on_failure(info(WorkerLostError("signal 9")))
    assert buried.done == ["acknowledge"]


def test_exit_of_a_task_is_a_lost_process(app: Celery, buried: Buried) -> None:
    lost = request(app, buried, retries=3, retry_on_worker_lost=True)
    lost.on_failure(info(SystemExit(1)))
    assert [each.reason for each in buried.letters] == ["WORKER_LOST"]


def test_hard_time_limit_is_buried_once(app: Celery, buried: Buried) -> None:
    late = request(app, buried)
    late.on_timeout(True, 1)
    assert not buried.done
    late.on_timeout(False, 2)
    late.on_timeout(False, 2)
    assert buried.done == ["bury", "acknowledge"]
    assert buried.letters[0].reason == "TIME_LIMIT_EXCEEDED"


def test_message_that_was_acknowledged_before_it_ran_is_buried_too(app: Celery, buried: Buried) -> None:
    early = request(app, buried, acks_late=False)
    early.acknowledge()
    early.on_failure(info(ValueError("boom")), return_ok=True)
    assert buried.done == ["acknowledge", "bury"]


def test_app_of_ones_own_keeps_a_copy_and_rejects_as_before(app: Celery, buried: Buried) -> None:
    own = request(app, buried, kind=GuardedRequest)
    own.on_failure(info(Reject("why", requeue=False)), return_ok=True)
    assert buried.done == ["bury", "reject False"]


@pytest.mark.parametrize("name", [None, "", "off"])
def test_app_without_dead_letters_is_as_celery(app: Celery, buried: Buried, name: Any) -> None:
    app.conf.taskgate_dead_letters = name
    request(app, buried).on_failure(info(Reject("why", requeue=False)), return_ok=True)
    assert buried.done == ["reject False"]
