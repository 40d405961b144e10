"""The parameters of a task, before and now: which there are, and what each takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from taskgate.compatibility import calls, data, positions
from taskgate.compatibility.comparison import sample
from taskgate.compatibility.findings import Evidence, Finding, finding
from taskgate.compatibility.payloads import NOTHING
from taskgate.compatibility.rules import Pair
from taskgate.compatibility.schemas import Schema
from taskgate.compatibility.validation import Judge, Undecidable
from taskgate.schemas.jsonschema import Json

_KNOWN: Final = frozenset({"name", "kind", "required", "default", "schema", "description"})


def findings(old: Json, new: Json) -> Iterator[Finding]:
    """Compare the parameters of two contracts of one task."""
    strange = _strange(old, new)
    if strange is not None:
        why = f"a parameter of the kind {strange} may take what others leave"
        yield finding("parameter-kind-unknown", "unknown", "both", new["name"], "/parameters", why)
        return
    yield from _Comparison(old, new).findings()
    yield from positions.findings(old, new)


def _strange(old: Json, new: Json) -> str | None:
    """Return a kind that takes what others leave, or that is not known, where that may matter."""
    before, now = ([(each["name"], each["kind"]) for each in side["parameters"]] for side in (old, new))
    kinds = [kind for _, kind in (*before, *now) if kind not in calls.KINDS]
    if not kinds or (before == now and set(kinds) <= calls.VARIADIC):
        return None
    same = [_essence(each) for each in old["parameters"]] == [_essence(each) for each in new["parameters"]]
    return None if same else repr(kinds[0])


def _essence(parameter: Json) -> Json:
    return {key: value for key, value in parameter.items() if key != "description"}


def _default(parameter: Json) -> str:
    return (
        json.dumps(parameter["default"], sort_keys=True)
        if "default" in parameter
        else "what only Python knows"
    )


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new, self._task = old, new, new["name"]
        self._renamed = positions.renamed(old, new)

    def findings(self) -> Iterator[Finding]:
        ours = {each["name"]: each for each in self._old["parameters"]}
        theirs = {each["name"]: each for each in self._new["parameters"]}
        for name, parameter in ours.items():
            other = theirs.get(self._renamed.get(name, name))
            if other is not None:
                yield from self._changed(parameter, other)
                continue
            yield self._missing("parameter-removed", "backward", parameter)
            if parameter["required"]:
                yield self._lacking("parameter-removed", "forward", name)
        for name in theirs.keys() - ours.keys() - set(self._renamed.values()):
            added = "parameter-added-required" if theirs[name]["required"] else "parameter-added"
            if theirs[name]["required"]:
                yield self._lacking(added, "backward", name)
            yield self._missing(added, "forward", theirs[name])

    def _changed(self, ours: Json, theirs: Json) -> Iterator[Finding]:
        name, now = ours["name"], theirs["name"]
        place, old_place = calls.place(self._new, now), calls.place(self._old, name)
        if now != name:
            why = f"{name!r} is called {now!r} now"
            yield self._shown("parameter-renamed", "backward", place, why, calls.plain_arguments(self._old))
        if theirs["required"] and not ours["required"]:
            yield self._lacking("parameter-made-required", "backward", now)
        elif ours["required"] and not theirs["required"]:
            yield self._lacking("parameter-made-optional", "forward", name)
        elif not theirs["required"] and _default(ours) != _default(theirs):
            why = f"left out, {name!r} was {_default(ours)} and is {_default(theirs)}"
            payload = calls.plain_arguments(self._old, without=name)
            yield self._shown("parameter-default-changed", "both", place, why, payload)
        for key in sorted((ours.keys() | theirs.keys()) - _KNOWN):
            if ours.get(key) != theirs.get(key):
                why = f"this version does not know the member {key!r} of a parameter"
                yield finding("member-unknown", "unknown", "both", self._task, place, why)
        sides = Schema(ours["schema"], self._old["$defs"]), Schema(theirs["schema"], self._new["$defs"])
        both = f"{place}/schema", f"{old_place}/schema"
        for found in data.differences("parameter", "in", self._task, both[0], *sides, both[1]):
            yield self._whole(found, name if found.pair == "backward" else now)

    def _shown(self, rule: str, pair: Pair, place: str, why: str, payload: Any) -> Finding:
        found = finding(rule, "breaking", pair, self._task, place, why, payload=payload, verified="python")
        if payload is NOTHING:
            return found.unsure(f"{why}; no call of it could be made")
        return replace(found, evidence=Evidence(calls.arguments(self._old), None, (payload,)))

    def _whole(self, found: Finding, name: str) -> Finding:
        """Show a payload as the arguments of a call, where a call can be made with it."""
        if found.evidence is None or found.evidence.taken is None or found.rule == "parameter-member-removed":
            return found
        made, _ = self._sides(found.pair)
        base = calls.plain_arguments(made)
        if base is NOTHING:
            return found
        maker = calls.arguments(made)
        # This parameter alone, so that what is refused is not refused for another one.
        taker = found.evidence.taken.at({"type": "object", "properties": {name: found.evidence.taken.body}})
        proposed = ({**base, name: payload} for payload in found.evidence.payloads)
        try:
            accepts, refuses = Judge(maker), Judge(taker)
            whole = tuple(each for each in proposed if accepts.accepts(each) and not refuses.accepts(each))
        except Undecidable:
            return found
        if not whole:
            return found
        return replace(found, payload=whole[0], evidence=Evidence(maker, taker, whole))

    def _missing(self, rule: str, pair: Pair, parameter: Json) -> Finding:
        """One side gives the parameter, and the other has none of that name."""
        made, _ = self._sides(pair)
        base, value = calls.plain_arguments(made), sample(Schema(parameter["schema"], made["$defs"]))
        payload = NOTHING if NOTHING in (base, value) else {**base, parameter["name"]: value}
        why = f"there is no parameter {parameter['name']!r}"
        return self._judged(rule, pair, calls.place(made, parameter["name"]), why, payload)

    def _lacking(self, rule: str, pair: Pair, name: str) -> Finding:
        """One side leaves the parameter out, and the other asks for it."""
        made, taken = self._sides(pair)
        why = f"the parameter {name!r} is required"
        payload = calls.plain_arguments(made, without=name)
        return self._judged(rule, pair, calls.place(taken, name), why, payload, refuses=True)

    def _judged(
        self, rule: str, pair: Pair, place: str, why: str, payload: Any, refuses: bool = False
    ) -> Finding:
        made, taken = self._sides(pair)
        maker, taker = calls.arguments(made), calls.arguments(taken)
        inside = "new" if (pair == "backward") == refuses else "old"
        found = finding(rule, "breaking", pair, self._task, place, why, inside=inside, verified="python")  # type: ignore[arg-type]
        try:
            if payload is not NOTHING and Judge(maker).accepts(payload) and not Judge(taker).accepts(payload):
                return replace(found, payload=payload, evidence=Evidence(maker, taker, (payload,)))
        except Undecidable as error:
            return found.unsure(f"{why}; no payload could be judged ({error})")
        return found.unsure(f"{why}; no payload was found that shows it")

    def _sides(self, pair: Pair) -> tuple[Json, Json]:
        """Return the contracts of the client, which makes the call, and of the worker."""
        return (self._old, self._new) if pair == "backward" else (self._new, self._old)
