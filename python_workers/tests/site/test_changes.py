"""What has changed, held against `contracts diff` itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from taskgate.cli import main
from taskgate.site.page import page
from tests.site.contracts import contract, parameter, since

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
FORMER = contract("a.b", parameter("x", {"type": "integer", "minimum": 1}), result={"anyOf": [TEXT, INTEGER]})
PATTERN = contract("a.b", parameter("x", {"type": "string", "pattern": "^aa$"}))

CASES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]] = [
    ("breaking", [FORMER], [contract("a.b", parameter("x", TEXT), result=FORMER["result"])]),
    ("compatible", [FORMER], [contract("a.b", parameter("x", INTEGER), result=TEXT)]),
    ("unknown", [PATTERN], [contract("a.b", parameter("x", {"type": "string", "pattern": "^a+$"}))]),
    ("compatible", [FORMER], [{**FORMER, "limits": {"timeLimit": 5, "softTimeLimit": None}}]),
]


@pytest.mark.parametrize(("outcome", "old", "new"), CASES)
def test_the_page_says_what_the_diff_says(
    outcome: str, old: list[dict[str, Any]], new: list[dict[str, Any]], tmp_path: Path
) -> None:
    for name, contracts in (("old", old), ("new", new)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"formatVersion": 1, "tasks": contracts}))
    words = ["contracts", "diff", *(str(tmp_path / f"{name}.json") for name in ("old", "new"))]
    result = CliRunner().invoke(main, [*words, "--format", "json", "--node-client", str(tmp_path / "none")])
    said = json.loads(result.stdout)
    assert said["outcome"] == outcome
    (change,) = since(old, new).changed
    assert change.outcome == outcome
    for counts, findings in ((True, change.counted), (False, change.others)):
        mine = [(each.rule, each.verdict, each.pair, each.place, each.why) for each in findings]
        assert mine == [
            (each["rule"], each["verdict"], each["pair"], each["place"], each["why"])
            for each in said["findings"]
            if each["counts"] is counts
        ]


def test_a_task_that_says_the_same_in_other_words_is_compatible() -> None:
    turned = contract("a.b", *FORMER["parameters"], result={"anyOf": [INTEGER, TEXT]})
    changes = since([FORMER], [turned])
    assert [(each.outcome, [*each.counted, *each.others]) for each in changes.changed] == [("compatible", [])]
    assert "Compatible: it says the same in other words." in page([turned], "T", changes)


def test_a_task_of_which_only_a_text_changed_is_none() -> None:
    assert since(
        [FORMER], [contract("a.b", *FORMER["parameters"], result=FORMER["result"], summary="x")]
    ).none


def test_a_contract_that_says_nothing_of_retries_yet_is_no_change() -> None:
    assert since([FORMER], [{**FORMER, "retries": None}]).none
    known = {
        **FORMER,
        "retries": {"max": 3, "on": ["OSError"], "except": [], "delaySeconds": 1, "backoff": None},
    }
    (change,) = since([known], [{**FORMER, "retries": None}]).changed
    assert [each.rule for each in change.others] == ["retries-changed"]
