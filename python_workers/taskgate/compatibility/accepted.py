"""Breaks that a team has agreed to, each with a reason and an end date."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.rules import RULES
from taskgate.errors import InvalidContract

_MEMBERS: Final = {"rule": str, "task": str, "place": str, "reason": str, "until": datetime.date}

EXAMPLE: Final = (
    '[[accept]] with rule = "...", task = "...", place = "...", reason = "..." and until = 2026-12-31'
)


@dataclass(frozen=True)
class AcceptedBreak:
    """`until` is the last day on which it holds."""

    rule: str
    task: str
    place: str
    reason: str
    until: datetime.date

    def covers(self, finding: Finding) -> bool:
        """Whether it is this break."""
        return (self.rule, self.task, self.place) == (finding.rule, finding.task, finding.place)

    def __str__(self) -> str:
        return f"{self.rule} of {self.task}{' at ' + self.place if self.place else ''}"


def read(path: Path) -> list[AcceptedBreak]:
    """Read the file; raises InvalidContract in one sentence."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidContract(f"{path} cannot be read ({error}): write {EXAMPLE}") from error
    entries = document.get("accept", [])
    if set(document) - {"accept"} or not isinstance(entries, list):
        raise InvalidContract(f"{path} holds more than accepted breaks: write {EXAMPLE}")
    return [_entry(path, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(path: Path, number: int, entry: Any) -> AcceptedBreak:
    where = f"{path}, accepted break {number}"
    if not isinstance(entry, dict) or set(entry) != set(_MEMBERS):
        raise InvalidContract(f"{where} has other members than it should: write {EXAMPLE}")
    for name, kind in _MEMBERS.items():
        if not isinstance(entry[name], kind) or isinstance(entry[name], datetime.datetime):
            word = "date without a time" if kind is datetime.date else "text"
            raise InvalidContract(f"{where}: {name} is no {word}: write {EXAMPLE}")
    if entry["rule"] not in RULES:
        raise InvalidContract(
            f"{where}: there is no rule {entry['rule']!r}: docs/breaking-changes.md lists them"
        )
    if not entry["reason"].strip():
        raise InvalidContract(f"{where} has no reason: say why callers can take it")
    return AcceptedBreak(**entry)


def apply(
    findings: Sequence[Finding], accepted: Sequence[AcceptedBreak], today: datetime.date
) -> tuple[list[Finding], list[str]]:
    """Return the findings with those marked that are accepted, and sentences on entries that do nothing."""
    valid = [each for each in accepted if each.until >= today]
    marked, warnings, used = [], [], set()
    for finding in findings:
        entry = next((each for each in valid if finding.verdict == "breaking" and each.covers(finding)), None)
        if entry is not None:
            used.add(entry)
        marked.append(
            finding if entry is None else replace(finding, accepted=f"{entry.reason} (until {entry.until})")
        )
    for each in accepted:
        if each not in valid and any(each.covers(finding) for finding in findings):
            warnings.append(f"The break {each} was accepted until {each.until}, and counts again.")
        elif each not in used:
            warnings.append(f"The accepted break {each} was not found: take it out of the file.")
    return marked, warnings
