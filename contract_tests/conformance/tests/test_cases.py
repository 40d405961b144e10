"""The files of cases: that they are read, and that each fault in one is told with the file and the id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance import table
from conformance.cases import ROOT, BadCases, load
from conformance.checks import Wrong, hold, same

GOOD = {
    "id": "clienttest-001",
    "level": "MUST",
    "clause": "M1",
    "description": "A test.",
    "place": "box",
    "needs": ["publish"],
    "steps": [{"publish": {"task": "a"}}],
}


def test_all_cases_are_read_and_every_reused_one_is_a_vector() -> None:
    cases = load()
    assert len({case.id for case in cases}) == len(cases) > 80
    assert {case.level for case in cases} == {"MUST", "SHOULD", "MAY"}


def test_the_page_has_the_cases_of_today() -> None:
    page, today = (ROOT / "docs" / "CONFORMANCE.md").read_text("utf-8"), table.document(load(), [])
    assert page.partition("## ")[0] == today.partition("## ")[0], "run `make conformance`"
    assert _facts(page) == _facts(today), "run `make conformance`"


def _facts(page: str) -> list[list[str]]:
    """What the page says of the cases, without what the clients make of them."""
    lines = page.partition("## The cases")[2].partition("## Why")[0].splitlines()
    return [[cell.strip(" |") for cell in line.split(" | ")[:4]] for line in lines]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"cases": [GOOD, GOOD]}, "clienttest-001 is the id of another case"),
        ({"cases": [{**GOOD, "clause": "Z9"}]}, "clienttest-001 tests clause Z9"),
        ({"cases": [{**GOOD, "level": "WILL"}]}, "clienttest-001: 'WILL' is not one of"),
        ({"cases": [{**GOOD, "steps": [{"dance": {}}]}]}, "clienttest-001: Additional properties"),
        (
            {"cases": [{**GOOD, "steps": [{"checks": [{"at": "", "equals": 1}]}]}]},
            "clienttest-001: {'checks'",
        ),
        (
            {"cases": [{**GOOD, "steps": [{"state": {"taskId": "a"}, "message": {}}]}]},
            "clienttest-001: {'state'",
        ),
        ({"reuse": [{"id": "redis-999"}]}, "redis-999: contract_tests/vectors has no case of this id"),
        ({"reuse": [{"id": "redis-002"}]}, "redis-002: no place is named"),
        (
            {"reuse": [{"id": "redis-002", "equal": ["/value/x"]}]},
            "redis-002: the vector has nothing at /value/x",
        ),
        ({"reuse": [{"id": "arguments-001"}]}, "arguments-001: the operation validate-arguments"),
        ({"reuse": [{"id": "result-026"}]}, "result-026: its error is Taskgate's own"),
    ],
)
def test_a_fault_is_told_with_file_and_id(document: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(json.dumps({"description": "x", **document}), "utf-8")
    with pytest.raises(BadCases) as error:
        load(tmp_path)
    assert str(error.value).startswith("mine.json: ")
    assert sentence in str(error.value)


def test_text_that_is_no_json_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{", "utf-8")
    with pytest.raises(BadCases, match=r"mine\.json: "):
        load(tmp_path)


def test_no_case_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match="has no case"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        (True, 1, False),
        (False, 0, False),
        (1, 1.0, True),
        (None, 0, False),
        ({}, {"a": None}, False),
        ({"a": [1]}, {"a": [True]}, False),
        ("1", 1, False),
        ([1, 2], [2, 1], False),
    ],
)
def test_values_are_compared_as_json(left: Any, right: Any, is_same: bool) -> None:
    assert same(left, right) is is_same


@pytest.mark.parametrize(
    ("check", "value"),
    [
        ({"at": "/a", "equals": None}, {}),
        ({"at": "/a", "oneOf": [None, 1]}, {}),
        ({"at": "/a", "not": 2}, {"a": 2.0}),
        ({"at": "/a", "contains": "x"}, {"a": ["x"]}),
        ({"at": "/a", "matches": "x"}, {"a": "xx"}),
        ({"at": "/a", "has": ["b"]}, {"a": {}}),
        ({"at": "/a", "has": []}, {"a": None}),
        ({"at": "/a", "moment": "2026-01-02T03:04:05+00:00"}, {"a": "2026-01-02T03:04:05+01:00"}),
        ({"at": "/a", "moment": "+60"}, {"a": "2026-01-02T03:04:05+00:00"}),
        ({"at": "/a", "moment": "+60"}, {"a": 60}),
        ({"at": "/a", "distinct": 2}, {"a": ["x", "x"]}),
        ({"at": "/a", "distinct": 2}, {"a": ["x"]}),
    ],
)
def test_each_check_can_fail(check: dict[str, Any], value: Any) -> None:
    with pytest.raises(Wrong, match=r"answer/a: expected .*, came "):
        hold([check], value, "answer")
