"""`taskgate.map`: many calls in one message, each with an outcome of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.result import AsyncResult

from taskgate import create_app
from taskgate.app import queues_of, tasks_of
from taskgate.contracts.definition import Definition
from taskgate.worker import mapping
from tests.isolation import isolated_tasks, packages_in
from tests.serving import failure_of, serving

TASKS = '''
    import datetime
    import decimal
    import math

    from celery import Task, current_task, shared_task
    from celery.exceptions import Ignore, Reject
    from billiard.exceptions import SoftTimeLimitExceeded
    from taskgate import cancelled, progress, task, task_id

    class Refused(Exception):
        details: dict[str, str]

        def __init__(self, text):
            super().__init__(text)
            self.details = {"text": text}

    class Prepared(Task):
        """As Flask's documentation has it: the task runs inside something."""

        def __call__(self, *args, **kwargs):
            self.before = "prepared"
            try:
                return super().__call__(*args, **kwargs)
            finally:
                self.before = None

    @task
    def double(x: int) -> int:
        if x == 13:
            raise Refused("unlucky")
        return x * 2

    @task
    def move(at: datetime.date, days: int = 1, /, *, back: bool = False) -> datetime.date:
        return at + datetime.timedelta(days=-days if back else days)

    @task
    def wrong(x: int) -> int:
        return "wrong" if x else 0

    @task(base=Prepared, queue="elsewhere")
    def prepared() -> str:
        return current_task.before

    @task
    def who() -> list[str | bool | None]:
        progress(1, 7, text="of one input")
        return [task_id(), cancelled(), current_task.name, current_task.request.parent_id]

    @task
    def bad_progress() -> None:
        progress(1, 2, data={1})

    @task(autoretry_for=(ValueError,), default_retry_delay=0)
    def flaky() -> None:
        raise ValueError("not yet")

    @task
    def ends(how: str) -> None:
        raise {
            "ignore": Ignore("enough"),
            "reject": Reject("not mine", requeue=True),
            "memory": MemoryError("7 TiB"),
            "panic": BaseException("deep"),
            "soft": SoftTimeLimitExceeded(1440),
        }[how]

    @task
    def fails_large() -> None:
        error = ValueError("large")
        error.details = ["x" * 60_000]
        raise error

    @shared_task(bind=True, name="old.add")
    def add(self, x, y=1):
        self.update_state(state="ADDING", meta={"x": x})
        return x + y

    @shared_task(bind=True, name="old.retry")
    def retry(self, cause):
        if cause == "bare":
            raise self.retry(countdown=0)
        try:
            raise ValueError("the cause")
        except ValueError as error:
            raise self.retry(exc=error, countdown=0)

    @shared_task(name="old.returns")
    def returns(what):
        return {
            "nan": math.nan,
            "object": object(),
            "large": 2**60,
            "set": {1},
            "decimal": decimal.Decimal("1.5"),
        }[what]
'''


@pytest.fixture(scope="module", autouse=True)
def known_tasks() -> Iterator[list[Definition]]:
    """Isolate the module and not each test: one worker serves them all."""
    with isolated_tasks() as known:
        yield known


@pytest.fixture(scope="module")
def app(known_tasks: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    with serving(TASKS, tmp_path_factory.mktemp("mapping")) as app:
        yield app


def send(app: Celery, task: Any, inputs: Any) -> AsyncResult[Any]:
    return app.send_task(mapping.NAME, kwargs={"task": task, "inputs": inputs})


def outcomes(app: Celery, task: str, *inputs: Any) -> list[Any]:
    result = send(app, task, list(inputs)).get(timeout=20, interval=0.01)
    assert list(result) == ["results"]
    found: list[Any] = result["results"]
    return found


def test_each_input_has_its_outcome_in_order(app: Celery) -> None:
    first, second, third, fourth = outcomes(app, "jobs.double", {"x": 1}, {"x": 13}, {"x": "2"}, {"x": 4})
    assert (first, fourth) == ({"value": 2}, {"value": 8})
    assert second["error"]["exception"].endswith("jobs.Refused")
    assert second["error"] == {
        "code": "TASK_FAILED",
        "exception": second["error"]["exception"],
        "message": "unlucky",
        "details": {"text": "unlucky"},
        "retryable": False,
    }
    assert third["error"]["code"] == "INVALID_ARGUMENTS"
    assert third["error"]["details"]["errors"][0]["path"] == "/x"


def test_no_input(app: Celery) -> None:
    assert outcomes(app, "jobs.double") == []


def test_arguments_by_name_reach_every_kind_of_parameter(app: Celery) -> None:
    found = outcomes(
        app,
        "jobs.move",
        {"at": "2026-01-31"},
        {"at": "2026-01-31", "days": 3},
        {"at": "2026-01-31", "back": True},
        {"days": 3},
        {"at": "2026-01-31", "other": 1},
    )
    assert found[:3] == [{"value": "2026-02-01"}, {"value": "2026-02-03"}, {"value": "2026-01-30"}]
    assert [each["error"]["code"] for each in found[3:]] == ["INVALID_ARGUMENTS"] * 2


@pytest.mark.parametrize("values", [None, 1, "x", [1]])
def test_input_that_is_no_object_is_its_own_error(app: Celery, values: Any) -> None:
    wrong, right = outcomes(app, "jobs.double", values, {"x": 1})
    assert wrong["error"]["code"] == "INVALID_ARGUMENTS"
    assert wrong["error"]["details"] == {"errors": [{"path": "", "message": "Input should be an object"}]}
    assert right == {"value": 2}


def test_result_of_each_input_is_checked(app: Celery) -> None:
    wrong, right = outcomes(app, "jobs.wrong", {"x": 1}, {"x": 0})
    assert (wrong["error"]["code"], right) == ("INVALID_RESULT", {"value": 0})


@pytest.mark.parametrize("how", ["memory", "panic"])
def test_what_would_end_a_worker_is_an_error_of_its_input(app: Celery, how: str) -> None:
    first, second = outcomes(app, "jobs.ends", {"how": how}, {"how": how})
    assert first == second
    assert first["error"]["code"] == "TASK_FAILED"


@pytest.mark.parametrize(
    ("task", "values", "beginning", "retryable"),
    [
        ("jobs.ends", {"how": "ignore"}, "Ignore: enough (one input", False),
        ("jobs.ends", {"how": "reject"}, "Reject: not mine (one input", False),
        ("old.retry", {"cause": "bare"}, "Retry: Task can be retried (one input", True),
    ],
)
def test_what_only_a_message_can_do_is_an_error_that_says_so(
    app: Celery, task: str, values: Any, beginning: str, retryable: bool
) -> None:
    found, after = outcomes(app, task, values, values)
    assert found == after
    assert found["error"]["message"].startswith(beginning)
    assert "send this call by itself" in found["error"]["message"]
    assert found["error"]["retryable"] is retryable


@pytest.mark.parametrize(("task", "values"), [("jobs.flaky", {}), ("old.retry", {"cause": "error"})])
def test_retry_with_a_cause_is_that_cause(app: Celery, task: str, values: Any) -> None:
    (found,) = outcomes(app, task, values)
    assert found["error"]["exception"] == "ValueError"
    assert "send this call" not in found["error"]["message"]


def test_soft_time_limit_ends_the_whole_chunk(app: Celery) -> None:
    assert failure_of(send(app, "jobs.ends", [{"how": "soft"}]))["code"] == "TIME_LIMIT_EXCEEDED"


def test_input_knows_the_chunk_and_reports_nothing_of_its_own(app: Celery) -> None:
    result = send(app, "jobs.who", [{}, {}])
    found = result.get(timeout=20, interval=0.01)["results"]
    # cancelled() asks a Redis, which is not there: what it says in a call, it says here.
    assert [each["error"]["code"] for each in found] == ["UNSUPPORTED"] * 2
    (wrong,) = outcomes(app, "jobs.bad_progress", {})
    assert wrong["error"]["code"] == "INVALID_RESULT"


def test_plain_celery_task_is_mapped_too(app: Celery) -> None:
    result = send(app, "old.add", [{"x": 1}, {"x": 2, "y": 5}, {"z": 1}])
    found = result.get(timeout=20, interval=0.01)["results"]
    assert found[:2] == [{"value": 2}, {"value": 7}]
    assert (found[2]["error"]["code"], found[2]["error"]["exception"]) == ("TASK_FAILED", "TypeError")
    assert "unexpected keyword argument 'z'" in found[2]["error"]["message"]


def test_plain_result_that_no_client_can_read_is_the_error_of_its_input(app: Celery) -> None:
    kinds = ["nan", "object", "large", "decimal"]
    nan, thing, large, decimal = outcomes(app, "old.returns", *({"what": kind} for kind in kinds))
    assert (nan["error"]["code"], large["error"]["code"]) == ("INVALID_RESULT", "INVALID_RESULT")
    assert thing["error"]["code"] == "TASK_FAILED"
    # Celery's client in Python reads its typed value, as in a result of its own.
    assert str(decimal["value"]) == "1.5"


def test_call_of_the_authors_base_class_is_gone_through(app: Celery) -> None:
    assert outcomes(app, "jobs.prepared", {}) == [{"value": "prepared"}]


def test_unknown_task_fails_the_whole(app: Celery) -> None:
    assert failure_of(send(app, "jobs.nothing", [{}]))["code"] == "UNKNOWN_TASK"


@pytest.mark.parametrize(
    ("task", "inputs", "path"),
    [
        (1, [], "/task"),
        (mapping.NAME, [], "/task"),
        ("jobs.double", {}, "/inputs"),
        ("jobs.double", 1, "/inputs"),
    ],
)
def test_chunk_that_cannot_be_read_fails_as_a_whole(app: Celery, task: Any, inputs: Any, path: str) -> None:
    facts = failure_of(send(app, task, inputs))
    assert (facts["code"], facts["details"]["errors"][0]["path"]) == ("INVALID_ARGUMENTS", path)


def test_details_of_all_errors_together_are_bounded(app: Celery) -> None:
    found = outcomes(app, "jobs.fails_large", *[{}] * 40)
    with_details = [each for each in found if each["error"]["details"] is not None]
    assert 10 < len(with_details) * 60_000 / 65_536 <= 16
    assert {each["error"]["message"] for each in found} == {"large"}


def test_it_is_no_task_of_the_authors(app: Celery) -> None:
    assert mapping.NAME not in [definition.name for definition in tasks_of(app)]
    assert queues_of(app) == ["celery", "elsewhere"]


def test_chunk_whose_worker_was_lost_runs_again_as_soon_as_a_call(app: Celery) -> None:
    assert app.tasks[mapping.NAME].default_retry_delay == app.tasks["jobs.double"].default_retry_delay == 10


def test_second_app_has_one_of_its_own(app: Celery, tmp_path: Path) -> None:
    with isolated_tasks(), packages_in(tmp_path) as write:
        other = create_app("other", tasks=write())
    assert other.tasks[mapping.NAME].app is other
    assert app.tasks[mapping.NAME].app is app


def test_called_in_python_it_runs_there(app: Celery) -> None:
    found = app.tasks[mapping.NAME](task="jobs.double", inputs=[{"x": 1}, {"x": 13}])
    assert [list(each) for each in found["results"]] == [["value"], ["error"]]
    found = app.tasks[mapping.NAME](task="jobs.who", inputs=[{}])
    assert found["results"] == [{"value": [None, False, "jobs.who", None]}]
    found = app.tasks[mapping.NAME].apply(kwargs={"task": "jobs.double", "inputs": [{"x": 1}]}).get()
    assert found == {"results": [{"value": 2}]}
