"""Those who run now, and what a deployment does to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from taskgate.compatibility.findings import Finding

Role = Literal["worker", "client"]


@dataclass(frozen=True)
class Party:
    """Clients of one contract, or workers that serve the same.

    `unknown` is a sentence where there is nothing to compare; `facts` are what JSON has beside the name.
    """

    kind: Role
    name: str
    findings: Sequence[Finding] = ()
    unknown: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def short(fingerprint: str) -> str:
    """Return as much of a fingerprint as people compare."""
    return fingerprint[:19]


def listed(names: Sequence[str], most: int = 5) -> str:
    """Return names with commas, and the number of those beyond `most`."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
