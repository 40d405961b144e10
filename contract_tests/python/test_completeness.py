"""A case that one language left out, a clause without a case, a test that is not there: each is found."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters import OPERATIONS
from cases import HERE, Case, load
from completeness import LANGUAGES, counts, main, missing_tests, not_run, without_case
from ledger import Ledger, ran

DATA: dict[str, Any] = {"id": "redis-001", "level": "MUST", "clause": "M1", "given": {}, "expect": {}}
BOTH = Case("some.json", "encode-redis", DATA)
ONE = Case("some.json", "encode-redis", DATA | {"id": "redis-002", "sides": {"only": "node", "reason": "r"}})
TESTS = """
test("it runs", () => {});
test.each([1, 2])(
  "each of %s runs",
  () => {},
);
test.skip("it is skipped", () => {});
describe("a heading", () => {});
"""
FUNCTIONS = """
def test_runs(): ...
@pytest.mark.skipif(True, reason="")
def test_skipped(): ...
"""


def live(file: str, title: str) -> Case:
    return Case("live.json", "live", {"id": "live-001", "tests": [{"file": file, "title": title}]})


def test_all_is_well_where_both_ran_what_is_theirs() -> None:
    assert not_run([BOTH, ONE], {"python": ["redis-001"], "node": ["redis-001", "redis-002"]}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_one_language_did_not_run_is_found(language: str) -> None:
    ids = {each: ["redis-001"] if each != language else [] for each in LANGUAGES}
    [said] = not_run([BOTH], ids)
    assert said.startswith(f"some.json, redis-001: {language} did not run it")


def test_a_case_that_is_gone_is_found() -> None:
    [said] = not_run([BOTH], {"python": ["redis-001", "redis-009"]})
    assert "redis-009" in said


def test_a_clause_without_a_case_is_found_unless_it_is_withdrawn() -> None:
    texts = {"M1": "The body.", "M2": "The headers.", "M3": "Withdrawn: it was a mistake."}
    [said] = without_case([BOTH], texts)
    assert said.startswith("PROTOCOL.md, M2")


@pytest.mark.parametrize(
    ("file", "title", "is_there"),
    [
        ("some.test.ts", "it runs", True),
        ("some.test.ts", "each of %s runs", True),
        ("some.test.ts", "it is skipped", False),
        ("some.test.ts", "it", False),
        ("left_out.test.ts", "it runs", False),
        ("alone.test.ts", "it runs", False),
        ("test_some.py", "test_runs", True),
        ("test_some.py", "test_skipped", False),
        ("test_some.py", "test_other", False),
        ("test_none.py", "test_runs", False),
    ],
)
def test_a_test_that_a_case_names_has_to_be_there(
    tmp_path: Path, file: str, title: str, is_there: bool
) -> None:
    (tmp_path / "some.test.ts").write_text(TESTS, "utf-8")
    (tmp_path / "left_out.test.ts").write_text(f"describe.skip('a block', () => {{{TESTS}}});", "utf-8")
    (tmp_path / "alone.test.ts").write_text(f"{TESTS}\ntest.only('alone', () => {{}});", "utf-8")
    (tmp_path / "test_some.py").write_text(FUNCTIONS, "utf-8")
    said = missing_tests([live(file, title)], tmp_path)
    assert said == [] if is_there else said[0].startswith(f"live.json, live-001: {file}")


def test_counts_are_by_level_and_language() -> None:
    rows = [line.split() for line in counts([BOTH, ONE]).splitlines()]
    assert rows[1] == ["MUST", "2", "1", "2", "0"]


def test_a_ledger_holds_what_was_run_last(tmp_path: Path) -> None:
    for ids in (["a-001", "a-002"], ["a-002"]):
        ledger = Ledger("python", tmp_path)
        for each in ids:
            ledger.add(each)
        ledger.write()
    assert ran("python", tmp_path) == ["a-002"]
    with pytest.raises(OSError, match="node"):
        ran("node", tmp_path)


def test_who_cannot_tell_ends_with_2_and_who_finds_something_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(tmp_path) == 2
    assert "make vectors" in capsys.readouterr().err
    for language in LANGUAGES:
        ledger = Ledger(language, tmp_path)
        for case in load(OPERATIONS):
            if case.runs_in(language) and (language, case.id) != ("node", "redis-001"):
                ledger.add(case.id)
        ledger.write()
    assert main(tmp_path) == 1
    assert capsys.readouterr().err.startswith("encode-redis.json, redis-001: node did not run it")


def test_every_error_code_has_a_case() -> None:
    codes = json.loads((HERE.parent / "protocol" / "errors.json").read_text("utf-8"))["codes"]
    cases = [case.data["given"]["code"] for case in load(OPERATIONS) if case.operation == "error-code"]
    assert sorted(cases) == sorted(each["code"] for each in codes)
