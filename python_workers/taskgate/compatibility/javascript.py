"""Payloads judged once more, by the npm package as the client judges.

The package answers on the standard streams, a line for a line, by its subcommand `judge-payloads`.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.schemas import Schema

LONGEST: Final = 120.0
"""Seconds for all payloads of a comparison; some thousand take one."""

COMMAND: Final = Path("node_modules/.bin/taskgate")


class Unverified(Exception):
    """JavaScript was not asked; the text says why, as the end of a sentence."""


def client(given: Path | None) -> Path:
    """Return the npm package's command: `given`, or that of the working directory or a folder above it."""
    if given is not None:
        for path in (given / COMMAND, given):
            if path.is_file():
                return path.resolve()
        raise Unverified(f"there is no {given}")
    folders = (Path.cwd(), *Path.cwd().parents)
    found = next((folder / COMMAND for folder in folders if (folder / COMMAND).is_file()), None)
    if found is None:
        raise Unverified(f"there is no {COMMAND} here or above; --node-client says where it is")
    return found


def verify(findings: Sequence[Finding], command: Path) -> list[Finding]:
    """Return the findings, of which those are unknown whose payloads JavaScript judges differently.

    Raises Unverified where the command cannot be asked.
    """
    questions = [
        (schema, payload) for finding in findings for payload, sides in _sides(finding) for schema in sides
    ]
    answers = iter(_asked(command, questions))
    return [_verified(finding, answers) for finding in findings]


def judged(findings: Sequence[Finding], given: Path | None) -> tuple[list[Finding], str | None]:
    """Return what `verify` does, and None; or the findings as they came, and why JavaScript was not asked."""
    try:
        return verify(findings, client(given)), None
    except Unverified as reason:
        return list(findings), str(reason)


def _sides(finding: Finding) -> Iterator[tuple[Any, list[Schema]]]:
    evidence = finding.evidence
    if evidence is not None:
        sides = [evidence.made, *([] if evidence.taken is None else [evidence.taken]), *evidence.older]
        for payload in evidence.payloads:
            yield payload, sides


def _verified(finding: Finding, answers: Iterator[dict[str, Any]]) -> Finding:
    if finding.evidence is None:
        return finding
    good, reason = [], ""
    for payload, sides in _sides(finding):
        verdicts = [next(answers) for _ in sides]
        reason = reason or next((each["error"] for each in verdicts if "error" in each), "")
        # The first side makes it, and each of the others refuses it.
        if [each.get("accepted") for each in verdicts] == [True, *(False for _ in sides[1:])]:
            good.append(payload)
    if good:
        return replace(finding, payload=good[0], verified="python and javascript")
    return finding.unsure(
        f"{finding.why}; JavaScript judges the payload differently{reason and f' ({reason})'}"
    )


def _asked(command: Path, questions: Sequence[tuple[Schema, Any]]) -> list[dict[str, Any]]:
    if not questions:
        return []
    lines = "".join(
        json.dumps({"schema": schema.document(), "value": value}) + "\n" for schema, value in questions
    )
    # A file of the package, as when it is run from its sources' build, is not a command by itself.
    words = ["node", str(command)] if command.suffix in (".js", ".cjs", ".mjs") else [str(command)]
    try:
        done = subprocess.run(
            [*words, "judge-payloads"],
            input=lines,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=True,
        )
        answers = [json.loads(line) for line in done.stdout.split("\n") if line]  # U+2028 ends none
    except subprocess.CalledProcessError as error:
        said = str(error.stderr).strip().splitlines()
        raise Unverified(
            f"{command} ended with {error.returncode}{': ' + said[-1] if said else ''}"
        ) from error
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise Unverified(f"{command} could not be asked: {error}") from error
    if len(answers) != len(questions):
        raise Unverified(f"{command} answered {len(answers)} of {len(questions)} questions")
    return answers
