"""Every example of every task in tasks/ is true: arguments and result are checked as a worker checks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery

from taskgate import task
from taskgate.contracts.definition import Definition, Example, definitions
from taskgate.examples.findings import findings
from taskgate.examples.runs import in_process
from taskgate.worker.execution import guarded
from tests.isolation import own_tasks, shapes

CASES = [
    pytest.param(definition, example, id=f"{definition.name}-{index}")
    for definition in (*own_tasks().values(), *shapes().values())
    for index, example in enumerate(definition.examples)
]


@pytest.fixture
def app() -> Iterator[Celery]:
    with Celery("examples", set_as_current=False) as made:
        yield made


def found(app: Celery, definition: Definition, example: Example) -> list[str]:
    registered = app.tasks.get(definition.name)
    if registered is None:  # the isolated ones are no app's
        registered = app.task(name=definition.name, taskgate=definition)(guarded(definition))
    return findings(definition, example, in_process(registered, definition, example))


@pytest.mark.parametrize(("definition", "example"), CASES)
def test_example_is_true(app: Celery, definition: Definition, example: Example) -> None:
    assert found(app, definition, example) == []


@pytest.mark.parametrize("definition", own_tasks().values(), ids=own_tasks())
def test_each_task_shows_how_it_ends_and_how_it_fails(definition: Definition) -> None:
    assert len(definition.examples) >= 2
    failing = [each for each in definition.examples if "exception" in each]
    assert failing, "one example has to fail in a declared way"
    assert any(each.get("details") for each in failing), "a failure that is declared shows its details"


def test_false_example_is_seen(app: Celery) -> None:
    def wrong(value: int) -> int:
        if value > 5:
            raise KeyError(value)
        return value + 1

    examples: list[dict[str, Any]] = [{"arguments": {"value": 1}, "result": 1}, {"arguments": {"value": 6}}]
    task(examples=examples)(wrong)
    assert found(app, definitions[-1], examples[0]) == ["result is 2, and the example says 1"]
    assert found(app, definitions[-1], examples[1]) == [
        "exception is KeyError (6), and the contract declares none"
    ]
