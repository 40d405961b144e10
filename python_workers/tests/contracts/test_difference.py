"""The lines that say what has changed between two contracts of a task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from taskgate import task
from taskgate.contracts.difference import MAX_LINES, difference


class Old(BaseModel):
    name: str


class New(BaseModel):
    __qualname__ = "Old"  # the same model, later
    name: str
    age: int


def contract_of(function: Callable[..., Any]) -> dict[str, Any]:
    made: Any = task(function)
    contract: dict[str, Any] = made.taskgate.contract()
    return contract


def before(
    gone: int,
    kept: str,
    choice: Literal["a", "b"],
    who: Old,
    loose: int = 1,
    unit: str = "m",
) -> None: ...


def today(
    kept: Annotated[str, Field(description="Only people read this.")],
    choice: Literal["a"],
    who: New,
    loose: int,
    added: bool,
    maybe: bool = True,
    *,
    unit: str = "km",
) -> None: ...


def test_a_line_for_each_way_in_which_a_parameter_differs() -> None:
    same = contract_of(today)
    assert difference(contract_of(before), same) == [
        "gone: is gone",
        'choice: was {"enum": ["a", "b"], "type": "string"}, is {"const": "a", "type": "string"}',
        "who: tests.contracts.test_difference.Old has changed",
        "loose: was optional, is required",
        "added: is new and required",
        "maybe: is new and optional",
        "unit: was positionalOrKeyword, is keywordOnly",
        'unit: its default was "m", is "km"',
    ]
    assert difference(same, same) == []


def test_it_is_bounded() -> None:
    def contract(words: list[str]) -> dict[str, Any]:
        schema = {"enum": words}
        parameter = {"kind": "positionalOrKeyword", "required": True, "schema": schema}
        return {"parameters": [{"name": f"p{i}", **parameter} for i in range(500)], "$defs": {}}

    lines = difference(contract(["x" * 10_000]), contract(["y" * 10_000]))
    assert len(lines) == MAX_LINES + 1
    assert lines[-1] == "and 480 more"
    assert max(map(len, lines)) < 400
