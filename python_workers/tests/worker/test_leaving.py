"""What a worker that leaves gives back, and what it lets end by itself."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from billiard.einfo import ExceptionInfo
from billiard.exceptions import WorkerLostError
from celery.worker import state

from taskgate.worker.leaving.consumer import give_back
from taskgate.worker.leaving.held import not_begun, running
from taskgate.worker.leaving.loop import until
from taskgate.worker.leaving.request import GivesBack


class Plain:
    """What Celery's request does, noted down."""

    id = "one"
    acknowledged = False
    _already_cancelled = False

    def __init__(self, *, acks_late: bool = True, in_pool: bool = False) -> None:
        self.task = SimpleNamespace(acks_late=acks_late)
        self._apply_result: Any = "job" if in_pool else None
        self.done: list[Any] = []

    def on_failure(self, *_: Any, **__: Any) -> None:
        self.done.append("failure")

    def reject(self, requeue: bool = False) -> None:
        self.done.append(("reject", requeue, self._already_cancelled))
        self.acknowledged = True


class Request(GivesBack, Plain):
    pass


GIVEN_BACK = [("reject", True, True)]
"""To its queue, and known to have been cancelled: deliveries that are given back were not lost."""


def info(error: BaseException) -> Any:
    try:
        raise error
    except BaseException:
        return ExceptionInfo()


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch) -> set[Any]:
    """What the worker has reserved."""
    reserved: set[Any] = set()
    monkeypatch.setattr(state, "reserved_requests", reserved)
    monkeypatch.setattr(state, "active_requests", set())
    monkeypatch.setattr(state, "scheduled_requests", set())
    return reserved


def test_what_comes_while_a_worker_leaves_goes_back_to_its_queue() -> None:
    settled: list[Any] = []
    message = SimpleNamespace(reject_log_error=lambda *_, **how: settled.append(how))
    consumer: Any = SimpleNamespace(is_leaving=False, connection_errors=())
    assert not give_back(consumer, message)
    assert not settled
    consumer.is_leaving = True
    assert give_back(consumer, message)
    assert settled == [{"requeue": True}]


@pytest.mark.parametrize("error", [SystemExit(), WorkerLostError("signal 9")])
def test_what_was_cut_off_is_given_back(error: BaseException) -> None:
    request = Request()
    request.is_cut_off = True
    request.on_failure(info(error))
    assert request.done == GIVEN_BACK


@pytest.mark.parametrize(
    ("cut_off", "acks_late", "error"),
    [(False, True, SystemExit()), (True, False, SystemExit()), (True, True, ValueError("its own"))],
)
def test_other_ends_are_those_of_the_task(cut_off: bool, acks_late: bool, error: BaseException) -> None:
    request = Request(acks_late=acks_late)
    request.is_cut_off = cut_off
    request.on_failure(info(error))
    assert request.done == ["failure"]


class Bucket:
    """What waits for its rate."""

    def __init__(self, *requests: Any) -> None:
        self.contents = [(each, 1) for each in requests]

    def clear_pending(self) -> None:
        self.contents = []


def consumer(*buckets: Bucket) -> Any:
    cancelled: list[Any] = []
    waiting = ["a place"]
    return SimpleNamespace(
        controller=SimpleNamespace(semaphore=waiting),
        task_buckets=dict(enumerate([None, *buckets])),
        timer=SimpleNamespace(cancel=cancelled.append, cancelled=cancelled),
    )


def test_what_is_not_begun_is_found_wherever_it_waits(held: set[Any]) -> None:
    begun, waits, later, limited, settled = (Request(in_pool=at == 0) for at in range(5))
    later._eta_timer_entry = "its time"  # type: ignore[attr-defined]
    settled.acknowledged = True
    held |= {begun, waits, settled}
    state.scheduled_requests.add(later)  # type: ignore[attr-defined]
    leaving = consumer(Bucket(limited))
    assert set(not_begun(leaving)) == {waits, later, limited}
    assert leaving.controller.semaphore == []
    assert leaving.timer.cancelled == ["its time"]
    assert leaving.task_buckets[1].contents == []
    assert running() == [begun]


def test_what_was_given_back_runs_no_more(held: set[Any]) -> None:
    request = Request(in_pool=True)
    held.add(request)
    assert running() == [request]
    request.give_back()
    assert request.done == GIVEN_BACK
    assert running() == []


def test_loop_turns_until_it_is_so_or_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def turn() -> None:
        turns.append(1)
        assert len(turns) < 10, "it does not end"

    until(lambda: len(turns) == 3, time.monotonic() + 60, turn)
    assert len(turns) == 3
    until(lambda: False, time.monotonic() - 1, turn)
    assert len(turns) == 3
    monkeypatch.setattr(state, "should_terminate", 1)
    until(lambda: False, time.monotonic() + 60, turn)
    assert len(turns) == 3
