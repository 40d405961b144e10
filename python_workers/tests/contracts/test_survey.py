"""What is said of tasks that were not made with `@task`, besides the contracts in tests/foreign/golden/."""

from __future__ import annotations

import re
from typing import Any

import pytest
from celery import Celery
from pydantic import BaseModel

from taskgate.app import contracts_of, survey_of
from taskgate.contracts.survey import MAX_LINES, SHOWN
from tests.isolation import foreign


@pytest.fixture
def app() -> Celery:
    return Celery("t", broker="memory://", set_as_current=False)


def test_one_line_counts_what_has_no_hint() -> None:
    lines = [line for line in foreign().warnings() if "without a type hint" in line]
    assert len(lines) == 1
    assert re.match(r"35 places of 10 tasks without a type hint, open in the contracts: ", lines[0])
    assert lines[0].count("(") == SHOWN
    assert "tests.foreign.signatures.unhinted.add (x, y, result) and 5 more; add hints there" in lines[0]


def test_a_hint_without_a_json_form_is_named_with_the_remedy() -> None:
    refused = {
        re.sub(r"^task '[\w.]*\.(\w+)' \(.*?\), ", r"\1, ", sentence) for sentence in foreign().refused
    }
    said = "a set is not JSON; use list[...] and make it a set inside the function (rule set)"
    assert f"sets, result: {said}" in refused
    assert any(each.startswith("not_at_run_time, parameter 'share': the name 'Fraction'") for each in refused)
    assert any("pydantic_dump_kwargs={'by_alias': True}" in each for each in refused)
    assert all("; " in each for each in refused), "each ends with a remedy"
    lines = [line for line in foreign().warnings() if line.startswith("open in the contract")]
    assert len(lines) == min(len(refused), MAX_LINES)


def test_a_task_that_no_caller_can_reach_is_left_out_and_named() -> None:
    left_out = foreign().left_out
    assert [sentence.split("'")[1] for sentence in left_out] == [
        "../up.here",
        "add",
        "parcels.send.again",
        "promises.then",
    ]
    assert "gate.task('add')" in left_out[1]
    names = {contract["name"] for contract in foreign().contracts}
    assert "parcels.send" in names
    assert not names & {"../up.here", "add", "parcels.send.again", "promises.then"}
    assert not any(name.startswith("celery.") for name in names)


def model() -> Any:
    class Model(BaseModel):
        x: int

    return Model


def test_hints_that_do_not_go_together_leave_the_whole_task_open(app: Celery) -> None:
    def both(one: Any, two: Any = None) -> Any:
        return one

    first, second = model(), model()
    both.__annotations__.update(one=first, two=second)
    app.task(name="a.both")(both)
    survey = survey_of(app)
    (contract,) = survey.contracts
    assert [parameter["schema"] for parameter in contract["parameters"]] == [{}, {}]
    assert contract["result"] == {}
    (sentence,) = survey.refused
    assert "two different models are both named" in sentence
    assert sentence.endswith("until then all of the task is open")


def test_the_route_of_the_app_says_the_queue(app: Celery) -> None:
    app.conf.task_default_queue = "elsewhere"
    app.conf.task_routes = [lambda name, *_, **__: {"queue": "by-function"} if name == "a.routed" else None]

    @app.task(name="a.routed")
    def routed() -> None: ...

    @app.task(name="a.usual")
    def usual() -> None: ...

    assert [contract["queue"]["name"] for contract in contracts_of(app)] == ["by-function", "elsewhere"]


def test_a_route_that_cannot_answer_is_no_reason_to_fail(app: Celery) -> None:
    def route(name: str, *_: Any, **__: Any) -> None:
        raise RuntimeError(name)

    app.conf.task_routes = [route]

    @app.task(name="a.b")
    def one() -> None: ...

    assert contracts_of(app)[0]["queue"] == {"name": "celery", "type": "classic"}


def test_tasks_are_left_as_they_are(app: Celery) -> None:
    @app.task(name="a.b")
    def one(x: int) -> int:
        return x

    before = (vars(app.tasks["a.b"]).copy(), app.tasks["a.b"].run)
    contracts_of(app)
    assert (vars(app.tasks["a.b"]), app.tasks["a.b"].run) == before
