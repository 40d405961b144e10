"""What a worker does with calls, on a broker and a backend in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from celery.result import AsyncResult
from celery.signals import task_retry

from taskgate import InvalidArguments, InvalidResult, Unsupported
from taskgate.contracts.definition import Definition
from tests.isolation import isolated_tasks
from tests.serving import failure_of, serving

TASKS = '''
    import datetime
    from pydantic import BaseModel, TypeAdapter
    from taskgate import cancelled, progress, task, task_id

    class Point(BaseModel):
        x: int
        at: datetime.datetime | None = None

    class Odd(Exception):
        """Cannot be pickled."""
        details: Point

        def __init__(self, *, place):
            self.place = place
            self.details = Point(x=3)

        def __str__(self):
            return f"nothing at {self.place}"

    @task
    def move(point: Point, by: int = 1) -> Point:
        return Point(x=point.x + by, at=point.at)

    @task
    def calls_another(value: int) -> int:
        # Inside a worker too, a task that is called is a function.
        return move(Point(x=value)).x

    @task
    def wrong_result() -> list[int]:
        return [1, "two"]

    @task(raises=[Odd])
    def odd() -> None:
        raise Odd(place="home")

    @task
    def invalid_model() -> None:
        TypeAdapter(Point).validate_python({"x": "no"})

    @task
    def ask_cancelled() -> bool:
        return cancelled()

    @task
    def bad_progress() -> None:
        progress(1, 2, data={1, 2})

    @task
    def who() -> str:
        return task_id()

    class Panic(BaseException):
        """What polars raises, and asyncio: no Exception."""

    @task
    def panics() -> None:
        raise Panic("deep inside")

    @task
    def fills_memory() -> None:
        raise MemoryError("unable to allocate 7 TiB")

    attempts = []

    @task(autoretry_for=(Exception,), max_retries=2, default_retry_delay=0)
    def retried(value: int) -> int:
        attempts.append(value)
        if len(attempts) < 3:
            raise ValueError("not yet")
        return len(attempts)
'''


@pytest.fixture(scope="module", autouse=True)
def known_tasks() -> Iterator[list[Definition]]:
    """Isolate the module and not each test: one worker serves them all."""
    with isolated_tasks() as known:
        yield known


@pytest.fixture(scope="module")
def app(known_tasks: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    with serving(TASKS, tmp_path_factory.mktemp("worker")) as app:
        yield app


def call(app: Celery, name: str, *args: Any, **kwargs: Any) -> AsyncResult[Any]:
    return app.send_task(f"jobs.{name}", args, kwargs)


def test_arguments_and_results_are_json_on_the_wire(app: Celery) -> None:
    moment = "2020-01-02T03:04:05Z"
    assert call(app, "move", point={"x": 1}).get(timeout=20, interval=0.01) == {"x": 2, "at": None}
    assert call(app, "move", {"x": 1, "at": moment}, 5).get(timeout=20, interval=0.01) == {
        "x": 6,
        "at": moment,
    }
    assert app.tasks["jobs.move"].delay({"x": 1}, by=2).get(timeout=20, interval=0.01) == {"x": 3, "at": None}
    assert call(app, "calls_another", 4).get(timeout=20, interval=0.01) == 5


def test_arguments_that_do_not_fit(app: Celery) -> None:
    result = call(app, "move", point={"x": "1"}, by=1.5, extra=1)
    facts = failure_of(result)
    assert facts["code"] == "INVALID_ARGUMENTS"
    assert {problem["path"] for problem in facts["details"]["errors"]} == {"/point/x", "/by", "/extra"}
    with pytest.raises(InvalidArguments, match=r"jobs\.move"):
        result.get(timeout=20, interval=0.01)


def test_result_that_does_not_fit(app: Celery) -> None:
    result = call(app, "wrong_result")
    facts = failure_of(result)
    assert (facts["code"], facts["details"]["errors"][0]["path"]) == ("INVALID_RESULT", "/1")
    with pytest.raises(InvalidResult):
        result.get(timeout=20, interval=0.01)


def test_exception_that_cannot_be_pickled(app: Celery) -> None:
    facts = failure_of(call(app, "odd"))
    assert facts["code"] == "TASK_FAILED"
    assert facts["exception"].endswith("jobs.Odd")
    assert facts["message"] == "nothing at home"
    assert facts["details"] == {"x": 3, "at": None}


def test_pydantic_error_inside_a_task(app: Celery) -> None:
    facts = failure_of(call(app, "invalid_model"))
    assert facts["code"] == "TASK_FAILED"
    assert facts["details"][0]["loc"] == ["x"]


@pytest.mark.parametrize(
    ("name", "exception", "message"),
    [("fills_memory", "MemoryError", "unable to allocate 7 TiB"), ("panics", "Panic", "deep inside")],
)
def test_no_exception_of_a_task_ends_the_worker(app: Celery, name: str, exception: str, message: str) -> None:
    facts = failure_of(call(app, name))
    assert (facts["code"], facts["message"]) == ("TASK_FAILED", message)
    assert facts["exception"].rpartition(".")[2] == exception
    assert call(app, "who").get(timeout=20, interval=0.01)


def test_unknown_task(app: Celery) -> None:
    assert failure_of(call(app, "nothing"))["code"] == "UNKNOWN_TASK"


def test_cancelled_without_redis(app: Celery) -> None:
    result = call(app, "ask_cancelled")
    assert failure_of(result)["code"] == "UNSUPPORTED"
    with pytest.raises(Unsupported, match="CELERY_RESULT_BACKEND"):
        result.get(timeout=20, interval=0.01)


def test_progress_that_is_no_json(app: Celery) -> None:
    facts = failure_of(call(app, "bad_progress"))
    assert (facts["code"], facts["details"]["errors"][0]["path"]) == ("INVALID_RESULT", "/data")


def test_task_knows_its_id(app: Celery) -> None:
    result = call(app, "who")
    assert result.get(timeout=20, interval=0.01) == result.id


def test_retries_are_celerys_own(app: Celery) -> None:
    assert call(app, "retried", 1).get(timeout=20, interval=0.01) == 3


def test_call_that_does_not_fit_is_not_retried(app: Celery) -> None:
    retries: list[object] = []

    def note(**_: object) -> None:
        retries.append(1)

    with_signal: Any = task_retry
    with_signal.connect(note)
    result = call(app, "retried", "x")
    assert failure_of(result)["code"] == "INVALID_ARGUMENTS"
    assert retries == []


def test_eager_call_is_checked_too(app: Celery) -> None:
    assert app.tasks["jobs.move"].apply(({"x": 1},)).get() == {"x": 2, "at": None}
    with pytest.raises(InvalidArguments):
        app.tasks["jobs.move"].apply(({"x": "1"},)).get()
    assert app.tasks["jobs.ask_cancelled"].apply().get() is False
