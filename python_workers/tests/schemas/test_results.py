"""What a task returns is checked against its hint and written as plain JSON."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from typing import Any

import numpy
import pytest
from pydantic import BaseModel

from taskgate import InvalidResult, task
from taskgate.contracts.definition import Definition, definitions


class Point(BaseModel):
    x: float
    label: str | None = None


class Loose(BaseModel):
    value: Any


def write(hint: Any, value: Any) -> Any:
    def function() -> Any: ...

    if hint is None:
        del function.__annotations__["return"]
    else:
        function.__annotations__["return"] = hint
    return defined(function).write_result(value)


def defined(function: Any) -> Definition:
    task(function)
    return definitions[-1]


UTC = datetime.datetime(2020, 1, 2, 3, 4, 5, 678000, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("hint", "value", "written"),
    [
        (int, 1, 1),
        (float, 1, 1.0),
        (list[int], [1, 2], [1, 2]),
        (tuple[int, str], (1, "a"), [1, "a"]),
        (Sequence[int], (1, 2), [1, 2]),
        (Point, Point(x=1), {"x": 1.0, "label": None}),
        (Point, {"x": 1}, {"x": 1.0, "label": None}),
        (dict[str, Point], {"a": Point(x=1)}, {"a": {"x": 1.0, "label": None}}),
        (datetime.datetime, UTC, "2020-01-02T03:04:05.678000Z"),
        (int | None, None, None),
        (None, {"a": [1, None, (2.5, "b")]}, {"a": [1, None, [2.5, "b"]]}),
        (Any, [1], [1]),
        (dict, {"a": 1}, {"a": 1}),
    ],
)
def test_result_is_written(hint: Any, value: Any, written: Any) -> None:
    assert write(hint, value) == written


@pytest.mark.parametrize(
    ("hint", "value", "path"),
    [
        (int, "1", ""),
        (int, True, ""),
        (int, 2**53, ""),
        (list[int], [1, "2"], "/1"),
        (list[int], (1, 2), ""),
        (list[float], [1.0, float("nan")], "/1"),
        (dict[str, float], {"a": float("inf")}, "/a"),
        (dict[str, int], {1: 1}, "/1"),
        (Point, Point.model_construct(x=float("nan")), "/x"),
        (Loose, Loose.model_construct(value=[2**53]), "/value/0"),
        (Loose, Loose.model_construct(value={"a": float("nan")}), "/value/a"),
        (datetime.datetime, UTC.replace(tzinfo=None), ""),
        (None, {"a": [b"x"]}, "/a/0"),
        (None, [{1, 2}], "/0"),
        (None, {"a": {1: 2}}, "/a/1"),
        (None, [1.0, float("nan")], "/1"),
        (None, 2**53, ""),
        (None, Point(x=1), ""),
        (None, object(), ""),
        (Any, [UTC], "/0"),
        (list[Any], [1, {2}], "/1"),
        (dict, {"a": b""}, "/a"),
        (dict, {1: 2}, "/1"),
        (list, [set()], "/0"),
    ],
)
def test_result_that_does_not_fit_is_named_by_its_place(hint: Any, value: Any, path: str) -> None:
    with pytest.raises(InvalidResult) as caught:
        write(hint, value)
    assert [problem["path"] for problem in caught.value.details["errors"]] == [path]
    assert "test_results.function" in str(caught.value)


def test_result_of_a_library_s_own_type_says_how_it_becomes_python_s() -> None:
    with pytest.raises(InvalidResult) as caught:
        write(dict[str, int], {"a": numpy.int64(1)})
    assert caught.value.details["errors"] == [
        {
            "path": "/a",
            "message": "Input should be a valid integer, not numpy.int64; convert it with .tolist()",
        }
    ]
    with pytest.raises(InvalidResult, match=r"not decimal\.Decimal$"):
        write(int, decimal.Decimal(1))
