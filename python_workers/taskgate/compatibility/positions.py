"""Which parameter a position or a name means, before and now (D14: calls are by name, chains by position)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from taskgate.compatibility import calls
from taskgate.compatibility.comparison import sample
from taskgate.compatibility.findings import Finding, finding
from taskgate.compatibility.payloads import NOTHING
from taskgate.compatibility.rules import Level, Pair
from taskgate.compatibility.schemas import Schema
from taskgate.schemas.jsonschema import Json


def renamed(old: Json, new: Json) -> dict[str, str]:
    """Return the new names of positional-only parameters by the old: no message has the name."""
    before, now = ({each["name"] for each in side["parameters"]} for side in (old, new))
    found = {}
    for ours, theirs in zip(old["parameters"], new["parameters"], strict=False):
        if ours["kind"] != "positionalOnly" or theirs["kind"] != "positionalOnly":
            break
        if ours["name"] not in now and theirs["name"] not in before:
            found[ours["name"]] = theirs["name"]
    return found


def findings(old: Json, new: Json) -> Iterator[Finding]:
    """Compare kinds and order of the parameters that both have."""
    yield from _kinds(old, new, "backward")
    yield from _kinds(new, old, "forward")
    yield from order(old, new)


def _kinds(made: Json, taken: Json, pair: Pair) -> Iterator[Finding]:
    kinds = {each["name"]: each["kind"] for each in taken["parameters"]}
    for parameter in made["parameters"]:
        name, kind = parameter["name"], parameter["kind"]
        sent, read = kind == "positionalOnly", kinds.get(name, kind)
        if read == ("keywordOnly" if sent else "positionalOnly"):
            side, other = ("was", "is") if pair == "backward" else ("is", "was")
            why = f"{name!r} {side} {kind} and {other} {read}"
            values = _all(made, only=name)
            call = None if values is NOTHING else calls.typed(made, values)
            yield _bound("parameter-kind-changed", pair, made, taken, name, why, call, "wire")


def order(old: Json, new: Json) -> Iterator[Finding]:
    """Compare what positions mean; the payload is a call by the old contract."""
    names = renamed(old, new)
    before = [names.get(name, name) for name in calls.positional(old)]
    now = calls.positional(new)
    there = {each["name"] for each in new["parameters"]}
    moved = next((place for place, name in enumerate(before) if now[place : place + 1] != [name]), None)
    # That one is gone is said by its own rule; what moved up behind it has moved nevertheless.
    while moved is not None and moved < len(before) and before[moved] not in there:
        moved = moved + 1 if moved + 1 < len(before) else None
    if moved is None:
        return
    original = calls.positional(old)[moved]
    kind = next(each["kind"] for each in old["parameters"] if each["name"] == original)
    who, level = _who(moved, kind)
    values = _all(old)
    if moved == 0:
        call = None if values is NOTHING else calls.chained(old, values)
    else:
        given = calls.positional(old)
        rest = {} if values is NOTHING else {key: value for key, value in values.items() if key not in given}
        whole = values is not NOTHING and all(name in values for name in given)
        call = calls.Call([values[name] for name in given], rest) if whole else None
    read = now[moved] if moved < len(now) else None
    why = f"{who}: what was {original!r} is " + (f"read as {read!r}" if read else "one too many")
    yield _bound("parameters-reordered", "both", old, new, original, why, call, level, there=names)


def _who(place: int, kind: str) -> tuple[str, Level]:
    if place == 0:
        return "a chain passes the previous result by position", "wire"
    if kind == "positionalOnly":
        return "it is sent by position", "wire"
    return "a caller in Python may give it by position", "behaviour"


def _bound(
    rule: str,
    pair: Pair,
    made: Json,
    taken: Json,
    name: str,
    why: str,
    call: calls.Call | None,
    level: Level,
    there: dict[str, str] | None = None,
) -> Finding:
    """Show a message that the other side cannot bind, or binds to other parameters."""
    place = calls.place(taken, (there or {}).get(name, name))
    inside: Literal["old", "new"] = "old" if pair == "forward" else "new"
    found = finding(
        rule,
        "breaking",
        pair,
        made["name"],
        place,
        why,
        inside=inside,
        level=level,
        verified="python",
    )
    if call is None:
        return found.unsure(f"{why}; no call of it could be made")
    found = replace(found, payload=call.shown())
    if rule == "parameters-reordered":
        return found
    try:
        calls.bound(taken, call)
    except calls.Unbound as error:
        return replace(found, why=f"{why}: {error}")
    return found.unsure(why)


def _all(contract: Json, only: str | None = None) -> Any:
    """Return arguments with every parameter that a position can fill, or with one of them; or NOTHING."""
    values = calls.plain_arguments(contract)
    if values is NOTHING:
        return NOTHING
    for each in contract["parameters"]:
        wanted = each["kind"] != "keywordOnly" if only is None else each["name"] == only
        if wanted and each["name"] not in values:
            value = sample(Schema(each["schema"], contract["$defs"]))
            if value is NOTHING:
                return NOTHING
            values = {**values, each["name"]: value}
    return values
