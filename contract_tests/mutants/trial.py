"""A run of the tests that have to tell a break: whether they went red, and which test it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mutants.mutant import Mutant
from mutants.tree import Tree

State = Literal["green", "red", "broken", "late"]
"""broken: no test failed, and yet the run did, as where a file cannot be read. late: it did not end."""

LONGEST_S: Final = 240
"""Seconds for the tests of one mutant; the slowest take some twenty."""

_END_S: Final = 15
"""Seconds to end for what was late, before it is killed."""


@dataclass(frozen=True)
class Verdict:
    """`killer` is the first test that failed, or what was said where none did."""

    state: State
    killer: str
    seconds: float


def run(tree: Tree, mutant: Mutant, longest: float = LONGEST_S) -> Verdict:
    """Run the tests of a mutant on a copy as it is."""
    report = tree.scratch / "report"
    report.unlink(missing_ok=True)
    tool, *words = mutant.test
    command = _COMMANDS[tool](tree, report, words)
    if mutant.brokers:
        command = [".venv/bin/python", "scripts/brokers.py", "--", *command]
    started = time.monotonic()
    code, output = _ended(tree, command, longest)
    seconds = time.monotonic() - started
    if code is None:
        return Verdict("late", f"no end within {longest:.0f} s", seconds)
    state, killer = _READERS[tool](code, report, output)
    return Verdict(state, killer.replace(f"{tree.folder}/", ""), seconds)


def _ended(tree: Tree, command: list[str], longest: float) -> tuple[int | None, str]:
    """Return the exit code, None where it took too long, and the output."""
    with (tree.scratch / "output").open("w+", encoding="utf-8", errors="replace") as output:
        # A session of its own, so that what the tests have started ends with them.
        child = subprocess.Popen(
            command, cwd=tree.folder, env=tree.env, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        code: int | None = None
        try:
            code = child.wait(longest)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(child)
        output.seek(0)
        return code, output.read()


def _end(child: subprocess.Popen[bytes]) -> None:
    for signum, seconds in ((signal.SIGTERM, _END_S), (signal.SIGKILL, _END_S)):
        if child.poll() is not None:
            return
        os.killpg(child.pid, signum)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def _pytest(_tree: Tree, report: Path, words: list[str]) -> list[str]:
    options = ["-q", "--maxfail=1", "-p", "no:cacheprovider", f"--junitxml={report}"]
    return [".venv/bin/python", "-m", "pytest", *options, *words]


def _jest(tree: Tree, report: Path, words: list[str]) -> list[str]:
    path, *more = words
    options = [
        *("--config", f"{path.split('/')[0]}/jest.config.js", "--ci", "--runInBand", "--bail=1"),
        *("--json", f"--outputFile={report}", f"--cacheDirectory={tree.scratch / 'jest'}"),
    ]
    return ["node", "node_modules/jest/bin/jest.js", *options, *more, "--runTestsByPath", path]


def _tsc(_tree: Tree, _report: Path, words: list[str]) -> list[str]:
    return ["node_modules/.bin/tsc", "-p", words[0], "--noEmit"]


def read_pytest(code: int, report: Path, output: str) -> tuple[State, str]:
    """Read what pytest has written."""
    try:
        root = ElementTree.parse(report).getroot()
    except (OSError, ElementTree.ParseError):
        return "broken", _last_line(output)
    cases = list(root.iter("testcase"))
    for case in cases:
        if case.find("failure") is not None:
            place = case.get("classname", "").rpartition(".")[2]
            return "red", f"{place}: {case.get('name')}"
    ran = [case for case in cases if case.find("skipped") is None]
    if code == 0 and ran:
        return "green", ""
    return "broken", "no test ran" if code == 0 else _last_line(output)


def read_jest(code: int, report: Path, output: str) -> tuple[State, str]:
    """Read what jest has written."""
    try:
        document = json.loads(report.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "broken", _last_line(output)
    for suite in document["testResults"]:
        for test in suite["assertionResults"]:
            if test["status"] == "failed":
                return "red", f"{Path(suite['name']).name}: {test['fullName']}"
    if code == 0 and document["numPassedTests"] > 0:
        return "green", ""
    return "broken", "no test ran" if code == 0 else "a file of tests cannot be loaded"


def read_tsc(code: int, _report: Path, output: str) -> tuple[State, str]:
    """Read what the compiler has printed; the first error is the killer."""
    errors = [line for line in output.splitlines() if "error TS" in line]
    if code == 0:
        return "green", ""
    return ("red", errors[0]) if errors else ("broken", _last_line(output))


def _last_line(output: str) -> str:
    return next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "no output")


_COMMANDS: Final[Mapping[str, Callable[[Tree, Path, list[str]], list[str]]]] = {
    "pytest": _pytest,
    "jest": _jest,
    "tsc": _tsc,
}
_READERS: Final[Mapping[str, Callable[[int, Path, str], tuple[State, str]]]] = {
    "pytest": read_pytest,
    "jest": read_jest,
    "tsc": read_tsc,
}
