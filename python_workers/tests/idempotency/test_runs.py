"""Who runs a key on the worker, for how long, and what becomes of those who come beside."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from celery import states
from celery.app.task import Context
from celery.exceptions import Ignore, Reject
from celery.worker import state as worker_state

from taskgate.app import App
from taskgate.context import Run
from taskgate.errors import IdempotencyConflict
from taskgate.idempotency.bounds import window
from taskgate.idempotency.claims import claim
from taskgate.idempotency.held import MAX_WAIT, WAITS, Held
from taskgate.idempotency.keys import HEADER, task_id
from taskgate.idempotency.record import RENEW, record_key, result_key, running_key
from taskgate.idempotency.runs import forget_success, once
from tests.waiting import until

TASK, KEY = "a.b", "k"
ID = task_id(TASK, KEY)

Runs = Callable[..., Run]


@pytest.fixture
def runs(app: App) -> Runs:
    """Make what a message is to a worker; `task` is said of its task, the rest of its request."""

    def run(task: dict[str, Any] | None = None, **request: Any) -> Run:
        options = {"acks_late": True, "ignore_result": False, "track_started": False, **(task or {})}
        made: Any = SimpleNamespace(app=app, name=TASK, backend=app.backend, **options)
        known: dict[str, Any] = {
            "id": ID,
            "task": TASK,
            "args": [],
            "kwargs": {"n": 1},
            "delivery_info": {},
            "ignore_result": None,
        }
        headers = {HEADER: KEY, **request.pop("headers", {})}
        message: Any = Context(called_directly=False, headers=headers, **{**known, **request})
        return Run(TASK, None, made, message)

    return run


@pytest.fixture
def record(app: App) -> str:
    """The record of the key in Redis."""
    return record_key(app, ID)


def never() -> None:
    raise AssertionError("it must not run")


def store(run: Run, result: Any, state: str) -> None:
    run.task.backend.store_result(run.request.id, result, state, request=run.request)


def test_one_runs_and_the_next_has_its_value(runs: Runs, redis: Any, record: str) -> None:
    first = runs()
    assert once(first, KEY, lambda: 7) == 7
    store(first, 7, states.SUCCESS)
    assert redis.hget(record, "state") == b"succeeded"
    assert once(runs(), KEY, never) == 7
    assert once(runs(id="own"), KEY, never) == 7


def test_run_holds_the_key_for_its_lease(app: App, runs: Runs, redis: Any, record: str) -> None:
    app.conf.taskgate_idempotency_lease = 30
    before = redis.time()[0]
    assert Held(runs(), KEY).take() == ("taken", None)
    after = redis.time()[0] + 1
    assert before + 30 <= int(redis.hget(record, "until")) / 1000 <= after + 30
    assert 30 < redis.ttl(record) <= window(app)
    verdict, left = Held(runs(), KEY).take()
    assert (verdict, 0 < left <= 30_000) == ("running", True)


def test_record_is_small(runs: Runs, redis: Any, record: str) -> None:
    Held(runs(), KEY).take()
    assert redis.object("encoding", record) in (b"listpack", b"ziplist")


def test_lease_that_has_ended_frees_the_key(runs: Runs, redis: Any, record: str) -> None:
    Held(runs(), KEY).take()
    redis.hset(record, "until", redis.time()[0] * 1000 - 1)
    assert Held(runs(), KEY).take()[0] == "taken"


def test_other_arguments_are_a_conflict(runs: Runs) -> None:
    Held(runs(), KEY).take()
    assert Held(runs(kwargs={"n": 2}), KEY).take()[0] == "conflict"
    with pytest.raises(IdempotencyConflict):
        once(runs(kwargs={"n": 2}, id="own"), KEY, never)
    with pytest.raises(Ignore, match="conflict"):  # its caller was told by the claim
        once(runs(kwargs={"n": 2}), KEY, never)


def test_message_of_an_attempt_that_has_failed_runs_no_more(runs: Runs, redis: Any, record: str) -> None:
    first = runs()
    once(first, KEY, lambda: None)
    store(first, ValueError("no"), states.FAILURE)
    assert redis.hget(record, "state") == b"failed"
    with pytest.raises(Ignore, match="failed"):
        once(runs(), KEY, never)
    assert once(runs(id="own", kwargs={"n": 2}), KEY, lambda: 8) == 8


def test_success_whose_result_is_gone_is_run_again(app: App, runs: Runs, redis: Any) -> None:
    first = runs()
    once(first, KEY, lambda: 7)
    store(first, 7, states.SUCCESS)
    redis.delete(result_key(app, ID))
    assert once(runs(kwargs={"n": 2}), KEY, lambda: 8) == 8


def test_result_that_is_forgotten_while_it_is_read_is_no_value(app: App, runs: Runs, redis: Any) -> None:
    sent: list[Any] = []
    again = SimpleNamespace(apply_async=lambda: sent.append("again"))
    held = Held(runs({"signature_from_request": lambda *_, **__: again}), KEY)
    with pytest.raises(Ignore, match="comes again in 1 s"):
        held.value(resultless=False)
    assert sent == ["again"]


@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt])
def test_process_that_is_told_to_end_frees_the_key(runs: Runs, end: type[BaseException]) -> None:
    def leave() -> None:
        raise end

    with pytest.raises(end):
        once(runs(), KEY, leave)
    assert Held(runs(), KEY).take()[0] == "taken"


def test_process_that_was_told_to_end_takes_no_key_from_another(runs: Runs, redis: Any, record: str) -> None:
    def lose() -> None:
        redis.hset(record, "holder", "another")
        raise SystemExit

    with pytest.raises(SystemExit):
        once(runs(), KEY, lose)
    assert redis.hget(record, "holder") == b"another"


def test_message_with_another_id_says_which_key_it_has(app: App, runs: Runs, redis: Any, record: str) -> None:
    Held(runs(id="mine"), KEY).take()
    assert redis.get(running_key(app, "mine")).decode() == record
    Held(runs(id="second"), KEY).take()
    assert redis.get(running_key(app, "second")) is None


@pytest.mark.parametrize("end", ["mark_as_failure", "mark_as_revoked"])
def test_end_that_is_not_stored_frees_the_key(runs: Runs, redis: Any, record: str, end: str) -> None:
    run = runs({"ignore_result": True})
    Held(run, KEY).take()
    error = "revoked" if end == "mark_as_revoked" else ValueError("x")
    getattr(run.task.backend, end)(ID, error, request=run.request, store_result=False)
    assert redis.hgetall(record)[b"state"] == b"failed"
    assert redis.hget(record, "holder") is None


def test_end_that_celery_stores_twice_is_told_once(app: App, runs: Runs, redis: Any, record: str) -> None:
    run = runs()
    run.task.backend.mark_as_failure(ID, ValueError("first"), request=run.request)
    assert claim(app, TASK, KEY, (), {"n": 1}) == "new"
    run.task.backend.mark_as_failure(ID, ValueError("second"), request=run.request)
    assert redis.hget(record, "state") == b"claimed"
    assert redis.get(result_key(app, ID)) is None


def test_retry_that_could_not_be_sent_frees_the_key(runs: Runs, redis: Any, record: str) -> None:
    held = Held(runs(), KEY)
    held.take()
    held.hand_on()
    assert Held(runs(), KEY).take()[0] == "running"
    held.take_back()
    assert Held(runs(), KEY).take()[0] == "taken"
    held.take_back()
    assert redis.hget(record, "holder") is not None


def test_retry_that_is_told_late_takes_no_key_from_another(runs: Runs, redis: Any, record: str) -> None:
    first = runs()
    held = Held(first, KEY)
    held.take()
    first.request.taskgate_held = held
    redis.hset(record, "holder", "another")
    store(first, ValueError("once"), states.RETRY)
    assert redis.hget(record, "holder") == b"another"


def test_work_renews_its_lease(app: App, runs: Runs, redis: Any, record: str) -> None:
    app.conf.taskgate_idempotency_lease = 0.3

    def work() -> str:
        ends = int(redis.hget(record, "until"))
        until(lambda: int(redis.hget(record, "until")) > ends)
        return "done"

    assert once(runs(), KEY, work) == "done"


def test_who_has_lost_the_lease_does_not_renew_it(runs: Runs, redis: Any, record: str) -> None:
    lost = Held(runs(), KEY)
    lost.take()
    redis.hset(record, mapping={"holder": "other", "until": 5})
    renewed = redis.eval(RENEW, 2, record, "of", lost.token, 60, 60)
    assert (renewed, redis.hget(record, "until")) == (0, b"5")
    redis.hset(record, "holder", lost.token)
    redis.expire(record, 5)
    assert redis.eval(RENEW, 2, record, "of", lost.token, 60, 60) == 1
    assert redis.ttl(record) > 5


def test_retry_takes_over_and_nobody_else(runs: Runs) -> None:
    first = runs()
    once(first, KEY, lambda: None)
    store(first, ValueError("again"), states.RETRY)
    assert Held(runs(), KEY).take()[0] == "running"
    assert Held(runs(retries=1), KEY).take()[0] == "taken"


def test_retry_of_another_run_does_not_take_over(runs: Runs) -> None:
    Held(runs(), KEY).take()
    assert Held(runs(retries=1), KEY).take()[0] == "running"


def test_run_without_a_result_is_remembered(runs: Runs) -> None:
    quiet = {"ignore_result": True}
    assert once(runs(quiet), KEY, lambda: 7) == 7
    assert once(runs(quiet), KEY, never) is None


def test_message_with_another_id_keeps_its_value_for_the_key(app: App, runs: Runs) -> None:
    assert once(runs(id="own"), KEY, lambda: 7) == 7
    assert app.backend.get_task_meta(ID)["result"] == 7
    assert once(runs(), KEY, never) == 7


def test_message_that_is_rejected_frees_the_key(runs: Runs) -> None:
    def reject() -> None:
        raise Reject("not now", requeue=True)

    with pytest.raises(Reject):
        once(runs(), KEY, reject)
    assert once(runs(), KEY, lambda: 7) == 7


def test_task_that_has_become_others_is_not_begun_again(runs: Runs) -> None:
    def become() -> None:
        raise Ignore

    with pytest.raises(Ignore):
        once(runs(), KEY, become)
    with pytest.raises(Ignore, match="running"):
        once(runs(), KEY, never)


@pytest.mark.parametrize(
    ("task", "request_", "dropped"),
    [
        ({}, {}, True),
        ({"acks_late": False}, {}, False),
        ({}, {"id": "own"}, False),
        ({}, {"delivery_info": {"redelivered": True}}, False),
        ({}, {"retries": 1}, False),
        ({}, {"headers": {WAITS: 1}}, False),
        ({}, {"callbacks": [{}]}, False),
        ({}, {"errbacks": [{}]}, False),
        ({}, {"chain": [{}]}, False),
        ({}, {"chord": {}}, True),
        ({}, {"chord": {"task": "a"}}, False),
    ],
)
def test_what_may_be_dropped_while_another_runs(
    runs: Runs, task: dict[str, Any], request_: dict[str, Any], dropped: bool
) -> None:
    assert Held(runs(task, **request_), KEY).may_be_dropped is dropped


@pytest.mark.parametrize(
    ("waits", "left", "seconds"),
    [(0, 99, 1), (3, 99, 8), (5, 99, MAX_WAIT), (900, 99, MAX_WAIT), (9, 2.5, 4)],
)
def test_what_may_not_be_dropped_comes_again_later_each_time(
    runs: Runs, waits: int, left: float, seconds: int
) -> None:
    sent: list[dict[str, Any]] = []

    def again(_: Any, **options: Any) -> Any:
        sent.append(options)
        return SimpleNamespace(apply_async=lambda: None)

    run = runs({"signature_from_request": again}, retries=2, headers={WAITS: waits} if waits else {})
    with pytest.raises(Ignore, match="comes again"):
        Held(run, KEY).come_again(left)
    (options,) = sent
    assert (options["countdown"], options["retries"]) == (seconds, 2)
    assert options["headers"] == {HEADER: KEY, WAITS: waits + 1}


def test_second_message_does_not_speak_of_itself(app: App, runs: Runs, redis: Any) -> None:
    Held(runs(), KEY).take()
    second = runs()
    store(second, {"pid": 1}, states.STARTED)
    assert app.backend.get_task_meta(ID)["status"] == states.PENDING
    app.backend.mark_as_revoked(ID, "expired", request=second.request)
    assert app.backend.get_task_meta(ID)["status"] == states.PENDING


def test_message_that_expires_alone_is_revoked_and_frees_its_key(
    app: App, runs: Runs, redis: Any, record: str
) -> None:
    claim(app, TASK, KEY, (), {"n": 1})
    app.backend.mark_as_revoked(ID, "expired", request=runs().request)
    assert redis.hget(record, "state") == b"failed"
    assert claim(app, TASK, KEY, (), {"n": 1}) == "new"


def test_key_lives_as_long_as_its_window_says(app: App, runs: Runs, redis: Any, record: str) -> None:
    app.conf.taskgate_idempotency_window = 100
    first = runs()
    once(first, KEY, lambda: 7)
    store(first, 7, states.SUCCESS)
    assert 60 < redis.ttl(record) <= 100
    assert set(redis.hkeys(record)) == {b"arguments", b"state"}


def test_without_a_window_no_key_is_heeded(app: App, runs: Runs, redis: Any) -> None:
    app.conf.taskgate_idempotency_window = 0
    assert [once(runs(), KEY, lambda: 7) for _ in range(2)] == [7, 7]
    assert redis.keys() == []


@pytest.mark.filterwarnings("ignore:Call to deprecated setex")  # Celery's own
def test_state_of_one_key_leaves_that_of_others(app: App, runs: Runs, redis: Any) -> None:
    other = runs(id="other", headers={HEADER: "not of that id"})
    store(other, 7, states.SUCCESS)
    assert redis.keys("*idempotency*") == []


def test_success_that_celery_remembers_keeps_no_key_from_running_again(
    monkeypatch: pytest.MonkeyPatch, runs: Runs
) -> None:
    remembered = {ID, "plain"}
    monkeypatch.setattr(worker_state, "successful_requests", remembered)
    again = {"redelivered": True}
    forget_success(SimpleNamespace(id="plain", delivery_info=again, headers={}))
    forget_success(runs().request)
    assert remembered == {ID, "plain"}
    forget_success(runs(delivery_info=again).request)
    assert remembered == {"plain"}
