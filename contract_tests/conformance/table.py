"""docs/CONFORMANCE.md: what every client does, case by case, and why where it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from conformance.cases import BROKERS, LEVELS, Case
from conformance.clients import Listed
from conformance.outcomes import BAD, Outcome, Record
from conformance.runner import tally

_HEAD: Final = Path(__file__).with_name("table-head.md")
_WORDS: Final = {"passed": "yes", "not offered": "-"}
_BROKER: Final = {"redis": "Redis", "rabbitmq": "RabbitMQ"}


def document(cases: Sequence[Case], tested: Sequence[tuple[Listed, Record]]) -> str:
    """Return the whole page."""
    parts = [_HEAD.read_text("utf-8").rstrip(), _summary(tested), _cases(cases, tested), _reasons(tested)]
    return "\n\n".join(parts) + "\n"


def counts(record: Record) -> dict[str, tuple[int, int, int]]:
    """Return how many outcomes of each level have passed, are wrong, and are not offered."""
    found: dict[str, tuple[int, int, int]] = {}
    for level in LEVELS:
        own = [outcome for outcome in record.outcomes if outcome.case.level == level]
        found[level] = (tally(own, "passed"), tally(own, BAD), tally(own, "not offered"))
    return found


def _summary(tested: Sequence[tuple[Listed, Record]]) -> str:
    rows = []
    for client, record in tested:
        cells = [" / ".join(map(str, counts(record)[level])) for level in LEVELS]
        rows.append([_title(client, record), *cells])
    heads = ["client", *(f"{level}: right / wrong / not offered" for level in LEVELS)]
    return "## The clients\n\n" + _rows(heads, rows)


def _cases(cases: Sequence[Case], tested: Sequence[tuple[Listed, Record]]) -> str:
    heads = ["case", "level", "clause", "what", *(client.title for client, _ in tested)]
    rows = [
        [
            case.id,
            case.level,
            case.clause,
            case.description,
            *(_cell(record.of(case)) for _, record in tested),
        ]
        for case in cases
    ]
    return "## The cases\n\n" + _rows(heads, rows)


def _cell(outcomes: Sequence[Outcome]) -> str:
    words = {outcome.broker: _WORDS.get(outcome.kind, f"**{outcome.kind}**") for outcome in outcomes}
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return ", ".join(f"{_BROKER[broker]} {words[broker]}" for broker in BROKERS if broker in words)


def _reasons(tested: Sequence[tuple[Listed, Record]]) -> str:
    parts = ["## Why"]
    for client, record in tested:
        bad = record.bad()
        lines = [f"### {_title(client, record)}", ""]
        if not bad:
            lines.append("Nothing is wrong.")
        for reason, keys in _together(bad).items():
            lines.append(f"- {', '.join(keys)}: {_escaped(reason)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _together(outcomes: Iterable[Outcome]) -> dict[str, list[str]]:
    """The same case for the same reason on both brokers is one line."""
    lines: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        lines.setdefault((outcome.case.id, f"{outcome.kind}: {outcome.reason}"), []).append(
            _BROKER[outcome.broker]
        )
    found: dict[str, list[str]] = {}
    for (case, reason), brokers in lines.items():
        found.setdefault(reason, []).append(f"{case} ({' and '.join(brokers)})")
    return found


def _title(client: Listed, record: Record) -> str:
    return f"{client.title} {record.identity.version}" if record.identity else client.title


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
