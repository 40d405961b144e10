from __future__ import annotations

import datetime
import enum
from typing import Any

import pytest

from taskgate.schemas import plain


class Number(int):
    pass


class Word(enum.StrEnum):
    A = "a"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "text",
        0,
        2**53 - 1,
        -(2**53) + 1,
        1.5,
        [],
        {},
        [1, "a", None, {"b": [1.5, 2]}],
        (1, 2),
        [[1], [2.0]],
        ["a", None, False],
    ],
)
def test_plain_values_have_no_problem(value: Any) -> None:
    assert plain.problems(value) == []


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (float("nan"), ""),
        ([1.0, float("inf")], "/1"),
        ({"a": {"b": [0, -float("inf")]}}, "/a/b/1"),
        (2**53, ""),
        ([1, -(2**53)], "/1"),
        ([1, 2**70], "/1"),
        ({"data": b"x"}, "/data"),
        ([{1}], "/0"),
        ({"a": frozenset()}, "/a"),
        ({1: 2}, "/1"),
        ({"a/b": {"c~d": 1j}}, "/a~1b/c~0d"),
        ([object()], "/0"),
        (datetime.date(2020, 1, 2), ""),
        ([Number(3)], "/0"),
        (Word.A, ""),
    ],
)
def test_other_values_are_named_by_their_place(value: Any, path: str) -> None:
    assert [problem["path"] for problem in plain.problems(value)] == [path]


def test_every_place_is_named_up_to_a_bound() -> None:
    assert [problem["path"] for problem in plain.problems({"a": b"", "b": [1, {2}]})] == ["/a", "/b/1"]
    assert len(plain.problems([b""] * 1000)) == plain.MAX_PROBLEMS


def test_value_that_contains_itself_ends() -> None:
    value: list[Any] = []
    value.append(value)
    assert "nested deeper" in plain.problems(value)[0]["message"]
