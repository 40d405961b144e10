"""Schemas of one place of a contract, compared for both pairs that run together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from taskgate.compatibility.comparison import compare, sample
from taskgate.compatibility.findings import Evidence, Finding, finding
from taskgate.compatibility.payloads import NOTHING
from taskgate.compatibility.rules import Pair
from taskgate.compatibility.schemas import ANNOTATIONS, Schema
from taskgate.schemas.jsonschema import rewrite
from taskgate.schemas.plain import pointer

Way = Literal["in", "out"]
"""in: a client makes it and a worker takes it. out: the other way."""


def same(old: Schema, new: Schema) -> bool:
    """Whether the two are the same but for what judges nothing."""
    return bool(_bare(old) == _bare(new))


def _bare(schema: Schema) -> Any:
    def strip(inner: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in inner.items() if key not in ANNOTATIONS}

    return rewrite(schema.body, strip), {
        name: rewrite(schema.definitions[name], strip) for name in schema.reached()
    }


def differences(
    subject: str, way: Way, task: str, place: str, old: Schema, new: Schema, old_place: str | None = None
) -> Iterator[Finding]:
    """Compare one schema; `subject` is parameter, result, progress or error, and begins the ids of the rules.

    `place` is where it stands in the new contract, and in the old one where `old_place` is not given.
    """
    if same(old, new):
        return
    places = {"new": place, "old": place if old_place is None else old_place}
    wider, narrower = f"{subject}-widened", f"{subject}-narrowed"
    if way == "in":
        yield from _broken(narrower, "backward", task, places["new"], "new", old, new)
        yield from _broken(wider, "forward", task, places["old"], "old", new, old)
    else:
        yield from _broken(wider, "backward", task, places["old"], "old", new, old.opened())
        yield from _broken(narrower, "forward", task, places["new"], "new", old, new.opened())
    if subject in ("parameter", "result"):
        yield from _gone(f"{subject}-member-removed", task, places["old"], old, new)


def _broken(
    rule: str, pair: Pair, task: str, place: str, inside: Literal["old", "new"], made: Schema, taken: Schema
) -> Iterator[Finding]:
    comparison = compare(made, taken)
    if comparison.verdict == "unknown":
        why = "neither proven to fit nor refuted by a payload"
        yield finding(rule, "unknown", pair, task, place, why, inside=inside)
    for refusal in comparison.refusals:
        at = refusal.place if refusal.place.startswith("/$defs/") else place + refusal.place
        evidence = Evidence(made, taken, tuple(refusal.payloads))
        yield finding(
            rule, "breaking", pair, task, at, refusal.reason,
            inside=inside, payload=refusal.payloads[0], verified="python", evidence=evidence,
        )  # fmt: skip


def _gone(rule: str, task: str, place: str, old: Schema, new: Schema) -> Iterator[Finding]:
    """Yield the optional members that only the old schema names; required ones break on the wire."""
    for at, name, holder in _members_gone(old, new, place, set()):
        payload = sample(
            replace(holder, body={**holder.body, "required": [*holder.body.get("required", []), name]})
        )
        if payload is NOTHING:
            continue
        why = f"the member {name!r} is no longer named"
        yield finding(
            rule, "breaking", "backward", task, pointer(at + "/properties", name), why,
            inside="old", payload=payload, verified="python",
        )  # fmt: skip


def _members_gone(old: Schema, new: Schema, place: str, seen: set[str]) -> Iterator[tuple[str, str, Schema]]:
    for schema in (old, new):
        if not isinstance(schema.body, dict):
            return
    if "$ref" in old.body:
        if old.body["$ref"] in seen:
            return
        seen.add(old.body["$ref"])
        place = "/$defs/" + old.body["$ref"].removeprefix("#/$defs/").replace("~", "~0").replace("/", "~1")
    old, new = old.resolved(), new.resolved()
    if not isinstance(old.body, dict) or not isinstance(new.body, dict):
        return
    ours, theirs = old.body.get("properties", {}), new.body.get("properties", {})
    if ours and "object" in (new.body.get("type"),) and new.body.get("additionalProperties", True) is True:
        for name in ours:
            if name not in theirs and name not in old.body.get("required", []):
                yield place, name, old
    for name in ours.keys() & theirs.keys():
        yield from _members_gone(
            old.at(ours[name]), new.at(theirs[name]), pointer(place + "/properties", name), seen
        )
    if "items" in old.body and "items" in new.body:
        yield from _members_gone(old.at(old.body["items"]), new.at(new.body["items"]), place + "/items", seen)
    if "anyOf" in old.body and len(old.body["anyOf"]) == len(new.body.get("anyOf", [])):
        for number, (mine, its) in enumerate(zip(old.body["anyOf"], new.body["anyOf"], strict=True)):
            yield from _members_gone(old.at(mine), new.at(its), f"{place}/anyOf/{number}", seen)
