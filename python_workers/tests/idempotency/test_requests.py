"""When the main process of a worker frees the key of what a process of its pool has run."""

from __future__ import annotations

import os
from typing import Any

import pytest
from billiard.einfo import ExceptionInfo
from billiard.exceptions import Terminated, WorkerLostError
from celery import Celery

from taskgate.idempotency import requests
from taskgate.idempotency.keys import HEADER, task_id
from taskgate.idempotency.record import holder_of, record_key, running_key

OWN = task_id("jobs.place", "k")


class Above:
    """What stands for Celery's request."""

    app: Any = None
    name, type, id = "the name that is shown", "jobs.place", OWN
    request_dict: dict[str, str]
    worker_pid: int | None = 7
    acks_on_timeout = True

    def __init__(self) -> None:
        self.request_dict = {HEADER: "k"}
        self.task = self

    def on_failure(self, exc_info: Any) -> None:
        """Deal with a failure."""

    def on_timeout(self, soft: bool, timeout: float) -> None:
        """Deal with a time limit."""

    def reject(self, requeue: bool = False) -> None:
        """Reject a message."""


class Request(requests.FreesKeys, Above):
    """One request of a task with a key."""


class Store:
    """What stands for the Redis of the results."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}
        self.done: list[tuple[Any, ...]] = []

    def get(self, key: str) -> bytes | None:
        return self.keys.get(key)

    def eval(self, script: str, count: int, *values: Any) -> int:
        self.done.append(values)
        return 1


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store()
    monkeypatch.setattr(requests, "store", lambda app: made)
    monkeypatch.setattr(Above, "app", Celery(set_as_current=False))
    return made


def failed(error: BaseException) -> Any:
    try:
        raise error
    except BaseException:
        return ExceptionInfo()


def freed() -> list[tuple[Any, ...]]:
    return [(record_key(Above.app, OWN), holder_of(OWN, 7), 86_400, "until", 0)]


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), WorkerLostError("x"), Terminated("x")])
def test_process_that_has_ended_has_no_key(store: Store, error: BaseException) -> None:
    Request().on_failure(failed(error))
    assert store.done == freed()


def test_task_that_has_failed_by_itself_has_freed_its_key(store: Store) -> None:
    Request().on_failure(failed(ValueError("x")))
    Request().on_timeout(True, 1)
    Request().reject()
    assert store.done == []


def test_what_is_killed_or_given_back_has_no_key(store: Store) -> None:
    Request().on_timeout(False, 1)
    Request().reject(requeue=True)
    assert store.done == freed() * 2


def test_message_with_another_id_has_the_key_that_its_run_has_taken(store: Store) -> None:
    request = Request()
    request.id, request.request_dict = "mine", {}
    request.reject(requeue=True)
    assert store.done == []
    store.keys[running_key(request.app, "mine")] = b"record"
    request.reject(requeue=True)
    request.on_timeout(False, 1)
    holder = holder_of("mine", 7)
    assert store.done == [
        (b"record", holder, 86_400, "until", 0),
        (b"record", holder, 86_400, "state", "failed"),
    ]


@pytest.mark.parametrize("pid", [None, os.getpid()])
def test_what_was_not_begun_or_runs_in_this_process_keeps_its_key(store: Store, pid: int | None) -> None:
    request = Request()
    request.worker_pid = pid
    request.reject(requeue=True)
    assert store.done == []


def test_redis_that_is_away_fails_nothing(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def away(*_: Any) -> None:
        raise ConnectionError("away")

    store.eval = away  # type: ignore[method-assign,assignment]
    Request().reject(requeue=True)
    assert "is free when its lease ends" in caplog.text
