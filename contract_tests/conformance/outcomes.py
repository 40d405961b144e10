"""What a case came to with a client."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from conformance.cases import Broker, Case
from conformance.dialogue import Identity

# Not offered is apart from wrong: a client need not do everything, and what it does has to be right.
Kind = Literal["passed", "not offered", "wrong", "hung", "nonsense", "died"]
FAULTS: Final = ("hung", "nonsense", "died")
BAD: Final = ("wrong", *FAULTS)

# What differs from run to run, so that the same fault is the same line.
_CHANGING: Final = (
    (re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"), "<id>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}[0-9a-f-]*"), "<id>"),
    (re.compile(r"conformance-<id>"), "<queue>"),
    (re.compile(r"(/[\w.-]+)+/(taskgate|tmp)[\w.-]*"), "<folder>"),
    (re.compile(r"\b(127\.0\.0\.1|localhost):[0-9]+"), "<host>"),
    (re.compile(r"20(2[6-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\+00:00)"), "<moment>"),
)
_SHOWN: Final = 240


@dataclass(frozen=True)
class Outcome:
    """`reason` is one line, the same in every run; empty where the case has passed."""

    case: Case
    broker: Broker
    kind: Kind
    reason: str = ""

    @property
    def key(self) -> tuple[str, Broker]:
        return self.case.id, self.broker


@dataclass
class Record:
    """All outcomes of a client, and what was wrong with its program as a whole."""

    name: str
    identity: Identity | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def of(self, case: Case) -> list[Outcome]:
        """Return the outcomes of a case, one a broker."""
        return [outcome for outcome in self.outcomes if outcome.case.id == case.id]

    def bad(self) -> list[Outcome]:
        """Return those that are wrong in whatever way."""
        return [outcome for outcome in self.outcomes if outcome.kind in BAD]


def told(text: str, names: dict[str, str]) -> str:
    """Return one line for a reason, with what was made up for this run (`names`) under its name."""
    for name, value in names.items():
        if len(value) > len("celery"):
            text = text.replace(value, f"<{name}>")
    for pattern, word in _CHANGING:
        text = pattern.sub(word, text)
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."
