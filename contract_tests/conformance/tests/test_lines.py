"""line.schema.json, by which clients are written: the requests of all cases fit it, and the page about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from conformance.cases import HERE, ROOT, load
from conformance.steps import REQUESTS

SCHEMA: Final = json.loads((HERE / "line.schema.json").read_text("utf-8"))
PAGE: Final = ROOT / "docs" / "conformance-your-client.md"


def misfits(kind: str, line: Any) -> list[str]:
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(line)]


def requests(steps: Any) -> Iterator[Any]:
    for step in steps:
        yield from ({"id": 1, "op": op, **step[op]} for op in REQUESTS if op in step)
        yield from requests(step.get("meanwhile", []))


def test_every_request_of_a_case_fits() -> None:
    asked = [(case.id, request) for case in load() for request in requests(case.steps)]
    assert len(asked) > 100
    assert [(case, found) for case, request in asked if (found := misfits("request", request))] == []


def test_the_example_on_the_page_fits() -> None:
    lines = [line.strip() for line in PAGE.read_text("utf-8").splitlines()]
    for mark, kind, other in ((">", "request", "answer"), ("<", "answer", "request")):
        told = [json.loads(line[2:]) for line in lines if line.startswith(f'{mark} {{"id"')]
        assert len(told) == 5
        assert [misfits(kind, each) for each in told] == [[]] * 5
        assert all(misfits(other, each) for each in told)


@pytest.mark.parametrize("word", sorted({word for case in load() for word in case.needs}))
def test_every_capability_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE.read_text("utf-8")
