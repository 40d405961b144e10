"""A call is judged as JSON Schema judges it, and every place that does not fit is named."""

from __future__ import annotations

import datetime
import enum
import json
import re
import uuid
from decimal import Decimal
from typing import Annotated, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import UUID4, AwareDatetime, Field

from taskgate import InvalidArguments, InvalidContract
from taskgate.contracts.contract import arguments_schema
from taskgate.schemas.arguments import split_arguments
from taskgate.schemas.jsonschema import generate
from taskgate.schemas.shape import Misfit, Shape
from tests.isolation import shapes

SHAPES = shapes()


def worker_takes(name: str, arguments: dict[str, Any]) -> bool:
    definition = SHAPES[name]
    try:
        definition.signature.read(*split_arguments(definition.signature.parameters, arguments))
    except InvalidArguments:
        return False
    return True


def schema_takes(name: str, arguments: dict[str, Any]) -> bool:
    schema = arguments_schema(SHAPES[name].contract())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return bool(jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(arguments))


POINT = {"x": 1}
TREE = {"name": "a", "children": [{"name": "b", "children": []}]}
CIRCLE = {"kind": "circle", "radius": 1}
NESTED = {
    "segment": {"start": POINT, "end": POINT},
    "page": {"items": [POINT]},
    "size": {"width": 1},
    "options": {"mode": "fast"},
}
BOUNDS = {"width": 1, "ratio": 0.5, "step": 5, "slug": "abc"}


@pytest.mark.parametrize(
    ("name", "arguments", "fits"),
    [
        ("defaults", {}, True),
        ("defaults", {"count": 1, "point": {"x": 2.5}, "colour": "green"}, True),
        ("defaults", {"count": "1"}, False),
        ("defaults", {"count": 1.5}, False),
        ("defaults", {"count": True}, False),
        ("defaults", {"count": None}, False),
        ("defaults", {"count": 2**53 - 1}, True),
        ("defaults", {"count": 2**53}, False),
        ("defaults", {"count": -(2**53)}, False),
        ("defaults", {"ratio": 1}, True),
        ("defaults", {"ratio": "1"}, False),
        ("defaults", {"flag": 1}, False),
        ("defaults", {"name": 1}, False),
        ("defaults", {"tags": "a"}, False),
        ("defaults", {"tag": ["a"]}, False),
        ("optional", {"needed": 1, "nullable": None}, True),
        ("optional", {"needed": 1}, False),
        ("optional", {"needed": 1, "nullable": None, "both": None}, True),
        ("choices", {"colour": "red", "level": 1, "word": "small"}, True),
        ("choices", {"colour": "RED", "level": 1, "word": "small"}, False),
        ("choices", {"colour": "red", "level": 3, "word": "small"}, False),
        ("choices", {"colour": "red", "level": 1, "word": "tiny"}, False),
        ("choices", {"colour": "red", "level": 1, "word": "small", "mixed": None}, True),
        ("unions", {"simple": "a", "wide": [1], "tagged": CIRCLE}, True),
        ("unions", {"simple": 1, "wide": {"a": 1}, "tagged": CIRCLE}, True),
        ("unions", {"simple": 1.5, "wide": True, "tagged": CIRCLE}, False),
        ("unions", {"simple": 1, "wide": True, "tagged": {"kind": "circle"}}, False),
        ("unions", {"simple": 1, "wide": True, "tagged": {"kind": "other"}}, False),
        ("nested", NESTED, True),
        ("nested", {**NESTED, "options": {"mode": "fast", "more": 1}}, True),
        ("nested", {**NESTED, "size": {"width": 1.5}}, False),
        ("recursive", {"tree": TREE}, True),
        ("recursive", {"tree": {"name": "a", "children": [{"name": ""}]}}, False),
        ("dates", {"moment": "2020-01-02T03:04:05Z", "day": "2020-01-02"}, True),
        ("dates", {"moment": "2020-01-02T03:04:05+02:00", "day": "2020-01-02", "clock": "10:00"}, True),
        ("dates", {"moment": 1577934245, "day": "2020-01-02"}, False),
        ("dates", {"moment": "2020-01-02T03:04:05Z", "day": "2020-02-30"}, False),
        ("dates", {"moment": "2020-01-02T03:04:05Z", "day": "2020-01-02", "clock": "10:00Z"}, False),
        ("tuples", {"pair": [1, "a"], "many": []}, True),
        ("tuples", {"pair": [1], "many": []}, False),
        ("tuples", {"pair": [1, "a", 2], "many": []}, False),
        ("tuples", {"pair": [1, "a"], "many": [1, 2.5], "sized": [1]}, False),
        ("maps", {"numbers": {"a": 1}, "points": {"a": POINT}, "anything": {"a": [None]}}, True),
        ("maps", {"numbers": {"a": "1"}, "points": {}, "anything": {}}, False),
        ("maps", {"numbers": {}, "points": {"c": POINT}, "anything": {}}, False),
        ("kinds", {"first": 1, "fourth": 1}, True),
        ("kinds", {"first": 1, "second": 2, "third": "3", "fourth": 4, "fifth": False}, True),
        ("kinds", {"fourth": 1}, False),
        ("constraints", BOUNDS, True),
        ("constraints", {**BOUNDS, "width": 0}, False),
        ("constraints", {**BOUNDS, "width": 4097}, False),
        ("constraints", {**BOUNDS, "ratio": 1}, False),
        ("constraints", {**BOUNDS, "step": 7}, False),
        ("constraints", {**BOUNDS, "slug": "ABC"}, False),
        ("constraints", {**BOUNDS, "slug": ""}, False),
        ("constraints", {**BOUNDS, "slug": "abcdefghi"}, False),
        ("strings", {"path": "a/b", "identifier": "6fa459ea-ee8a-4ca4-894e-db77e160355e"}, True),
        ("strings", {"path": "a/b", "identifier": "x"}, False),
        ("strings", {"path": 1, "identifier": "6fa459ea-ee8a-4ca4-894e-db77e160355e"}, False),
        ("anything", {"value": {"a": [1, None]}, "items": [1, "a"], "members": {}}, True),
        ("anything", {"value": 1, "items": {}, "members": {}}, False),
    ],
)
def test_worker_and_schema_agree(name: str, arguments: dict[str, Any], fits: bool) -> None:
    assert worker_takes(f"shapes.{name}", arguments) is fits
    assert schema_takes(f"shapes.{name}", arguments) is fits


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**54), 2**54)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not value.is_integer())
    | st.text(max_size=4)
    | st.sampled_from(["red", "small", "circle", "fast", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["x", "y", "name", "children"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)  # by default there is one, which a busy machine does not meet
@given(value=JSON)
def test_worker_and_schema_agree_on_whatever_comes(value: Any) -> None:
    for name, parameter in [
        ("defaults", "count"),
        ("defaults", "ratio"),
        ("defaults", "flag"),
        ("defaults", "tags"),
        ("defaults", "point"),
        ("defaults", "colour"),
        ("recursive", "tree"),
    ]:
        arguments = {parameter: value}
        assert worker_takes(f"shapes.{name}", arguments) is schema_takes(f"shapes.{name}", arguments)


def problems(name: str, args: list[Any], kwargs: dict[str, Any]) -> set[str]:
    with pytest.raises(InvalidArguments) as caught:
        SHAPES[f"shapes.{name}"].signature.read(args, kwargs)
    return {problem["path"] for problem in caught.value.details["errors"]}


def test_every_place_is_named() -> None:
    wrong = {
        **NESTED,
        "segment": {"start": {"x": "1"}, "end": {}},
        "page": {"items": [POINT, {"x": None}]},
        "extra": 1,
    }
    paths = {"/segment/start/x", "/segment/end/x", "/page/items/1/x", "/extra"}
    assert problems("nested", [], wrong) == paths
    assert problems("unions", [], {"simple": [], "wide": {"a": "b"}, "tagged": {"kind": "circle"}}) == {
        "/simple",
        "/wide",
        "/wide/a",
        "/tagged/radius",
    }
    assert problems("maps", [], {"numbers": {"a/b": "x"}, "points": {"c": POINT}, "anything": {}}) == {
        "/numbers/a~1b",
        "/points/c",
    }


def test_bounds_hold_inside_models_too() -> None:
    page = {"items": [], "next_page": 2**53}
    segment = {"start": {"x": float("nan")}, "end": POINT}
    wrong = {**NESTED, "page": page, "segment": segment}
    assert problems("nested", [], wrong) == {"/page/next_page", "/segment/start/x"}


def test_binding_is_pythons() -> None:
    read = SHAPES["shapes.kinds"].signature.read
    assert read([1], {"fourth": 2}) == ([1], {"fourth": 2.0})
    assert read([1, 2, "x"], {"fourth": 2}) == ([1, 2], {"third": "x", "fourth": 2.0})
    assert problems("kinds", [1, 2, "3", 4.0], {"fourth": 1}) == {""}
    assert problems("kinds", [1, 2, "3"], {"third": "4", "fourth": 1}) == {"/third"}
    assert problems("kinds", [], {"first": 1, "fourth": 1}) == {"/first"}
    assert problems("kinds", [], {}) == {"/first", "/fourth"}


def test_arguments_become_python_objects() -> None:
    args, kwargs = SHAPES["shapes.dates"].signature.read(
        [], {"moment": "2020-01-02T03:04:05Z", "day": "2020-01-02"}
    )
    assert args == []
    assert kwargs["day"] == datetime.date(2020, 1, 2)
    _, kwargs = SHAPES["shapes.nested"].signature.read([], json.loads(json.dumps(NESTED)))
    assert type(kwargs["segment"]).__name__ == "Segment"
    assert type(kwargs["size"]).__name__ == "Size"


def test_what_kombu_has_decoded_is_judged_as_json() -> None:
    moment = datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)
    _, kwargs = SHAPES["shapes.dates"].signature.read([], {"moment": moment, "day": moment.date()})
    assert kwargs == {"moment": moment, "day": moment.date()}
    naive = datetime.datetime(2020, 1, 2)
    assert problems("dates", [], {"moment": naive, "day": naive.date()}) == {"/moment"}


@pytest.mark.parametrize("hint", [datetime.datetime, AwareDatetime])
def test_a_moment_has_an_offset_whatever_the_hint_says(hint: Any) -> None:
    shape = Shape.of(hint, "moment")
    assert shape.read(datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)).year == 2020
    with pytest.raises(Misfit):
        shape.read(datetime.datetime(2020, 1, 2))


@pytest.mark.parametrize("beyond", [2**53, -(2**53)])
def test_an_integer_is_one_of_javascripts_whatever_the_hint_says(beyond: int) -> None:
    shape = Shape.of(Annotated[int, Field(ge=-(2**60), le=2**60)], "id")
    assert shape.read(2**53 - 1) == 2**53 - 1
    with pytest.raises(Misfit):
        shape.read(beyond)


@pytest.mark.parametrize(
    ("value", "step", "fits"),
    [
        (0.3, 0.1, True),
        (0.1 + 0.2, 0.1, False),
        (1.1, 0.01, True),
        (1e10 + 0.5, 1.0, False),
        (-6.0, 3.0, True),
    ],
)
def test_a_multiple_is_judged_by_its_digits(value: float, step: float, fits: bool) -> None:
    shape = Shape.of(Annotated[float, Field(multiple_of=step)], "part")
    if fits:
        assert shape.read(value) == value
        return
    with pytest.raises(Misfit):
        shape.read(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1, float("-inf")], {"a": 2**53}])
def test_what_is_no_json_is_refused_where_a_hint_says_nothing(value: Any) -> None:
    suffix = "/1" if isinstance(value, list) else "/a" if isinstance(value, dict) else ""
    assert problems("anything", [value, [], {}], {}) == {f"/value{suffix}"}
    assert problems("anything", [1, [value], {}], {}) == {f"/items/0{suffix}"}


def test_nan_is_no_number() -> None:
    assert problems("defaults", [], {"ratio": float("nan")}) == {"/ratio"}


def test_a_place_has_one_problem() -> None:
    with pytest.raises(InvalidArguments) as caught:
        SHAPES["shapes.unions"].signature.read([], {"simple": 1.5, "wide": [1], "tagged": CIRCLE})
    [problem] = caught.value.details["errors"]
    assert problem["path"] == "/simple"
    assert problem["message"] == "Input should be a valid integer, or Input should be a valid string"


class Odd(enum.Enum):
    ONE = 1

    @classmethod
    def _missing_(cls, value: object) -> Odd:
        return cls.ONE


class Bits(enum.Flag):
    READ = 1
    WRITE = 2


def test_enum_takes_what_the_contract_lists() -> None:
    shape = Shape.of(Odd, "it")
    assert shape.read(1) is Odd.ONE
    for value in (True, 2, "1"):
        with pytest.raises(Misfit, match="one of 1"):
            shape.read(value)
    assert shape.write(Odd.ONE) == 1


@pytest.mark.parametrize(
    ("hint", "remedy"),
    [
        (Bits, "list"),
        (type[int], "a class cannot be sent"),
        (Annotated[str, Field(pattern=re.compile("a", re.IGNORECASE))], "flags"),
        (dict[datetime.date, int], "not date keys"),
    ],
)
def test_hint_whose_values_no_contract_lists_is_refused(hint: Any, remedy: str) -> None:
    with pytest.raises(InvalidContract, match=remedy):
        Shape.of(hint, "it")


@pytest.mark.parametrize(
    ("hint", "text", "value"),
    [
        (
            datetime.datetime,
            "2020-01-02t03:04:05.1234567z",
            datetime.datetime(2020, 1, 2, 3, 4, 5, 123456, datetime.UTC),
        ),
        (datetime.time, "10:00", datetime.time(10)),
        (
            uuid.UUID,
            "6FA459EA-EE8A-4CA4-894E-DB77E160355E",
            uuid.UUID("6fa459ea-ee8a-4ca4-894e-db77e160355e"),
        ),
        (Decimal, "1.50", Decimal("1.50")),
        (Decimal, 0.1, Decimal("0.1")),
    ],
)
def test_texts_become_python_objects(hint: Any, text: Any, value: Any) -> None:
    read = Shape.of(hint, "it").read(text)
    assert read == value
    assert type(read) is hint


def test_uuid_version_is_in_the_contract() -> None:
    schemas, _ = generate({"it": (Shape.of(UUID4, "it").schema, "validation", "it")})
    assert schemas["it"] == {"type": "string", "format": "uuid", "pattern": "^.{14}4.{4}[89abAB]"}
