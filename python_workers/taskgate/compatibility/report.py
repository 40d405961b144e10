"""What a comparison came to, and whether it passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.rules import PAIRS, Level, Pair
from taskgate.schemas.jsonschema import Json

Mode = Literal["backward", "forward", "full"]

MODES: Final[Mapping[Mode, frozenset[Pair]]] = {
    "backward": frozenset({"backward", "both"}),
    "forward": frozenset({"forward", "both"}),
    "full": frozenset({"backward", "forward", "both"}),
}

LEVELS: Final[tuple[Level, ...]] = ("wire", "source", "behaviour")

Outcome = Literal["compatible", "breaking", "unknown"]

EXIT_CODES: Final[Mapping[Outcome, int]] = {"compatible": 0, "breaking": 1, "unknown": 3}


@dataclass(frozen=True)
class Report:
    """`tasks` are the names of both sides; `javascript` is None, or why it did not judge the payloads."""

    old: str
    new: str
    tasks: Sequence[str]
    findings: Sequence[Finding]
    mode: Mode
    fail_on: Level
    javascript: str | None
    warnings: Sequence[str]

    def counts(self, finding: Finding) -> bool:
        """Whether the finding fails the comparison."""
        return (
            finding.verdict != "note"
            and finding.accepted is None
            and finding.pair in MODES[self.mode]
            and LEVELS.index(finding.level) <= LEVELS.index(self.fail_on)
        )

    def counted(self, verdict: str) -> list[Finding]:
        """Return the findings of a verdict that fail the comparison."""
        return [each for each in self.findings if each.verdict == verdict and self.counts(each)]

    @property
    def outcome(self) -> Outcome:
        """Breaking where something breaks, else unknown where something may."""
        if self.counted("breaking"):
            return "breaking"
        return "unknown" if self.counted("unknown") else "compatible"

    @property
    def exit_code(self) -> int:
        """0 compatible, 1 breaking, 3 unknown; 2 is that of input that cannot be compared."""
        return EXIT_CODES[self.outcome]

    def document(self) -> Json:
        """Return the whole as plain JSON."""
        return {
            "formatVersion": 1,
            "old": self.old,
            "new": self.new,
            "outcome": self.outcome,
            "mode": self.mode,
            "failOn": self.fail_on,
            "tasks": len(self.tasks),
            "javascript": "verified" if self.javascript is None else self.unverified(),
            "warnings": list(self.warnings),
            "findings": [self._finding(each) for each in self.findings],
        }

    def unverified(self) -> str:
        """Return the sentence on payloads that only Python has judged."""
        return f"not verified in JavaScript: {self.javascript}"

    def _finding(self, each: Finding) -> Json:
        payload: dict[str, Any] = {"payload": each.payload} if each.has_payload() else {}
        return {
            "rule": each.rule,
            "verdict": each.verdict,
            "level": each.level,
            "pair": each.pair,
            "pairInWords": PAIRS[each.pair],
            "task": each.task,
            "place": each.place,
            "inside": each.inside,
            "why": each.why,
            **payload,
            "verified": each.verified,
            "accepted": each.accepted,
            "counts": self.counts(each),
        }
