"""One thing that the comparison found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from taskgate.compatibility.payloads import NOTHING
from taskgate.compatibility.rules import RULES, Level, Pair
from taskgate.compatibility.schemas import Schema

Verdict = Literal["breaking", "unknown", "note"]

Verified = Literal["python", "python and javascript"]

ORDER: Final = {"breaking": 0, "unknown": 1, "note": 2}


@dataclass(frozen=True)
class Evidence:
    """Payloads that `made` accepts and `taken` refuses, by Python's judgement; the first is shown.

    `taken` is None where no schema refuses it, but the absence of a task or another queue. `older` refuse it,
    too: the shapes that the same side carries over.
    """

    made: Schema
    taken: Schema | None
    payloads: tuple[Any, ...]
    older: tuple[Schema, ...] = ()


@dataclass(frozen=True)
class Finding:
    """`place` is a JSON Pointer into the contract of the side that refuses: NEW where `pair` is backward and
    the call breaks, OLD where the result does; `inside` says which.

    breaking: `payload` breaks `pair`. unknown: nothing was proven. note: it is good to know.
    """

    rule: str
    verdict: Verdict
    pair: Pair
    task: str
    place: str
    inside: Literal["old", "new"]
    why: str
    payload: Any = NOTHING
    verified: Verified | None = None
    evidence: Evidence | None = None
    level: Level = "wire"
    accepted: str | None = None
    """The reason why a breaking one does not count."""

    def has_payload(self) -> bool:
        """Whether there is a payload to show; it may be null."""
        return self.payload is not NOTHING

    def unsure(self, why: str) -> Finding:
        """Return the same as one that nobody knows."""
        return replace(self, verdict="unknown", why=why, payload=NOTHING, verified=None, evidence=None)


def finding(
    rule: str,
    verdict: Verdict,
    pair: Pair,
    task: str,
    place: str,
    why: str,
    *,
    inside: Literal["old", "new"] = "new",
    level: Level | None = None,
    **more: Any,
) -> Finding:
    """Make a finding of a rule of the table; its level is the rule's unless one is given."""
    return Finding(rule, verdict, pair, task, place, inside, why, level=level or RULES[rule].level, **more)
