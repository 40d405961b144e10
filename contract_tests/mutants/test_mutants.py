"""The list of mutants fits the code of today, and what is wrong with a list or with a run is named.

The mutants themselves are tried by `make mutants`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mutants.__main__ import Row, by_command, exit_code, main, summary
from mutants.mutant import ROOT, BadList, Mutant, chosen, read
from mutants.trial import State, Verdict, read_jest, read_pytest, read_tsc

MUTANTS = read()

ENTRY = """
[[mutant]]
name = "{name}"
why = "Somebody would suffer."
file = "a.py"
find = '''{find}'''
replace = '''{replace}'''
test = {test}
"""


def entry(name: str = "one", find: str = "a", replace: str = "b", test: str = '["jest", "a.test.ts"]') -> str:
    return ENTRY.format(name=name, find=find, replace=replace, test=test)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: str(mutant.name))
def test_mutant_applies(mutant: Mutant) -> None:
    code = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert mutant.applied(code) != code
    missing = [word for word in mutant.test[1:2] if not (ROOT / word.partition("::")[0]).exists()]
    assert missing == []


def test_there_are_enough_and_a_control_for_each_way_of_running_tests() -> None:
    assert len([each for each in MUTANTS if each.by != "import"]) >= 60
    ways = {(each.test[0], each.test[1].split("/")[0]) for each in MUTANTS if each.by == "test"}
    controlled = {(each.test[0], each.test[1].split("/")[0]) for each in MUTANTS if each.by == "import"}
    assert ways == controlled


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("mutant = 1", "list.toml has to hold"),
        ("[[mutant", "list.toml is no TOML"),
        (entry() + "extra = 1", "list.toml, mutant 1: extra"),
        (entry().replace("file = ", "folder = "), "list.toml, mutant 1: file"),
        (entry(name="No Name"), "list.toml, mutant 1: give a name"),
        (entry(replace="a"), "list.toml, mutant 1: replace has to differ"),
        (entry(test='["rm", "-r"]'), "list.toml, mutant 1: test has to be"),
        (entry() + entry(), "mutant one is in list.toml already"),
    ],
)
def test_list_that_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "list.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadList, match=named):
        read([file])


def test_text_has_to_stand_in_the_code_once(tmp_path: Path) -> None:
    file = tmp_path / "list.toml"
    file.write_text(entry(find="x = 1", replace="x = 2"), encoding="utf-8")
    (mutant,) = read([file])
    assert mutant.applied("x = 1\n") == "x = 2\n"
    for code, count in (("", 0), ("x = 1\nx = 1\n", 2)):
        with pytest.raises(BadList, match=rf"mutant one: its text stands {count} times in a\.py"):
            mutant.applied(code)


def test_a_choice_has_the_controls_and_no_name_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    (named,) = [each for each in chosen(MUTANTS, ["time-limits-swapped"]) if each.by != "import"]
    assert named.name == "time-limits-swapped"
    assert main(["--only", "time-limits-swapped,nobody"]) == 2
    assert capsys.readouterr().err.startswith("mutants: there is no mutant nobody;")


SUITE = '<testsuites><testcase classname="tests.test_a" name="test_b">{}</testcase></testsuites>'


@pytest.mark.parametrize(
    ("code", "report", "state"),
    [
        (0, SUITE.format(""), "green"),
        (0, SUITE.format("<skipped/>"), "broken"),
        (1, SUITE.format("<failure/>"), "red"),
        (2, SUITE.format("<error/>"), "broken"),
        (4, "", "broken"),
    ],
)
def test_pytest_is_red_by_a_test_alone(tmp_path: Path, code: int, report: str, state: State) -> None:
    (tmp_path / "report").write_text(report, encoding="utf-8")
    found, killer = read_pytest(code, tmp_path / "report", "ImportError: no module")
    assert found == state
    assert killer == {"red": "test_a: test_b", "green": ""}.get(state, killer) or state == "broken"


@pytest.mark.parametrize(
    ("code", "statuses", "state"),
    [
        (0, ["passed"], "green"),
        (0, ["pending"], "broken"),
        (1, ["passed", "failed"], "red"),
        (1, [], "broken"),
    ],
)
def test_jest_is_red_by_a_test_alone(tmp_path: Path, code: int, statuses: list[str], state: State) -> None:
    tests = [{"status": status, "fullName": status} for status in statuses]
    document = {
        "numPassedTests": statuses.count("passed"),
        "testResults": [{"name": "/copy/a.test.ts", "assertionResults": tests}],
    }
    (tmp_path / "report").write_text(json.dumps(document), encoding="utf-8")
    found, killer = read_jest(code, tmp_path / "report", "")
    assert (found, killer if found == "red" else "") == (state, "a.test.ts: failed" if state == "red" else "")


def test_a_compiler_is_red_by_an_error_of_the_code(tmp_path: Path) -> None:
    assert read_tsc(0, tmp_path, "") == ("green", "")
    assert read_tsc(2, tmp_path, "a.ts(1,1): error TS2322: no\n") == ("red", "a.ts(1,1): error TS2322: no")
    assert read_tsc(1, tmp_path, "no such project\n") == ("broken", "no such project")


GREEN = Verdict("green", "", 1.0)


@pytest.mark.parametrize(
    ("state", "killed", "told"),
    [("green", False, False), ("red", True, True), ("broken", False, True), ("late", False, False)],
)
def test_only_a_control_may_break_before_a_test(state: State, killed: bool, told: bool) -> None:
    mutant, control = (next(each for each in MUTANTS if each.by == by) for by in ("test", "import"))
    rows = [Row(each, GREEN, Verdict(state, "", 1.0)) for each in (mutant, control)]
    assert [row.killed for row in rows] == [killed, told]


def test_a_survivor_is_1_and_what_cannot_be_judged_is_2() -> None:
    mutant = next(each for each in MUTANTS if each.by == "test")
    dead, alive = (Row(mutant, GREEN, Verdict(state, "a test", 1.0)) for state in ("red", "green"))
    unjudged = Row(mutant, Verdict("red", "a test", 1.0), None)
    assert [exit_code(rows) for rows in ([dead], [dead, unjudged], [alive, unjudged])] == [0, 2, 1]
    assert summary([dead, alive, unjudged], 1).startswith(
        "3 mutants: 1 killed, 1 survived, 1 not judged; 0 controls"
    )
    assert str(alive).startswith("SURVIVED: green")
    assert str(unjudged).startswith("NOT JUDGED: without a break its tests are red: a test")


def test_the_mutants_of_a_command_share_the_run_without_a_break() -> None:
    groups = by_command(MUTANTS)
    assert sorted(each.name for group in groups for each in group) == sorted(each.name for each in MUTANTS)
    assert len({group[0].test for group in groups}) == len(groups)
    assert all(len({(each.test, each.brokers) for each in group}) == 1 for group in groups)
    assert groups[0][0].by == "import"
