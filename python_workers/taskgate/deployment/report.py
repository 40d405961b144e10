"""What a deployment would do to those who run, and whether it may go ahead."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from taskgate.compatibility import accepted, javascript
from taskgate.compatibility.accepted import AcceptedBreak
from taskgate.compatibility.formats import paragraph
from taskgate.compatibility.report import EXIT_CODES, Outcome, Report
from taskgate.compatibility.rules import Level
from taskgate.deployment.parties import Party, Role, counted
from taskgate.schemas.jsonschema import Json


@dataclass(frozen=True)
class Deployment:
    """`source` is what is about to be deployed; `asked` says in words who was looked at.

    `unknown` are sentences on what could not be looked at, `javascript` is None, or why it did not judge the
    payloads.
    """

    role: Role
    source: str
    asked: str
    parties: Sequence[Party]
    unknown: Sequence[str]
    fail_on: Level
    javascript: str | None = None
    warnings: Sequence[str] = ()

    def report(self, party: Party) -> Report:
        """Return what was found for a party as a comparison: OLD is what it has, NEW what is deployed."""
        mode: Any = "backward" if self.role == "worker" else "forward"
        tasks = sorted({each.task for each in party.findings})
        return Report(party.name, self.source, tasks, party.findings, mode, self.fail_on, self.javascript, ())

    def outcome_of(self, party: Party) -> Outcome:
        """Return what becomes of a party."""
        outcome = self.report(party).outcome
        return "unknown" if party.unknown and outcome == "compatible" else outcome

    @property
    def outcome(self) -> Outcome:
        """Breaking where somebody would break, else unknown where somebody may."""
        outcomes = {self.outcome_of(each) for each in self.parties}
        if "breaking" in outcomes:
            return "breaking"
        return "unknown" if self.unknown or "unknown" in outcomes else "compatible"

    @property
    def exit_code(self) -> int:
        """As of `contracts diff`."""
        return EXIT_CODES[self.outcome]

    def judged(self, node_client: Path | None, breaks: Sequence[AcceptedBreak], today: Any) -> Deployment:
        """Return the same after JavaScript has judged the payloads, and with what is accepted marked."""
        findings = [each for party in self.parties for each in party.findings]
        findings, unverified = javascript.judged(findings, node_client)
        findings, warnings = accepted.apply(findings, breaks, today)
        left = iter(findings)
        parties = [replace(each, findings=[next(left) for _ in each.findings]) for each in self.parties]
        return replace(self, parties=parties, javascript=unverified, warnings=warnings)

    def document(self) -> Json:
        """Return the whole as plain JSON; `findings` are those of `contracts diff --format json`."""
        return {
            "formatVersion": 1,
            "role": self.role,
            "contracts": self.source,
            "asked": self.asked,
            "outcome": self.outcome,
            "failOn": self.fail_on,
            "javascript": "verified" if self.javascript is None else f"not verified: {self.javascript}",
            "unknown": list(self.unknown),
            "warnings": list(self.warnings),
            "parties": [
                {
                    "kind": each.kind,
                    "name": each.name,
                    **each.facts,
                    "outcome": self.outcome_of(each),
                    "unknown": each.unknown,
                    "findings": self.report(each).document()["findings"],
                }
                for each in self.parties
            ],
        }


def people(deployment: Deployment) -> str:
    """Return what is read in a terminal: those who would break first, and nothing of those who would not."""
    order = {"breaking": 0, "unknown": 1}
    outcomes = [(deployment.outcome_of(each), each) for each in deployment.parties]
    shown = sorted((each for each in outcomes if each[0] in order), key=lambda each: order[each[0]])
    lines = [line for outcome, party in shown for line in (*_section(deployment, party, outcome), "")]
    lines += [f"unknown: {each}" for each in deployment.unknown]
    lines += deployment.warnings
    if deployment.javascript is not None and any(
        each.has_payload() for party in deployment.parties for each in party.findings
    ):
        lines.append(f"The payloads were not verified in JavaScript: {deployment.javascript}.")
    return "\n".join([*lines, _summary(deployment, Counter(outcome for outcome, _ in outcomes))]) + "\n"


def _section(deployment: Deployment, party: Party, outcome: Outcome) -> Iterator[str]:
    yield f"{party.name}: {outcome}"
    if party.unknown:
        yield f"  {party.unknown}"
    report = deployment.report(party)
    for finding in party.findings:
        if report.counts(finding):
            yield from (f"  {line}" for line in paragraph(finding))


def _summary(deployment: Deployment, counts: Mapping[Outcome, int]) -> str:
    said: dict[Outcome, str] = {"breaking": "would break", "unknown": "unknown", "compatible": "fit"}
    parties = [f"{counts[outcome]} {words}" for outcome, words in said.items() if counts.get(outcome)]
    of = counted(len(deployment.parties), "running party").replace("partys", "parties")
    what = f"{of}: {', '.join(parties)}" if parties else "nobody to compare with"
    return f"{deployment.outcome}: {what} (new {deployment.role}s of {deployment.source}; {deployment.asked})"


def as_json(deployment: Deployment) -> str:
    """Return the document."""
    return json.dumps(deployment.document(), indent=2, ensure_ascii=False) + "\n"


FORMATS: Final[Mapping[str, Callable[[Deployment], str]]] = {"text": people, "json": as_json}
