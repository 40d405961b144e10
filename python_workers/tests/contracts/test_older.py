"""What `older=` accepts, and what it refuses at import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, TypedDict

import pytest
from pydantic import BaseModel, Field

from taskgate import InvalidContract, task
from taskgate.contracts.contract import contract


class Today(TypedDict):
    width: int
    height: int


class Partial(TypedDict, total=False):
    width: int
    height: int


class Wider(Today):
    depth: int


def resize(width: int, height: int) -> int:
    return width * height


def square(size: int) -> dict[str, Any]:
    return {"width": size, "height": size}


def pair(size: tuple[int, int]) -> Mapping[str, int]:
    return {"width": size[0], "height": size[1]}


def typed(size: str, /) -> Today:
    return {"width": int(size), "height": int(size)}


def same(width: int, height: int) -> dict[str, Any]:
    return {"width": width, "height": height}


def again(size: int) -> dict[str, Any]:
    return square(size)


def open_hint(size) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    return {}


def no_return(size: int):  # type: ignore[no-untyped-def]
    return {}


def a_list(size: int) -> list[int]:
    return [size]


def any_size(*size: int) -> dict[str, Any]:
    return {}


def wrong_default(size: int = "x") -> dict[str, Any]:  # type: ignore[assignment]
    return {}


async def later(size: int) -> dict[str, Any]:
    return {}


def partial(size: int) -> Partial:
    return {}


def wider(size: int) -> Wider:
    return {"width": size, "height": size, "depth": size}


def test_the_shapes_are_kept_in_their_order() -> None:
    made: Any = task(name="a.resize", older=[square, pair, typed])(resize)
    assert [each.carry for each in made.taskgate.older] == [square, pair, typed]
    assert task(name="a.other")(resize).taskgate.older == ()  # type: ignore[attr-defined]


class Box(BaseModel):
    side: Annotated[int, Field(ge=1)]


def boxed(box: Box, times: int = 1) -> dict[str, Any]:
    """Until 2.0 there was a box.

    It is gone.
    """
    return {"width": box.side * times, "height": box.side}


def test_the_contract_has_them_beside_what_counts() -> None:
    with_older: Any = task(name="a.resize", older=[square, boxed])(resize)
    found = with_older.taskgate.contract()
    expected = contract(replace(with_older.taskgate, older=()), "celery")
    assert "older" not in expected
    shapes = found.pop("older")
    assert found == expected, "neither the fingerprint nor the models of today know of it"
    name = f"{__name__}.Box"
    assert [(each["carriedBy"], each["summary"]) for each in shapes] == [
        ("square", ""),
        ("boxed", "Until 2.0 there was a box."),
    ]
    assert shapes[1]["parameters"] == [
        {
            "name": "box",
            "kind": "positionalOrKeyword",
            "required": True,
            "schema": {"$ref": f"#/$defs/{name}"},
        },
        {
            "name": "times",
            "kind": "positionalOrKeyword",
            "required": False,
            "default": 1,
            "schema": shapes[0]["parameters"][0]["schema"],
        },
    ]
    assert list(shapes[1]["$defs"]) == [name]


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (same, "its parameters are the task's own"),
        (open_hint, "add a type hint, for instance `size: int`"),
        (no_return, "give it the return hint `-> dict[str, Any]`"),
        (a_list, "give it the return hint `-> dict[str, Any]`"),
        (any_size, "a contract lists every parameter"),
        (wrong_default, "the default does not fit the hint"),
        (later, "write a plain `def`"),
        (partial, "see 'height', which the task needs and it leaves out"),
        (wider, "see 'depth', which the task does not take"),
        (dict, "give a plain function, defined above the task and without @task"),
        ("square", "give a plain function, defined above the task and without @task"),
    ],
)
def test_what_no_call_could_use_is_refused(function: Any, reason: str) -> None:
    with pytest.raises(InvalidContract) as caught:
        task(name="a.resize", older=[function])(resize)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("task 'a.resize' (")
    assert getattr(function, "__name__", "square") in str(caught.value)


def test_the_second_of_two_equal_shapes_is_refused() -> None:
    with pytest.raises(InvalidContract, match="older shape again: its parameters are those of square"):
        task(name="a.resize", older=[square, again])(resize)


def test_one_function_is_no_list() -> None:
    with pytest.raises(InvalidContract, match=r"write older=\[\.\.\.\]"):
        task(name="a.resize", older=square)(resize)  # type: ignore[call-overload]


def test_a_misspelt_option_is_refused() -> None:
    with pytest.raises(InvalidContract, match="did you mean 'older'"):
        task(name="a.resize", oldr=[square])(resize)
