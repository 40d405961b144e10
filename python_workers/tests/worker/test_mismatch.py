"""Calls by callers that were generated from another contract, on a broker and a backend in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from celery.result import AsyncResult

from taskgate import ContractMismatch
from taskgate.context import Run
from taskgate.contracts.definition import Definition
from taskgate.worker import mismatch, notes
from taskgate.worker.failures import MAX_DETAILS, MAX_MESSAGE
from tests.isolation import isolated_tasks
from tests.serving import failure_of, serving

TASKS = """
    import datetime
    from typing import Annotated, Any, Literal
    from pydantic import BaseModel, Field
    from taskgate import task

    class Size(BaseModel):
        width: Annotated[int, Field(le=1000)]
        height: int

    class Refused(Exception):
        details: str

        def __init__(self, text):
            super().__init__(text)
            self.details = text

    def one_number(size: int) -> dict[str, Any]:
        if size == 13:
            raise Refused("unlucky")
        if size == 14:
            return {"size": {"width": "14"}}
        if size == 15:
            return None
        if size == 16:
            return {"size": Size(width=1001, height=1)}
        if size > 1000:
            return {"size": {"width": size, "height": size}}
        return {"size": Size(width=size, height=size)}

    NEW_YEAR = datetime.date(2020, 1, 2)

    def by_name(size: Literal["small", "large"], day: datetime.date = NEW_YEAR) -> dict[str, Any]:
        width = 100 if size == "small" else 1000
        return {"size": {"width": width, "height": width}, "day": day}

    def any_name(size: str, /) -> dict[str, Any]:
        return {"size": {"width": len(size), "height": 0}, "day": "2000-01-01"}

    @task(older=[one_number, by_name, any_name], raises=[Refused])
    def resize(size: Size, day: datetime.date | None = None) -> str:
        return f"{size.width} x {size.height}, {day}"

    @task
    def plain(width: int) -> int:
        return width
"""

OTHER = f"sha256:{'0' * 64}"


@pytest.fixture(scope="module", autouse=True)
def known_tasks() -> Iterator[list[Definition]]:
    """Isolate the module and not each test: one worker serves them all."""
    with isolated_tasks() as known:
        yield known


@pytest.fixture(scope="module")
def app(known_tasks: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    with serving(TASKS, tmp_path_factory.mktemp("mismatch")) as app:
        yield app


def call(app: Celery, name: str, *args: Any, caller: str | None = OTHER, **kwargs: Any) -> AsyncResult[Any]:
    headers = {} if caller is None else {"taskgate-contract": caller}
    return app.send_task(f"jobs.{name}", args, kwargs, headers=headers)


def value(result: AsyncResult[Any]) -> Any:
    return result.get(timeout=20, interval=0.01)


def fingerprint(app: Celery, name: str) -> str:
    text: str = contract(app, name)["fingerprint"]
    return text


def contract(app: Celery, name: str) -> dict[str, Any]:
    task: Any = app.tasks[name]
    written: dict[str, Any] = task.taskgate.contract()
    return written


SIZE = {"width": 3, "height": 4}


def test_arguments_that_are_valid_today_are_taken_whatever_the_caller_has(app: Celery) -> None:
    assert value(call(app, "resize", size=SIZE)) == "3 x 4, None"
    assert value(call(app, "plain", 3)) == 3


def test_the_newest_shape_that_fits_is_carried_over(app: Celery) -> None:
    assert value(call(app, "resize", size=5)) == "5 x 5, None"
    assert value(call(app, "resize", 5)) == "5 x 5, None"
    assert value(call(app, "resize", size="large")) == "1000 x 1000, 2020-01-02"
    # The older arguments are validated by the older hints, and are Python's: a date is one.
    assert value(call(app, "resize", size="small", day="2026-11-21")) == "100 x 100, 2026-11-21"
    assert value(call(app, "resize", "four")) == "4 x 0, 2000-01-01"
    # By position it fits two, and the newer one is asked.
    assert value(call(app, "resize", "large")) == "1000 x 1000, 2020-01-02"


def test_arguments_of_no_shape_are_a_mismatch(app: Celery) -> None:
    result = call(app, "resize", size=[1], more=2)
    facts = failure_of(result)
    assert facts["code"] == "CONTRACT_MISMATCH"
    assert facts["exception"] == "taskgate.errors.ContractMismatch"
    assert facts["retryable"] is False
    assert {problem["path"] for problem in facts["details"].pop("errors")} == {"/size", "/more"}
    assert facts["details"] == {
        "caller": OTHER,
        "worker": fingerprint(app, "jobs.resize"),
        "carriedBy": None,
        "difference": None,
    }
    with pytest.raises(ContractMismatch, match="another contract"):
        value(result)


def test_a_task_without_older_shapes(app: Celery) -> None:
    facts = failure_of(call(app, "plain", size=3))
    assert facts["code"] == "CONTRACT_MISMATCH"
    assert {problem["path"] for problem in facts["details"]["errors"]} == {"/size", "/width"}


@pytest.mark.parametrize("caller", [None, "", "sha256:1", "x" * 71, OTHER.upper()])
def test_who_does_not_say_what_it_has_is_told_as_before(app: Celery, caller: str | None) -> None:
    assert failure_of(call(app, "resize", size=5, caller=caller))["code"] == "INVALID_ARGUMENTS"


def test_who_has_the_same_contract_is_told_as_before(app: Celery) -> None:
    facts = failure_of(call(app, "resize", size=5, caller=fingerprint(app, "jobs.resize")))
    assert facts["code"] == "INVALID_ARGUMENTS"
    assert facts["details"].keys() == {"errors"}


def test_what_was_carried_over_is_validated(app: Celery) -> None:
    facts = failure_of(call(app, "resize", size=1001))
    assert facts["code"] == "CONTRACT_MISMATCH"
    assert facts["details"]["carriedBy"] == "one_number"
    assert [problem["path"] for problem in facts["details"]["errors"]] == ["/size/width"]
    assert "what one_number made of its arguments" in facts["message"]
    # A model that the carry-over builds itself is today's, too.
    facts = failure_of(call(app, "resize", size=16))
    assert (facts["code"], facts["details"]["carriedBy"]) == ("CONTRACT_MISMATCH", "one_number")
    assert "less than or equal to 1000" in facts["details"]["errors"][0]["message"]
    places = [problem["path"] for problem in failure_of(call(app, "resize", size=14))["details"]["errors"]]
    assert places == ["/size/width", "/size/height"]
    assert failure_of(call(app, "resize", size=15))["details"]["errors"] == [
        {"path": "", "message": "Input should be an object"}
    ]


def test_what_a_carry_over_raises_is_what_the_task_raises(app: Celery) -> None:
    facts = failure_of(call(app, "resize", size=13))
    assert (facts["code"], facts["details"]) == ("TASK_FAILED", "unlucky")


def test_in_a_chunk_of_calls_each_input_is_carried_over(app: Celery) -> None:
    inputs = [{"size": 5}, {"size": SIZE}, {"size": [1]}, {"size": "four"}]
    headers = {"taskgate-contract": OTHER}
    chunk = app.send_task("taskgate.map", kwargs={"task": "jobs.resize", "inputs": inputs}, headers=headers)
    first, second, third, fourth = value(chunk)["results"]
    assert (first, second) == ({"value": "5 x 5, None"}, {"value": "3 x 4, None"})
    assert third["error"]["code"] == "CONTRACT_MISMATCH"
    assert fourth == {"value": "4 x 0, 2000-01-01"}


def test_the_difference_is_told_where_the_contract_of_the_caller_is_known(
    app: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contract(app, "jobs.plain")
    before["parameters"] = [{**before["parameters"][0], "name": "size"}]
    asked = []

    def contract_of(client: Any, caller: str) -> Any:
        asked.append(caller)
        return before

    monkeypatch.setattr(mismatch, "contract_of", contract_of)
    monkeypatch.setattr(notes.notes, "note", lambda *_: None)
    monkeypatch.setattr(Run, "redis", lambda _: None)
    assert failure_of(call(app, "plain", size=3))["details"]["difference"] is None
    monkeypatch.setattr(Run, "redis", lambda _: FakeRedis())
    facts = failure_of(call(app, "plain", size=3))
    assert facts["details"]["difference"] == ["size: is gone", "width: is new and required"]
    assert facts["message"].endswith("since the caller's contract: size: is gone; width: is new and required")
    assert asked == [OTHER]


class FakeRedis:
    """Has no mark of a cancellation."""

    def exists(self, _: str) -> int:
        return 0


def test_a_mismatch_is_bounded(app: Celery) -> None:
    many: dict[str, Any] = {f"{i}{'x' * 500}": i for i in range(300)}
    facts = failure_of(call(app, "plain", **many))
    assert facts["code"] == "CONTRACT_MISMATCH"
    assert facts["details"]["caller"] == OTHER
    assert len(facts["message"]) <= MAX_MESSAGE
    assert len(json.dumps(facts["details"])) <= MAX_DETAILS
