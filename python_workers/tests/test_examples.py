"""Every example of every task in tasks/ is true: arguments and result are checked as a worker checks them."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate import task
from taskgate.contracts.definition import Definition, Example, definitions
from taskgate.examples import run_example
from tests.isolation import own_tasks, shapes

CASES = [
    pytest.param(definition, example, id=f"{definition.name}-{index}")
    for definition in (*own_tasks().values(), *shapes().values())
    for index, example in enumerate(definition.examples)
]


@pytest.mark.parametrize(("definition", "example"), CASES)
def test_example_is_true(definition: Definition, example: Example) -> None:
    kind, outcome = run_example(definition, example)
    for expected in ("result", "exception"):
        if expected in example:
            assert (kind, outcome) == (expected, example[expected])


def test_false_example_is_seen() -> None:
    def wrong(value: int) -> int:
        if value > 5:
            raise KeyError(value)
        return value + 1

    examples: list[dict[str, Any]] = [{"arguments": {"value": 1}, "result": 1}, {"arguments": {"value": 6}}]
    task(examples=examples)(wrong)
    assert run_example(definitions[-1], examples[0]) == ("result", 2)
    with pytest.raises(KeyError):
        run_example(definitions[-1], examples[1])
