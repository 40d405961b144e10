"""Every case of vectors/, run by Celery and by Taskgate's Python side; node/vectors.test.ts is the twin."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from adapters import OPERATIONS

HERE = Path(__file__).resolve().parent.parent
FILES = sorted((HERE / "vectors").glob("*.json"))


DOCUMENTS = [json.loads(file.read_text("utf-8")) for file in FILES]
CASES = [
    pytest.param(document["operation"], case, id=case["id"])
    for document in DOCUMENTS
    for case in document["cases"]
]


def same(left: Any, right: Any) -> bool:
    """Equality that tells true from 1 and 1 from 1.0, and a missing key from null."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@pytest.mark.parametrize(("operation", "case"), CASES)
def test_case(operation: str, case: dict[str, Any]) -> None:
    adapter = OPERATIONS[operation]
    actual = adapter.run(case["given"])
    expected = adapter.view(case["expect"])
    assert same(actual, expected), f"{case['description']}\nexpected {expected!r}\nactual   {actual!r}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_the_file_fits_its_schema(file: Path) -> None:
    schema = json.loads((HERE / "vector.schema.json").read_text("utf-8"))
    problems = [
        error.message
        for error in Draft202012Validator(schema).iter_errors(json.loads(file.read_text("utf-8")))
    ]
    assert problems == []


def test_ids_are_unique_and_clauses_exist() -> None:
    protocol = (HERE.parent / "protocol" / "PROTOCOL.md").read_text("utf-8")
    seen = [case for document in DOCUMENTS for case in document["cases"]]
    ids = [case["id"] for case in seen]
    assert len(ids) == len(set(ids)) > 0
    assert [case["id"] for case in seen if f"| {case['clause']} |" not in protocol] == []


def test_comparison_is_strict() -> None:
    assert not same(True, 1)
    assert not same(1, 1.0)
    assert not same({"a": None}, {})
    assert not same([1], [1, 2])
    assert same({"a": [1, None, "x"]}, {"a": [1, None, "x"]})
