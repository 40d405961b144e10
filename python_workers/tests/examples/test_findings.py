"""What an example finds: differences, and ends other than those that were declared."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from taskgate import task
from taskgate.contracts.definition import Definition, definitions
from taskgate.examples.findings import differences, findings
from taskgate.testing import Error, Ran, Report


class Left(BaseModel):
    left: int


class SoldOut(Exception):
    details: Left


class Closed(Exception):
    """Declared without details."""


class Step(BaseModel):
    label: str


@pytest.fixture
def definition() -> Definition:
    def buy(amount: int) -> float:
        return amount * 1.5

    task(name="shop.buy", raises=[SoldOut, Closed], progress=Step)(buy)
    return definitions[-1]


def failed(exception: str, details: Any = None, code: str = "TASK_FAILED") -> Ran:
    return Ran("shop.buy", error=Error(code, exception, "no", details, False))


def returned(value: Any, *labels: Any) -> Ran:
    return Ran("shop.buy", value, progress=[Report(1, None, {"label": label}) for label in labels])


SOLD_OUT = f"{__name__}.SoldOut"
CLOSED = f"{__name__}.Closed"


@pytest.mark.parametrize(
    ("example", "ran", "expected"),
    [
        ({"result": 3.0}, returned(3.0), []),
        ({"result": 3}, returned(3.0), []),
        ({}, returned(3.0), []),
        ({}, failed(CLOSED), []),
        ({"result": 3.5}, returned(3.0), ["result is 3.0, and the example says 3.5"]),
        ({}, returned("3"), ["result Input should be a valid number"]),
        ({"exception": CLOSED}, failed(CLOSED), []),
        (
            {"exception": CLOSED},
            returned(3.0),
            [f"exception is missing: the task returned 3.0, and the example says {CLOSED}"],
        ),
        (
            {"exception": CLOSED},
            failed(SOLD_OUT, {"left": 1}),
            [f"exception is {SOLD_OUT} (no), and the example says {CLOSED}"],
        ),
        (
            {"result": 3.0},
            failed(CLOSED),
            [f"exception is {CLOSED} (no), and the example says that the task returns 3.0"],
        ),
        (
            {},
            failed("ValueError"),
            [f"exception is ValueError (no), and the contract declares {CLOSED}, {SOLD_OUT}"],
        ),
        (
            {"exception": SOLD_OUT},
            failed(SOLD_OUT, {"left": "one"}),
            ["details/left Input should be a valid integer"],
        ),
        (
            {"exception": SOLD_OUT, "details": {"left": 1}},
            failed(SOLD_OUT, {"left": 2}),
            ["details/left is 2, and the example says 1"],
        ),
        (
            {},
            failed("x", code="TIME_LIMIT_EXCEEDED"),
            ["end is TIME_LIMIT_EXCEEDED: no"],
        ),
        ({}, Ran("shop.buy", silence="no result within 1 s"), ["end is not there: no result within 1 s"]),
        (
            {},
            returned(3.0, "a", 1),
            ["progress[1]/data/label Input should be a valid string"],
        ),
    ],
)
def test_findings(definition: Definition, example: dict[str, Any], ran: Ran, expected: list[str]) -> None:
    assert findings(definition, {"arguments": {"amount": 2}, **example}, ran) == expected


def test_many_findings_are_counted(definition: Definition) -> None:
    ran = returned(3.0, *[1] * 8)
    found = findings(definition, {"arguments": {"amount": 2}}, ran)
    assert len(found) == 6
    assert found[-1] == "and 3 more"


@pytest.mark.parametrize(
    ("expected", "actual", "places"),
    [
        (None, None, []),
        ({"a": [1, "x"]}, {"a": [1, "x"]}, []),
        ((1, 2), [1, 2], []),
        (1, True, [""]),
        (0, False, [""]),
        (1, 1.0, [""]),
        (1.0, 1, [""]),
        ("1", 1, [""]),
        ({"a": None}, {}, ["/a"]),
        ({}, {"a": None}, ["/a"]),
        ([1, 2], [1], [""]),
        ([1, {"a/b": 2}], [1, {"a/b": 3}], ["/1/a~1b"]),
        ({}, [], [""]),
    ],
)
def test_differences(expected: Any, actual: Any, places: list[str]) -> None:
    assert [each["path"] for each in differences(expected, actual)] == places


def test_a_number_of_the_kind_that_the_hint_makes_is_no_difference() -> None:
    assert differences({"a": [12]}, {"a": [12.0]}, {"a": [12.0]}) == []
    assert differences({"a": [12]}, {"a": [12.0]}, {"a": [12]}) != []
