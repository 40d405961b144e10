"""Payloads judged by the npm package: its answers, its absence, and the package itself where it is built."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from taskgate.compatibility.comparison import compare
from taskgate.compatibility.findings import Evidence, Finding
from taskgate.compatibility.javascript import Unverified, client, verify
from taskgate.compatibility.schemas import Schema
from taskgate.compatibility.tasks import diff

from .contracts import changed, contract
from .test_comparison import PAIRS

BUILT = Path(__file__).parents[3] / "node_client" / "dist" / "compatibility" / "verdicts.js"
COMMAND = BUILT.parents[1] / "cli.js"


def _command(folder: Path, body: str) -> Path:
    path = folder / "node_modules" / ".bin" / "taskgate"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!{sys.executable}\nimport json, sys\nlines = sys.stdin.read().splitlines()\n{body}\n")
    path.chmod(0o755)
    return path


def _findings() -> list[Finding]:
    def narrow(each: dict) -> None:  # type: ignore[type-arg]
        each["parameters"][1]["schema"]["maximum"] = 50

    return diff([contract()], [changed(narrow)])


def test_what_javascript_confirms_says_so(tmp_path: Path) -> None:
    answers = 'for number, _ in enumerate(lines): print(json.dumps({"accepted": number % 2 == 0}))'
    (found,) = verify(_findings(), _command(tmp_path, answers))
    assert found.verified == "python and javascript"
    assert found.verdict == "breaking"


def test_another_payload_is_shown_where_the_first_is_judged_differently(tmp_path: Path) -> None:
    answers = (
        'for number, _ in enumerate(lines): print(json.dumps({"accepted": number % 2 == 0 or number == 1}))'
    )
    (before,) = _findings()
    assert before.evidence is not None
    (found,) = verify([before], _command(tmp_path, answers))
    assert found.payload == before.evidence.payloads[1] != before.payload


@pytest.mark.parametrize(
    "answer", ['{"accepted": True}', '{"accepted": False}', '{"error": "no such format"}']
)
def test_what_javascript_judges_differently_is_unknown(answer: str, tmp_path: Path) -> None:
    (found,) = verify(_findings(), _command(tmp_path, f"for _ in lines: print(json.dumps({answer}))"))
    assert found.verdict == "unknown"
    assert not found.has_payload()
    assert "JavaScript judges the payload differently" in found.why


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ('sys.exit("there is no command")', "ended with 1: there is no command"),
        ("print(1)", "answered 1 of"),
        ('print("nonsense")', "could not be asked"),
    ],
)
def test_command_that_does_not_answer_leaves_the_payloads_unverified(
    body: str, part: str, tmp_path: Path
) -> None:
    with pytest.raises(Unverified, match=part):
        verify(_findings(), _command(tmp_path, body))


def test_command_is_looked_for_from_the_working_directory_upwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _command(tmp_path, "")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert client(None) == path
    assert client(tmp_path) == path
    assert client(path) == path
    with pytest.raises(Unverified, match="there is no"):
        client(tmp_path / "elsewhere")


@pytest.mark.skipif(not BUILT.is_file(), reason="the npm package is not built: make build")
def test_the_package_judges_as_python_does() -> None:
    findings = []
    for less, more, place, _ in PAIRS:
        made, taken = Schema(more, {}), Schema(less, {})
        payloads = tuple(compare(made, taken).refusals[0].payloads)
        evidence = Evidence(made, taken, payloads)
        findings.append(
            Finding(
                "result-widened",
                "breaking",
                "backward",
                "t.t",
                place,
                "old",
                "",
                payloads[0],
                evidence=evidence,
            )
        )
    verified = verify(findings, COMMAND)
    assert [(each.place, each.why) for each in verified if each.verified != "python and javascript"] == []
