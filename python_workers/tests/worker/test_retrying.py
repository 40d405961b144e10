"""When a task is run again, and what is stored meanwhile: in process, without a wait."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from billiard.exceptions import WorkerLostError
from celery import Celery, states
from celery.app.task import Context
from celery.exceptions import Ignore, Reject, Retry
from kombu.exceptions import OperationalError

from taskgate.contracts.retries import Policy, of_options
from taskgate.worker.retries.attempts import retry_after, wait_before
from tests.isolation import isolated_tasks
from tests.serving import serving

TASKS = """
    import datetime

    from celery import current_task
    from celery.exceptions import Ignore
    from taskgate import task

    attempts = {}

    class Busy(Exception):
        retry_after = None

    class Gone(Busy):
        "Below what is transient, and permanent."

    class Odd(Busy):
        "Cannot be pickled."
        def __init__(self, *, place):
            self.place = place

    def count(key):
        attempts[key] = attempts.get(key, 0) + 1
        return attempts[key]

    @task(autoretry_for=(Busy,), dont_autoretry_for=(Gone,), default_retry_delay=0, max_retries=2)
    def usual(key: str, good: int = 99, error: str = "Busy") -> int:
        if count(key) < good:
            raise Odd(place="home") if error == "Odd" else globals()[error](error)
        return attempts[key]

    @task(autoretry_for=(Exception,), default_retry_delay=0)
    def result_of_another_type(key: str) -> int:
        count(key)
        return "one"

    @task(autoretry_for=(Exception,), default_retry_delay=0)
    def ignored(key: str) -> int:
        count(key)
        raise Ignore

    @task(autoretry_for=(Busy,), default_retry_delay=0, retry_time_limit=60, max_retries=None)
    def bounded(key: str, retry_after: float) -> list[str | None]:
        if count(key) == 3:
            return [current_task.request.headers["taskgate-first-attempt"]]
        error = Busy("soon")
        error.retry_after = retry_after
        raise error

    @task(autoretry_for=(Busy,), default_retry_delay=0, retry_kwargs={"max_retries": 4, "priority": 3})
    def more(key: str) -> int | None:
        if count(key) < 5:
            raise Busy
        return current_task.request.delivery_info["priority"]

    @task
    def by_hand(key: str) -> int:
        if count(key) == 1:
            raise current_task.retry(countdown=0, exc=Busy("by hand"))
        return attempts[key]

    @task
    def asks(key: str) -> int:
        if count(key) == 1:
            raise current_task.retry(countdown=0)
        return attempts[key]

    @task(default_retry_delay=90)
    def lost() -> None:
        "Its process dies."
"""

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module", autouse=True)
def known_tasks() -> Iterator[object]:
    """Isolate the module and not each test: one worker serves them all."""
    with isolated_tasks() as known:
        yield known


@pytest.fixture(scope="module")
def app(known_tasks: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    with serving(TASKS, tmp_path_factory.mktemp("jobs")) as app:
        yield app


@pytest.fixture
def stored(app: Celery, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What is stored, as it is written: the state and its result."""
    seen: list[tuple[str, Any]] = []
    backend: Any = type(app.backend)  # each thread has one of its own
    store = backend._store_result

    def spy(self: Any, task_id: str, result: Any, state: str, *args: Any, **options: Any) -> Any:
        seen.append((state, result))
        return store(self, task_id, result, state, *args, **options)

    monkeypatch.setattr(backend, "_store_result", spy)
    return seen


def attempts_of(app: Celery, key: str) -> int:
    usual: Any = app.tasks["jobs.usual"]
    return int(usual.taskgate.function.__globals__["attempts"][key])


def end(app: Celery, name: str, *args: Any) -> Any:
    result: Any = app.tasks[f"jobs.{name}"].delay(*args)
    value = result.get(timeout=20, interval=0.01, propagate=False)
    return result.state, value, app.backend.get_task_meta(result.id, cache=False)


def test_it_runs_again_until_it_succeeds(app: Celery) -> None:
    assert end(app, "usual", "good", 3)[:2] == (states.SUCCESS, 3)


def test_the_last_error_stays_and_the_same_call_may_succeed_later(
    app: Celery, stored: list[tuple[str, Any]]
) -> None:
    state, error, _ = end(app, "usual", "bad")
    assert (state, type(error).__name__, attempts_of(app, "bad")) == (states.FAILURE, "Busy", 3)
    facts = [result["taskgate"] for state, result in stored if state == states.FAILURE]
    assert [(each["retryable"], "retryAt" in each) for each in facts] == [(True, False)]


def test_the_state_says_why_and_when(app: Celery, stored: list[tuple[str, Any]]) -> None:
    for error in ("Busy", "Odd"):
        stored.clear()
        begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(milliseconds=1)
        end(app, "usual", f"says {error}", 3, error)
        retries = [result["taskgate"] for state, result in stored if state == states.RETRY]
        assert [each["attempt"] for each in retries] == [1, 2]
        assert {
            (each["code"], each["exception"].rpartition(".")[2], each["retryable"]) for each in retries
        } == {("TASK_FAILED", error, True)}
        for each in retries:
            due = datetime.datetime.fromisoformat(each["retryAt"])
            assert begin <= due <= datetime.datetime.now(datetime.UTC)


@pytest.mark.parametrize(
    ("name", "args"),
    [("usual", (99, "Gone")), ("usual", (99, "KeyError")), ("result_of_another_type", ())],
)
def test_what_is_permanent_or_not_declared_runs_once(app: Celery, name: str, args: tuple[Any, ...]) -> None:
    key = f"once {name} {args}"
    assert end(app, name, key, *args)[0] == states.FAILURE
    assert attempts_of(app, key) == 1


def test_arguments_that_do_not_fit_are_not_tried_again(app: Celery, stored: list[tuple[str, Any]]) -> None:
    app.send_task("jobs.usual", [7]).get(timeout=20, interval=0.01, propagate=False)
    assert [state for state, _ in stored if state != states.STARTED] == [states.FAILURE]
    assert stored[-1][1]["taskgate"]["code"] == "INVALID_ARGUMENTS"


def test_what_the_task_ignores_is_no_failure(app: Celery) -> None:
    app.tasks["jobs.ignored"].delay("ignored")
    assert end(app, "usual", "after ignored", 1)[0] == states.SUCCESS  # the only process has done both
    assert attempts_of(app, "ignored") == 1


def test_the_first_attempt_goes_with_the_message(app: Celery) -> None:
    _, (first,), _ = end(app, "bounded", "header", 0)
    assert NOW <= datetime.datetime.fromisoformat(first) <= datetime.datetime.now(datetime.UTC)


def test_it_fails_at_once_where_the_next_attempt_would_be_too_late(app: Celery) -> None:
    for seconds in (61, 601, 1e9):
        key = f"late {seconds}"
        state, error, _ = end(app, "bounded", key, seconds)
        assert (state, str(error), attempts_of(app, key)) == (states.FAILURE, "soon", 1)


def test_what_is_said_of_retries_in_one_place_holds(app: Celery) -> None:
    assert end(app, "more", "more")[:2] == (states.SUCCESS, 3)
    assert attempts_of(app, "more") == 5


def test_a_retry_by_hand_says_when_too(app: Celery, stored: list[tuple[str, Any]]) -> None:
    assert end(app, "by_hand", "hand")[:2] == (states.SUCCESS, 2)
    (facts,) = [result["taskgate"] for state, result in stored if state == states.RETRY]
    assert (facts["attempt"], facts["message"]) == (1, "by hand")
    assert datetime.datetime.fromisoformat(facts["retryAt"]) > NOW


def test_a_retry_without_an_exception_says_when_and_that_it_was_asked_for(
    app: Celery, stored: list[tuple[str, Any]]
) -> None:
    assert end(app, "asks", "asks")[:2] == (states.SUCCESS, 2)
    (facts,) = [result["taskgate"] for state, result in stored if state == states.RETRY]
    assert (facts["exception"], facts["message"]) == ("celery.exceptions.Retry", "Retry in 0s")
    assert facts["attempt"] == 1
    assert datetime.datetime.fromisoformat(facts["retryAt"]) > NOW


def test_retry_is_told_once_and_before_its_message_is_on_its_way(
    app: Celery, stored: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    send: Any = type(app).send_task

    def spy(self: Any, *args: Any, **options: Any) -> Any:
        stored.append(("sent", None))
        return send(self, *args, **options)

    monkeypatch.setattr(type(app), "send_task", spy)
    end(app, "usual", "in order", 3)
    told = [state for state, _ in stored if state != states.STARTED]
    assert told == ["sent", states.RETRY, "sent", states.RETRY, "sent", states.SUCCESS]


def test_attempt_whose_next_one_cannot_be_sent_goes_back_to_its_queue(
    app: Celery, stored: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    send: Any = type(app).send_task
    results: list[Any] = []

    def fail_once(self: Any, *args: Any, **options: Any) -> Any:
        results.append(None)
        if len(results) == 2:
            raise OperationalError("the broker is away")
        return send(self, *args, **options)

    monkeypatch.setattr(type(app), "send_task", fail_once)
    assert end(app, "usual", "unsent", 2)[:2] == (states.SUCCESS, 2)
    told = [state for state, _ in stored if state != states.STARTED]
    assert told == [states.RETRY, states.SUCCESS]


@pytest.mark.parametrize(
    ("error", "code", "seconds"),
    [(WorkerLostError("killed"), "WORKER_LOST", 90), (Retry("cancelled by Celery"), "TASK_FAILED", 0)],
)
def test_what_celery_sends_again_by_itself_says_why_and_when(
    app: Celery, stored: list[tuple[str, Any]], error: Exception, code: str, seconds: int
) -> None:
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(milliseconds=1)
    backend: Any = app.backend
    backend.mark_as_retry("lost", error, request=Context(id="lost", task="jobs.lost", retries=1))
    ((_, result),) = stored
    facts = result["taskgate"]
    assert (facts["code"], facts["attempt"]) == (code, 2)
    due = datetime.datetime.fromisoformat(facts["retryAt"]) - datetime.timedelta(seconds=seconds)
    assert begin <= due <= datetime.datetime.now(datetime.UTC)


def policy(**options: Any) -> Policy:
    found = of_options({"autoretry_for": (OSError,), **options})
    assert found is not None
    return found


class Limited(OSError):
    """An exception as libraries of HTTP clients have it."""

    def __init__(self, retry_after: Any) -> None:
        super().__init__("too many")
        self.retry_after = retry_after


class Broken(OSError):
    """Its attribute cannot be read."""

    @property
    def retry_after(self) -> float:
        raise RuntimeError


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (Limited(2), 2),
        (Limited(2.5), 2.5),
        (Limited("120"), 120),
        (Limited(0), 0),
        (Limited(-1), None),
        (Limited("Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (Limited(float("nan")), None),
        (Limited(float("inf")), None),
        (Limited(None), None),
        (OSError(), None),
        (Broken(), None),
    ],
)
def test_the_time_that_an_error_names(error: BaseException, seconds: float | None) -> None:
    assert retry_after(error) == seconds


STEADY = policy(retry_backoff=3, retry_jitter=False, retry_backoff_max=20)


@pytest.mark.parametrize(
    ("policy", "attempts", "error", "seconds"),
    [
        (policy(default_retry_delay=7), 5, OSError(), 7),
        (policy(default_retry_delay=7), 0, Limited(3), 7),
        (policy(default_retry_delay=7), 0, Limited(9), 9),
        (policy(default_retry_delay=7), 0, Limited(601), None),
        (STEADY, 0, OSError(), 3),
        (STEADY, 1, OSError(), 6),
        (STEADY, 9, OSError(), 20),
        (STEADY, 10**9, OSError(), 20),
        (STEADY, 1, Limited(4), 10),
        (STEADY, 0, Limited(20), 23),
        (STEADY, 0, Limited(20.5), None),
    ],
)
def test_the_wait(policy: Policy, attempts: int, error: BaseException, seconds: float | None) -> None:
    assert wait_before(policy, attempts, error) == seconds


def test_random_waits_stay_below_their_bound_and_differ() -> None:
    waits = {wait_before(policy(retry_backoff=8), 3, OSError()) for _ in range(200)}
    assert len(waits) > 20
    assert all(wait is not None and 0 <= wait <= 64 for wait in waits)


@pytest.mark.parametrize("kind", [Ignore, Reject, Retry, KeyError])
def test_what_is_not_covered(kind: type[BaseException]) -> None:
    assert not policy(autoretry_for=(Exception,), dont_autoretry_for=(LookupError,)).covers(kind)
