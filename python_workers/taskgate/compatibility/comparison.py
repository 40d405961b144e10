"""Does one side take what the other makes: proven, refuted by a payload, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final, Literal

from taskgate.compatibility.engine import difference, proven
from taskgate.compatibility.payloads import NOTHING, Payloads
from taskgate.compatibility.samples import Pool
from taskgate.compatibility.schemas import Schema
from taskgate.compatibility.validation import Judge, Undecidable

Verdict = Literal["compatible", "breaking", "unknown"]

_TRIED: Final = 4000
_PLACES: Final = 8
"""So many places of one schema are named, each with a payload of its own."""
_LONGEST: Final = 200
"""Characters of a reason, which may quote the payload."""
_SPARE: Final = 4
"""Payloads kept for one place, in case that JavaScript judges the first differently."""


@dataclass
class Refusal:
    """Payloads that one side makes and the other refuses at one place of its schema, the smallest first."""

    place: str
    """A JSON Pointer into the schema that refuses."""
    reason: str
    payloads: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """`refusals` is there where the verdict is breaking, and at most 8 places long."""

    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()


def compare(made: Schema, taken: Schema) -> Comparison:
    """Compare what is made by `made` with what `taken` accepts.

    compatible: proven for every value. breaking: for each of the payloads, `made` was seen to accept it and
    `taken` to refuse it. unknown: everything else.
    """
    made = made.closed()
    # First, for the proof reads formats as Rust does: a leap second in an enum is a date-time to it.
    refusals = _refusals(made, taken)
    if refusals:
        return Comparison("breaking", refusals)
    return Comparison("compatible" if proven(made, taken) else "unknown")


def _refusals(made: Schema, taken: Schema) -> tuple[Refusal, ...]:
    found: dict[str, Refusal] = {}
    try:
        maker, taker = Judge(made), Judge(taken)
        for payload in islice(_proposed(made, taken), _TRIED):
            if taker.accepts(payload) or not maker.accepts(payload):
                continue
            refused = taker.refusal(payload)
            if refused is None or (refused[0] not in found and len(found) == _PLACES):
                continue
            place, where, reason = refused
            known = found.setdefault(place, Refusal(place, said(where, reason)))
            if len(known.payloads) < _SPARE and payload not in known.payloads:
                known.payloads.append(payload)
    except Undecidable:
        pass  # what was found until then has been judged
    return tuple(found.values())


def said(where: str, reason: str) -> str:
    """Return a reason with the place in the payload, and no longer than people read."""
    short = reason if len(reason) < _LONGEST else f"{reason[:_LONGEST]}..."
    return f"{where}: {short}" if where else short


def _proposed(made: Schema, taken: Schema) -> Iterator[Any]:
    payloads = Payloads(Pool.of(made, taken))
    left = difference(made, taken)
    aimed: Iterator[Any] = iter(())
    if left is not None:
        definitions = left.get("$defs", {}) if isinstance(left, dict) else {}
        aimed = islice(payloads.variants(Schema(left, {**made.definitions, **definitions})), 100)
    return (each for each in chain(aimed, payloads.variants(made)) if each is not NOTHING)


def sample(schema: Schema) -> Any:
    """Return a small value that the schema accepts, or NOTHING where none was found."""
    closed = schema.closed()
    try:
        judge = Judge(closed)
        made = Payloads(Pool.of(closed)).variants(closed)
        return next((each for each in made if each is not NOTHING and judge.accepts(each)), NOTHING)
    except Undecidable:
        return NOTHING
