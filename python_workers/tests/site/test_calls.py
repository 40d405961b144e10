from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from taskgate.contracts.contract import arguments_schema
from taskgate.site.calls import node_call, python_call, sample_arguments
from taskgate.site.literals import JAVASCRIPT, PYTHON, WIDTH, broken
from taskgate.site.signature import python_head, typescript_head
from tests.site.contracts import contract, each_committed, parameter

INTEGER = {"type": "integer"}


def sent(call: str) -> tuple[str, list[Any], dict[str, Any], str]:
    """Run a Python call and return what it would send."""
    seen: list[Any] = []

    def send_task(name: str, args: Any = (), kwargs: Any = None, *, queue: str) -> Any:
        seen.append((name, list(args), dict(kwargs or {}), queue))
        return SimpleNamespace(get=lambda timeout: None)

    exec(call, {"app": SimpleNamespace(send_task=send_task)})
    (only,) = seen
    return only  # type: ignore[no-any-return]


@pytest.mark.parametrize("written", each_committed())
def test_python_calls_are_python_and_send_the_arguments(written: dict[str, Any]) -> None:
    for given in [sample_arguments(written), *(example["arguments"] for example in written["examples"])]:
        name, args, kwargs, queue = sent(python_call(written, given))
        names = [each["name"] for each in written["parameters"]]
        assert {**dict(zip(names, args, strict=False)), **kwargs} == given
        assert (name, queue) == (written["name"], written["queue"]["name"])


@pytest.mark.parametrize("written", each_committed())
def test_samples_fit_the_contract(written: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(arguments_schema(written))
    assert [error.message for error in validator.iter_errors(sample_arguments(written))] == []


def test_arguments_stand_where_the_message_has_them() -> None:
    task = contract(
        "m.f",
        parameter("a", INTEGER, "positionalOnly"),
        parameter("b", INTEGER, "positionalOnly", default=2),
        parameter("c", INTEGER, default=3),
        parameter("rest", INTEGER, "variadicPositional"),
        parameter("d", INTEGER, "keywordOnly", default=4),
        parameter("more", INTEGER, "variadicKeyword"),
    )
    assert sent(python_call(task, {"a": 1, "c": 5}))[1:3] == ([1], {"c": 5})
    assert sent(python_call(task, {"a": 1, "b": 6}))[1:3] == ([1, 6], {})
    given = {"a": 1, "rest": [7, 8], "d": 9, "more": {"e": 10}}
    assert sent(python_call(task, given))[1:3] == ([1, 2, 3, 7, 8], {"d": 9, "e": 10})


def test_a_task_without_a_result_is_sent_and_not_awaited() -> None:
    task = contract("m.f", storesResult=False)
    assert node_call(task, {}) == "await gate.tasks.m.f.send({});"
    assert python_call(task, {}) == 'app.send_task("m.f", queue="cpu")'


def test_names_that_are_no_identifiers() -> None:
    task = contract("my-app.f", parameter("a-b", INTEGER))
    assert node_call(task, {"a-b": 1}) == 'await gate.tasks["my-app"].f({ "a-b": 1 });'
    assert node_call(task, {"__proto__": 1}).endswith('({ ["__proto__"]: 1 });')


def test_values_in_both_languages() -> None:
    value = {"a": [True, None, 1.0, -0.5, 'x"\n'], "b": {}, "c": [0.0] * 64}
    assert broken(value, JAVASCRIPT) == '{ a: [true, null, 1, -0.5, "x\\"\\n"], b: {}, c: Array(64).fill(0) }'
    assert eval(broken(value, PYTHON)) == value


def test_long_values_break_into_lines_that_are_short() -> None:
    value = {"numbers": list(range(100)), "nested": [{"a": "x" * 40, "b": "y" * 40}, []]}
    for style in (JAVASCRIPT, PYTHON):
        assert max(map(len, broken(value, style).splitlines())) <= WIDTH
    assert eval(broken(value, PYTHON)) == value


def text(parts: Any) -> str:
    return "".join(part if isinstance(part, str) else part.name for part in parts)


def test_heads_show_the_kinds_and_defaults() -> None:
    task = contract(
        "m.f",
        parameter("a", INTEGER, "positionalOnly"),
        parameter("b", {"type": "string"}, default="x"),
        parameter("c", {"type": "boolean"}, "keywordOnly", default=False),
    )
    assert text(python_head(task, {})) == 'def f(a: int, /, b: str = "x", *, c: bool = False) -> None'
    assert text(typescript_head(task, {})) == (
        "gate.tasks.m.f({ a: number; b?: string; c?: boolean }): Promise<null>"
    )
    assert text(typescript_head(contract("m.f"), {})) == "gate.tasks.m.f(): Promise<null>"


def test_heads_show_variadic_parameters_and_defaults_that_json_has_not() -> None:
    task = contract(
        "m.f",
        {**parameter("x", INTEGER), "required": False},
        parameter("rest", INTEGER, "variadicPositional"),
        parameter("k", INTEGER, "keywordOnly"),
        parameter("more", {"type": "string"}, "variadicKeyword"),
    )
    assert text(python_head(task, {})) == "def f(x: int = ..., *rest: int, k: int, **more: str) -> None"
    lines = ["x?: number;", "rest?: number[];", "k: number;", "more?: Record<string, string>;"]
    assert text(typescript_head(task, {})).splitlines()[1:-1] == [f"  {line}" for line in lines]


@pytest.mark.parametrize(
    ("form", "bounds", "sample"),
    [
        ("date", {"Minimum": "2030-02-28"}, "2030-03-01"),
        ("date", {"ExclusiveMinimum": "2020-01-01"}, "2026-01-31"),
        ("date-time", {"Maximum": "2001-01-01T00:00:00+01:00"}, "2000-12-31T23:59:59+01:00"),
        ("decimal", {"Minimum": "1", "ExclusiveMaximum": "2"}, "1"),
        ("decimal", {"Minimum": "2", "Maximum": "1"}, "..."),
    ],
)
def test_a_text_with_bounds_is_within_them(form: str, bounds: dict[str, str], sample: str) -> None:
    schema = {"type": "string", "format": form, **{f"format{end}": limit for end, limit in bounds.items()}}
    assert sample_arguments(contract("m.f", parameter("x", schema))) == {"x": sample}


def test_a_pattern_of_its_own_has_a_text_that_fits() -> None:
    pattern = "^[A-Z]{3}-\\d{7}$"
    written = contract("parts.find", parameter("number", {"type": "string", "pattern": pattern}))
    given = sample_arguments(written)["number"]
    assert re.search(pattern, given)
