"""What Python and JavaScript would judge differently is rewritten, refused with a remedy, or named.

contract_tests/parity holds what comes of it against the client; here is each rule.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Network
from typing import Annotated, Any

import pydantic
import pytest
from annotated_types import MultipleOf
from celery import Celery
from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field

from taskgate import InvalidContract
from taskgate.app import survey_of
from taskgate.schemas import jsonschema, lint
from taskgate.schemas.shape import Misfit, Shape
from tests.isolation import isolated_tasks

NOON = datetime.time(12)
NAIVE = datetime.datetime(2026, 1, 1)


class Stripped(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)
    name: str = Field(min_length=1)


class ByPath(BaseModel):
    x: int = Field(validation_alias=AliasPath("a", 0))


class Read(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    x: int = Field(alias="a")
    y: int = Field(validation_alias=AliasChoices("b", "c"))


class Judged(BaseModel):
    total: int

    @pydantic.field_validator("total")
    @classmethod
    def even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("odd")
        return value


@dataclass
class Started:
    x: int

    def __post_init__(self) -> None: ...


class Node(BaseModel):
    judged: Judged | None = None
    next: Node | None = None


def shape(hint: Any) -> Shape:
    return Shape.of(hint, "it")


def schema(hint: Any) -> Any:
    made = shape(hint)
    return jsonschema.generate({"it": (made.schema, "validation", "it")})[0]["it"]


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        ("set", set[int]),
        ("bytes", pydantic.Base64Bytes),
        ("timedelta", datetime.timedelta),
        ("complex", complex),
        ("json-text", pydantic.Json[int]),
        ("regular-expression", re.Pattern[str]),
        ("url-of-hosts", pydantic.PostgresDsn),
        ("naive-moment", pydantic.NaiveDatetime),
        ("naive-moment", Annotated[datetime.datetime, Field(ge=NAIVE)]),
        ("time-bounds", Annotated[datetime.time, Field(ge=NOON)]),
        ("decimal-steps", Annotated[Decimal, MultipleOf(Decimal("0.05"))]),
        ("decimal-bounds", Annotated[Decimal, Field(ge=Decimal("0.1234567890123456789"))]),
        ("stripped-text", Stripped),
        ("alias-path", ByPath),
        ("pattern", Annotated[str, Field(pattern="(?i)a")]),
        ("keys", dict[int, str]),
    ],
)
def test_what_no_contract_can_carry_is_refused_with_the_rule_and_a_remedy(rule: str, hint: Any) -> None:
    with pytest.raises(InvalidContract, match=rf"^it.*: .+; .+ \(rule {rule}\)$"):
        shape(hint)


def test_a_task_of_celerys_own_is_open_there_and_the_others_are_exported() -> None:
    app = Celery("lint", broker="memory://", set_as_current=False)

    def work(clock: Any, count: Any) -> None: ...

    work.__annotations__.update(clock=Annotated[datetime.time, Field(ge=NOON)], count=int)
    app.task(name="lint.work")(work)
    survey = survey_of(app)
    (contract,) = survey.contracts
    assert [parameter["schema"].get("type") for parameter in contract["parameters"]] == [None, "integer"]
    assert any("parameter 'clock'" in line and "(rule time-bounds)" in line for line in survey.warnings())


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (
            Annotated[datetime.date, Field(ge=datetime.date(2026, 1, 1))],
            {"type": "string", "format": "date", "formatMinimum": "2026-01-01"},
        ),
        (
            Annotated[Decimal, Field(max_digits=5, decimal_places=2)],
            {"type": "string", "pattern": r"^-?(0|[1-9]\d{0,2})(\.\d{1,2})?$"},
        ),
        (
            Annotated[Decimal, MultipleOf(Decimal("0.1"))],
            {"type": "string", "pattern": r"^-?(0|[1-9]\d*)(\.\d{1,1})?$"},
        ),
        (Annotated[float, Field(multiple_of=0.1)], {"type": "number", "multipleOf": 0.1}),
        (Annotated[float, pydantic.WithJsonSchema({"type": "string"})], {"type": "number"}),
        (Annotated[float, Field(json_schema_extra={"minimum": 5, "examples": [1]})],
         {"type": "number", "examples": [1]}),
        (pydantic.SkipValidation[int], {}),
    ],
)  # fmt: skip
def test_the_contract_says_what_is_checked(hint: Any, said: Any) -> None:
    assert schema(hint) == said


def test_bounds_of_a_decimal_hold_for_texts_and_numbers() -> None:
    text, number = reversed(schema(Annotated[Decimal, Field(gt=0, le=Decimal("9.5"))])["anyOf"])
    assert number == {"type": "number", "exclusiveMinimum": 0.0, "maximum": 9.5}
    assert text["format"] == "decimal"
    assert (text["formatExclusiveMinimum"], text["formatMaximum"]) == ("0", "9.5")


@pytest.mark.parametrize(
    ("hint", "fits", "fails"),
    [
        (Read, {"a": 1, "b": 2}, {"x": 1, "b": 2}),
        (Read, {"a": 1, "b": 2}, {"a": 1, "c": 2}),
        (list[pydantic.OnErrorOmit[int]], [1], ["a"]),
        (int, 1.0, 1.5),
        (list[int | str], [1.0, "a"], [1.5]),
        (Annotated[float, Field(multiple_of=1)], 1e10, 1e10 + 0.5),
        (Annotated[Decimal, Field(max_digits=3)], "0.123", 0.5),
        (pydantic.HttpUrl, "https://example.com/", "ftp://example.com/"),
        (pydantic.IPvAnyAddress | None, "::1", "a"),
    ],
)
def test_the_worker_takes_what_the_contract_says(hint: Any, fits: Any, fails: Any) -> None:
    shape(hint).read(fits)
    with pytest.raises(Misfit):
        shape(hint).read(fails)


def test_whole_numbers_become_integers() -> None:
    assert shape(dict[str, int]).read({"a": 2.0}) == {"a": 2}
    assert repr(shape(int | float).read(1.0)) == "1.0"  # it fits as it is


def test_nan_is_refused_also_where_nothing_is_read() -> None:
    with pytest.raises(Misfit) as caught:
        shape(Judged).read({"total": 2, "more": [float("nan"), "NaN"]})
    assert [problem["path"] for problem in caught.value.problems] == ["/more/0"]


def test_a_validator_that_fails_refuses_the_value() -> None:
    def half(value: Any) -> Any:
        return value / 0

    with pytest.raises(Misfit) as caught:
        shape(Annotated[int, pydantic.AfterValidator(half)]).read(1)
    assert "a validator of the hint failed (ZeroDivisionError" in caught.value.problems[0]["message"]


@pytest.mark.parametrize(
    ("hint", "remarks"),
    [
        (Judged, ["total: validator"]),
        (Node, ["judged.total: validator"]),
        (Started, [": validator"]),
        (Annotated[int, pydantic.AfterValidator(abs)], [": validator"]),
        (pydantic.PastDate, [": clock"]),
        (IPv4Network, [": library-type"]),
        (pydantic.FilePath, [": library-type"]),
        (pydantic.HttpUrl, []),
        (dict[str, list[Decimal]], []),
        (Read, []),
    ],
)
def test_what_only_python_decides_is_found(hint: Any, remarks: list[str]) -> None:
    assert [f"{each.place}: {each.rule}" for each in lint.alone(shape(hint).schema)] == remarks


def test_an_export_names_it() -> None:
    with isolated_tasks():
        app = Celery("lint", broker="memory://", set_as_current=False)

        def work(order: Judged) -> None: ...

        work.__annotations__["order"] = Judged
        app.task(name="lint.judged")(work)
        (line,) = [line for line in survey_of(app).warnings() if "Python alone" in line]
    assert line.startswith("1 place of 1 task that Python alone decides")
    assert "lint.judged (order.total: validator)" in line
