"""The command: its exit codes, and its output for people, GitHub, JUnit and programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from taskgate.cli import main
from taskgate.compatibility import engine

from .contracts import Json, changed, contract, parameter

OLD = contract()


def _narrow(each: Json) -> None:
    each["parameters"][1]["schema"]["maximum"] = 50


def _pattern(each: Json) -> None:
    each["parameters"][0]["schema"]["pattern"] = "^a+$"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    def call(change: Callable[[Json], Any], *options: str, old: Json = OLD) -> Result:
        for side, each in (("old", old), ("new", changed(change, old))):
            (tmp_path / f"{side}.json").write_text(json.dumps({"formatVersion": 1, "tasks": [each]}))
        words = [
            str(tmp_path / "old.json"),
            str(tmp_path / "new.json"),
            "--node-client",
            str(tmp_path),
            *options,
        ]
        return CliRunner().invoke(main, ["contracts", "diff", *words])

    return call


def test_compatible_is_0(run: Callable[..., Result]) -> None:
    result = run(lambda each: each.update(summary="Another."))
    assert (result.exit_code, result.output.startswith("compatible (1 task, ")) == (0, True)


def test_breaking_is_1_with_the_payload(run: Callable[..., Result]) -> None:
    result = run(_narrow)
    assert result.exit_code == 1
    assert "images.resize: breaking, parameter-narrowed (wire)" in result.output
    assert "breaks   old client + new worker (backward)" in result.output
    assert 'payload  {"path": "text", "width": 51}' in result.output
    assert result.output.count("not verified in JavaScript") == 1


def test_unknown_is_3(run: Callable[..., Result]) -> None:
    old = contract(parameters=[parameter("path", {"type": "string", "pattern": "^aa$"})])
    result = run(_pattern, old=old)
    assert result.exit_code == 3
    assert "unknown: 1 unknown" in result.output


def test_bad_input_is_2_in_one_sentence(run: Callable[..., Result], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["contracts", "diff", str(tmp_path / "nothing"), str(tmp_path)])
    assert result.exit_code == 2
    assert "there is no such file or folder" in result.output
    assert run(_narrow, "--mode", "sideways").exit_code == 2
    assert run(_narrow, "--accept", str(tmp_path / "nothing.toml")).exit_code == 2


def test_what_is_missing_is_named(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "jsonschema_rs", None)
    result = run(_narrow)
    assert result.exit_code == 2
    assert "pip install 'taskgate[compare]'" in result.output


@pytest.mark.parametrize(
    ("change", "options", "code"),
    [
        (_narrow, ["--mode", "forward"], 0),
        (_narrow, ["--mode", "full"], 1),
        (lambda each: each["parameters"][1]["schema"].update(maximum=200), [], 0),
        (lambda each: each["parameters"][1]["schema"].update(maximum=200), ["--mode", "forward"], 1),
        (lambda each: each.update(errors=[]), [], 1),
        (lambda each: each.update(errors=[]), ["--fail-on", "wire"], 0),
        (lambda each: each["limits"].update(timeLimit=5), [], 0),
        (lambda each: each["limits"].update(timeLimit=5), ["--fail-on", "behaviour"], 1),
    ],
)
def test_mode_and_level_say_what_counts(
    change: Callable[[Json], Any], options: list[str], code: int, run: Callable[..., Result]
) -> None:
    assert run(change, *options).exit_code == code


def test_accepted_break_is_0_and_an_expired_one_1(run: Callable[..., Result], tmp_path: Path) -> None:
    entry = (
        '[[accept]]\nrule = "parameter-narrowed"\ntask = "images.resize"\n'
        'place = "/parameters/1/schema/maximum"\nreason = "Agreed."\nuntil = '
    )
    file = tmp_path / "accepted.toml"
    file.write_text(entry + "2999-01-01")
    result = run(_narrow, "--accept", str(file))
    assert result.exit_code == 0
    assert "accepted: Agreed. (until 2999-01-01)" in result.output
    assert "compatible: 1 accepted" in result.output
    file.write_text(entry + "2020-01-01")
    result = run(_narrow, "--accept", str(file))
    assert result.exit_code == 1
    assert "was accepted until 2020-01-01, and counts again." in result.output


def test_json_holds_everything(run: Callable[..., Result]) -> None:
    document = json.loads(run(_narrow, "--format", "json").output)
    (found,) = document["findings"]
    assert document["outcome"] == "breaking"
    assert document["javascript"].startswith("not verified in JavaScript")
    assert found == {
        "rule": "parameter-narrowed",
        "verdict": "breaking",
        "level": "wire",
        "pair": "backward",
        "pairInWords": "old client + new worker",
        "task": "images.resize",
        "place": "/parameters/1/schema/maximum",
        "inside": "new",
        "why": "51 is greater than the maximum of 50",
        "payload": {"path": "text", "width": 51},
        "verified": "python",
        "accepted": None,
        "counts": True,
    }


def test_github_annotations_are_one_line_each(run: Callable[..., Result]) -> None:
    def change(each: Json) -> None:
        _narrow(each)
        each["limits"]["timeLimit"] = 5
        each["queue"]["name"] = "a%\nb"

    lines = run(change, "--format", "github").output.splitlines()
    assert [line.partition(" ")[0] for line in lines[:4]] == ["::error", "::notice", "::error", "::notice"]
    assert lines[2].startswith("::error title=queue-changed images.resize::")
    assert "a%25%0Ab" in lines[2]
    assert len(lines) == 5


def test_junit_counts_what_fails(run: Callable[..., Result]) -> None:
    def change(each: Json) -> None:
        _narrow(each)
        each["limits"]["timeLimit"] = 5
        each["priority"] = "\x00"

    suite = ElementTree.fromstring(run(change, "--format", "junit").output.encode())
    assert suite.attrib == {
        "name": "taskgate contracts diff",
        "tests": "3",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    assert [case.attrib["classname"] for case in suite.iter("testcase")] == ["images.resize"] * 3
    unchanged = ElementTree.fromstring(run(lambda _: None, "--format", "junit").output.encode())
    assert [case.attrib["name"] for case in unchanged.iter("testcase")] == ["unchanged"]
