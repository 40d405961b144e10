"""What is counted of a message that comes again, and what is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from celery.exceptions import TaskRevokedError
from celery.worker import state

from taskgate.worker.deliveries import bounded as deliveries
from taskgate.worker.deliveries.bounded import BoundsDeliveries
from taskgate.worker.deliveries.last import LastDeliveries, note_consumer


class Counted:
    """Counts of one task."""

    def __init__(self) -> None:
        self.value = 0

    def add(self, task_id: str) -> int:
        self.value += 1
        return self.value

    def take_back(self, task_id: str) -> None:
        self.value -= 1

    def forget(self, task_id: str) -> None:
        self.value = 0


class Plain:
    """What Celery's request does, noted down."""

    _already_cancelled = False
    store_errors = True
    hostname = "here"
    name = type = id = "one"
    time_start = None
    _payload: Any = ((), {}, {})

    def __init__(self, *, redelivered: bool = True, most: int = 3, **task: Any) -> None:
        self.app: Any = SimpleNamespace(conf={"taskgate_max_deliveries": most})
        given = {"acks_late": True, "max_retries": 3, "reject_on_worker_lost": True, **task}
        self.task: Any = SimpleNamespace(**given)
        self.delivery_info = {"redelivered": redelivered}
        info = {"redelivered": redelivered, "routing_key": "q"}
        self.message: Any = SimpleNamespace(
            channel=None, properties={}, headers={}, body=b"", delivery_info=info
        )
        self.request_dict: dict[str, Any] = {"id": "one"}
        self.done: list[str] = []
        self.acknowledged = False
        self.succeeded = self.is_revoked = self.began = False

    def revoked(self) -> bool:
        return self.is_revoked

    def execute_using_pool(self, pool: Any, **_: Any) -> None:
        self.done.append("run")

    def acknowledge(self) -> None:
        self.done.append("acknowledge")
        self.acknowledged = True

    def reject(self, requeue: bool = False) -> None:
        self.done.append("requeue" if requeue else "reject")
        self.acknowledged = True

    def cancel(self, *_: Any) -> None:
        self.done.append("cancel")

    def send_event(self, *_: Any, **__: Any) -> None:
        pass

    def _success_was_stored(self) -> bool:
        return self.succeeded

    def _retry_worker_lost(self, *_: Any) -> bool:
        self.acknowledge()
        return True


class Request(BoundsDeliveries, Plain):
    pass


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counted:
    made = Counted()
    monkeypatch.setattr(deliveries, "counts_of", lambda *_: made)
    return made


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was buried and who was told."""
    found: list[Any] = []
    monkeypatch.setattr(deliveries, "bury", lambda _, letter: found.append(letter))
    monkeypatch.setattr(deliveries, "tell", lambda _, error, **__: found.append(error))
    return found


def run(request: Any) -> bool:
    """Hand a request to the pool; False where it ends there."""
    try:
        request.execute_using_pool(None)
    except TaskRevokedError:
        return False
    return True


def test_first_delivery_costs_nothing(counts: Counted) -> None:
    request = Request(redelivered=False)
    assert run(request)
    request.acknowledge()
    assert (counts.value, request.done) == (0, ["run", "acknowledge"])


def test_third_loss_is_the_end(counts: Counted, ends: list[Any]) -> None:
    assert [run(Request()) for _ in range(2)] == [True, True]
    last = Request()
    assert not run(last)
    letter, error = ends
    assert (letter.reason, letter.attempts, letter.raw.queue) == ("WORKER_LOST", 3, "q")
    assert "lost with it 3 times" in str(error)
    assert last.done == ["acknowledge"]


def test_last_delivery_is_made_alone(counts: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = LastDeliveries()
    monkeypatch.setattr(deliveries, "last_deliveries", alone)
    handed: list[Any] = []
    consumer = SimpleNamespace(on_task_request="run", call_soon=lambda *call: handed.append(call))
    one, two = Request(), Request()
    monkeypatch.setattr(state, "reserved_requests", {one, two})
    for each in (one, two):
        note_consumer(consumer, each.message)
        counts.value = 1
        each.began = run(each)
    assert (one.began, two.began) == (True, False)
    assert counts.value == 1, "what waits has not been begun"
    one.acknowledge()
    assert handed == [("run", two)]
    other = Request()
    note_consumer(consumer, other.message)
    counts.value = 0
    assert run(other), "a delivery before the last waits for nobody"


def test_task_that_was_revoked_is_not_counted(counts: Counted, ends: list[Any]) -> None:
    counts.value = 5
    request = Request()
    request.is_revoked = True
    assert run(request)
    assert (counts.value, ends) == (5, [])


@pytest.mark.parametrize("options", [{"most": 0}, {"acks_late": False}])
def test_nothing_is_counted_without_a_bound_or_a_second_delivery(counts: Counted, options: Any) -> None:
    assert all(run(Request(**options)) for _ in range(9))
    assert counts.value == 0


def test_task_that_has_succeeded_is_not_given_up(counts: Counted, ends: list[Any]) -> None:
    counts.value = 5
    request = Request()
    request.succeeded = True
    assert run(request)
    assert not ends


def test_work_goes_on_where_nobody_can_count(counts: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "add", lambda _: 1 / 0)
    assert run(Request())
    monkeypatch.setattr(deliveries, "counts_of", lambda *_: None)
    assert run(Request())


def test_settled_message_is_forgotten_and_one_that_lost_its_process_is_not(counts: Counted) -> None:
    ended, lost = Request(), Request()
    run(ended)
    ended.acknowledge()
    assert counts.value == 0
    run(lost)
    assert lost._retry_worker_lost()
    assert (counts.value, lost.acknowledged) == (1, True)


def test_retries_without_a_bound_are_deliveries(counts: Counted) -> None:
    assert not Request(max_retries=None)._retry_worker_lost()
    assert Request(max_retries=None, most=0)._retry_worker_lost()
    assert Request(max_retries=None, reject_on_worker_lost=False)._retry_worker_lost()


@pytest.mark.parametrize(
    ("redelivered", "handed", "left"), [(False, True, -1), (True, True, 0), (True, False, 0)]
)
def test_what_is_given_back_was_not_lost(counts: Counted, redelivered: bool, handed: bool, left: int) -> None:
    request = Request(redelivered=redelivered)
    if handed:
        run(request)
    request._already_cancelled = True
    request.reject(requeue=True)
    assert counts.value == left


@pytest.mark.parametrize(("stop", "left"), [(None, 0), (0, -1)])
def test_cold_shutdown_gives_back(
    counts: Counted, monkeypatch: pytest.MonkeyPatch, stop: int | None, left: int
) -> None:
    monkeypatch.setattr(state, "should_terminate", stop)
    Request(redelivered=False).cancel(None)
    assert counts.value == left


def test_last_deliveries_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Any] = []
    consumer = SimpleNamespace(on_task_request="run", call_soon=lambda *call: handed.append(call))
    one, two, gone, three = (Request() for _ in range(4))
    for each in (one, two, gone, three):
        assert not note_consumer(consumer, each.message)
    monkeypatch.setattr(state, "reserved_requests", {one, two, three})
    alone = LastDeliveries()
    assert [alone.begin(each) for each in (one, gone, two, three)] == [True, False, False, False]
    alone.end(three)
    assert not handed
    alone.end(one)
    assert handed == [("run", two)]
    assert alone.begin(two)
    two.acknowledge()
    alone.end(two)
    assert handed[1:] == [("run", three)]
