"""Calls that a worker carries over (PROTOCOL.md, X2): what of a change breaks them nevertheless.

Only calls that bear a contract are carried over, as those of generated clients do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from taskgate.compatibility import calls, carriers, positions
from taskgate.compatibility.carriers import Carriers
from taskgate.compatibility.comparison import said
from taskgate.compatibility.findings import Evidence, Finding, finding
from taskgate.compatibility.payloads import NOTHING
from taskgate.compatibility.rules import Level, Pair
from taskgate.compatibility.schemas import ANNOTATIONS, Schema
from taskgate.compatibility.validation import Judge, Undecidable
from taskgate.schemas.jsonschema import Json, rewrite

_SPARE: Final = 4
"""Payloads kept for one finding, in case that JavaScript judges the first differently."""

_UNTYPED: Final = ANNOTATIONS | {
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "pattern", "format", "formatMinimum", "formatMaximum", "formatExclusiveMinimum", "formatExclusiveMaximum",
}  # fmt: skip
"""Keywords that no type of TypeScript has."""


def findings(old: Json, new: Json, found: Iterable[Finding]) -> Iterator[Finding]:
    """Return what was found of the parameters of two contracts, with regard to what both carry over."""
    left = list(found)
    sides: tuple[tuple[Pair, Json, Json], ...] = (("backward", old, new), ("forward", new, old))
    for pair, made, taken in sides:
        if taken.get("older"):
            left = list(_Change(pair, made, taken).findings(left))
    yield from left
    for place, shape in enumerate(old.get("older", ())):
        yield from _removed(new, shape, place)


class _Change:
    """A client of `made` calls a worker of `taken`, which carries calls over."""

    def __init__(self, pair: Pair, made: Json, taken: Json) -> None:
        self._pair, self._made, self._taken = pair, made, taken
        self._carriers = Carriers(made, taken)

    def findings(self, found: Sequence[Finding]) -> Iterator[Finding]:
        mine = []
        for each in found:
            if each.level != "wire" or each.pair not in ("both", self._pair):
                yield each
            elif each.rule == "parameters-reordered":
                yield from self._reordered(each)
            elif each.pair == self._pair:
                mine.append(each)
            else:
                yield each
        if mine and self._carriers.proven:
            yield from (self._softened(each) for each in mine)
            yield self._note()
        elif mine:
            yield from self._kept(mine)

    @cached_property
    def _names(self) -> str:
        return carriers.names(self._taken["older"])

    def _note(self) -> Finding:
        inside: Any = "new" if self._pair == "backward" else "old"
        why = f"{self._names} makes today's arguments of such calls; that these are right, no schema proves"
        task = self._taken["name"]
        return finding("carried-over", "note", self._pair, task, "/older", why, inside=inside)

    def _softened(self, each: Finding) -> Finding:
        """Return what is left of a break where no call of a running client is refused."""
        why = f"{each.why}; calls of clients that run are carried over by {self._names}"
        return replace(each, level=self._level(each), why=why)

    def _level(self, each: Finding) -> Level:
        """Return what a client meets that is generated anew: where types differ, it does not compile."""
        evidence = each.evidence
        if self._pair == "forward" or each.rule in ("parameter-kind-changed", "parameters-reordered"):
            return "behaviour"
        if each.rule != "parameter-narrowed" or evidence is None or evidence.taken is None:
            return "source"
        ours, theirs = evidence.made, evidence.taken
        if ours == calls.arguments(self._made):
            (name,) = theirs.body["properties"]
            ours, theirs = (side.at(side.body["properties"][name]) for side in (ours, theirs))
        return "behaviour" if _typed(ours) == _typed(theirs) else "source"

    def _kept(self, mine: Sequence[Finding]) -> Iterator[Finding]:
        refused = self._carriers.refused()
        left = [self._still(each, refused) for each in mine]
        if refused and not any(each.verdict == "breaking" for each in left):
            left[0] = self._shown(mine[0], calls.arguments(self._taken), refused)
        yield from left

    def _still(self, each: Finding, refused: Sequence[Any]) -> Finding:
        """Return the break with a payload that nothing takes; one that was not found is unknown."""
        if each.verdict != "breaking":
            return each
        if each.evidence is None or each.evidence.taken is None:
            takes = self._carriers.may_take(calls.Call(**each.payload))
            return self._unsure(each) if takes else each
        if each.evidence.made != calls.arguments(self._made):
            return self._unsure(each)  # no whole call could be made
        own = [values for values in each.evidence.payloads if not self._carriers.may_take_values(values)]
        more = [values for values in refused if values not in own and _refuses(each.evidence.taken, values)]
        # The smallest that nothing takes, where the one that was shown is taken.
        left = [*own, *more] if each.payload in own else [*more, *own]
        return self._shown(each, each.evidence.taken, left[:_SPARE]) if left else self._unsure(each)

    def _shown(self, each: Finding, taken: Schema, payloads: Sequence[Any]) -> Finding:
        evidence = Evidence(calls.arguments(self._made), taken, tuple(payloads), self._carriers.schemas())
        why = each.why
        if payloads[0] != each.payload:
            _, where, reason = Judge(taken).refusal(payloads[0]) or ("", "", why)
            why = said(where, reason)
        return replace(
            each, verdict="breaking", verified="python", payload=payloads[0], evidence=evidence,
            why=f"{why}; {self._names} does not take it either",
        )  # fmt: skip

    def _unsure(self, each: Finding) -> Finding:
        return each.unsure(f"{each.why}; {self._names} takes the payloads that were tried, and maybe not all")

    def _reordered(self, each: Finding) -> Iterator[Finding]:
        """Yield a call by position apart from the other pair's, where it is carried over."""
        own = next(positions.order(self._made, self._taken), None)
        if own is None or not own.has_payload():
            yield each
            return
        proposed = [calls.Call(**own.payload), *self._shortest()]
        broken = next((call for call in proposed if not self._carriers.may_carry(call)), None)
        if broken is not None:
            yield each if self._pair == "forward" else replace(each, payload=broken.shown())
            return
        here: Any = "new" if self._pair == "backward" else "old"
        own = replace(own, pair=self._pair, inside=here)
        # Where today's may read other calls as something else, that one is carried over says nothing of them.
        certain = self._carriers.too_many_by_position and self._carriers.proven
        yield self._softened(own) if certain else self._unsure(own)
        if each.pair == "both":
            pair: Pair = "forward" if self._pair == "backward" else "backward"
            there: Any = "old" if here == "new" else "new"
            for other in positions.order(self._taken, self._made):
                yield replace(other, pair=pair, inside=there)

    def _shortest(self) -> Iterator[calls.Call]:
        """Yield the step of a chain that gives no more than it has to: today's may misread that one."""
        values = calls.plain_arguments(self._made)
        call = None if values is NOTHING else calls.chained(self._made, values)
        if call is not None:
            yield call


def _removed(new: Json, shape: Json, place: int) -> Iterator[Finding]:
    """Yield what becomes of those who call by a shape that the old worker carried over."""
    if any(carriers.essence(shape) == carriers.essence(each) for each in new.get("older", ())):
        return
    left = Carriers(shape, new)
    if left.proven:
        return
    task, where, by = new["name"], f"/older/{place}", shape["carriedBy"]
    payloads = left.refused()
    if not payloads:
        why = f"whether calls by the shape of {by} are still taken is neither proven nor refuted"
        yield finding("older-removed", "unknown", "backward", task, where, why, inside="old")
        return
    made, taken = calls.arguments(shape), calls.arguments(new)
    _, at, reason = Judge(taken).refusal(payloads[0]) or ("", "", "it is not taken")
    yield finding(
        "older-removed", "breaking", "backward", task, where,
        f"{by} carried such calls over, and now they are refused: {said(at, reason)}",
        inside="old", payload=payloads[0], verified="python",
        evidence=Evidence(made, taken, tuple(payloads[:_SPARE]), left.schemas()),
    )  # fmt: skip


def _refuses(schema: Schema, values: Any) -> bool:
    try:
        return not Judge(schema).accepts(values)
    except Undecidable:
        return False


def _typed(schema: Schema) -> Any:
    def strip(inner: Json) -> Json:
        return {key: value for key, value in inner.items() if key not in _UNTYPED}

    named = {name: rewrite(schema.definitions[name], strip) for name in schema.reached()}
    return rewrite(schema.body, strip), named
