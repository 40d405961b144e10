"""The contracts of two sides, task by task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from taskgate.compatibility import calls, carried, data, delivery, parameters
from taskgate.compatibility.comparison import sample
from taskgate.compatibility.findings import ORDER, Evidence, Finding, finding
from taskgate.compatibility.schemas import Schema
from taskgate.contracts.contract import fingerprint
from taskgate.schemas.jsonschema import Json

_KNOWN: Final = frozenset(
    {
        "$schema", "formatVersion", "name", "summary", "description", "parameters", "result", "progress",
        "errors", "queue", "limits", "retries", "storesResult", "idempotent", "examples", "older",
        "$defs", "fingerprint",
    }
)  # fmt: skip


def diff(old: Sequence[Json], new: Sequence[Json]) -> list[Finding]:
    """Compare what was with what is; the findings come by task, the breaking ones of a task first."""
    before = {contract["name"]: contract for contract in old}
    now = {contract["name"]: contract for contract in new}
    found = [*_gone(before, now)]
    for name in sorted(before.keys() & now.keys()):
        if before[name] != now[name]:
            found += _changed(before[name], now[name])
    return sorted(found, key=lambda each: (each.task, ORDER[each.verdict], each.pair, each.rule, each.place))


def _gone(before: dict[str, Json], now: dict[str, Json]) -> Iterator[Finding]:
    added = {name: _shape(now[name]) for name in sorted(now.keys() - before.keys())}
    for name in sorted(before.keys() - now.keys()):
        payload = calls.plain_arguments(before[name])
        heirs = [other for other, shape in added.items() if shape == _shape(before[name])]
        rule = "task-renamed" if heirs else "task-removed"
        why = f"renamed to {heirs[0]}" if heirs else "no worker of the new code has it"
        found = finding(rule, "breaking", "backward", name, "", why, inside="old", payload=payload)
        yield _known(found, calls.arguments(before[name]))
    for name in added:
        payload = calls.plain_arguments(now[name])
        why = "no worker of the old code has it"
        found = finding("task-added", "breaking", "forward", name, "", why, payload=payload)
        yield _known(found, calls.arguments(now[name]))


def _shape(contract: Json) -> str:
    return fingerprint({**contract, "name": ""})


def _known(found: Finding, made: Schema) -> Finding:
    if not found.has_payload():
        return found.unsure(f"{found.why}; no payload could be made")
    return replace(found, verified="python", evidence=Evidence(made, None, (found.payload,)))


def _changed(old: Json, new: Json) -> Iterator[Finding]:
    task = new["name"]
    yield from carried.findings(old, new, parameters.findings(old, new))
    yield from data.differences(
        "result", "out", task, "/result", _schema(old, "result"), _schema(new, "result")
    )
    yield from _progress(old, new)
    yield from _errors(old, new)
    yield from delivery.findings(old, new)
    for key in sorted((old.keys() | new.keys()) - _KNOWN):
        if old.get(key) != new.get(key):
            why = f"this version does not know the member {key!r} of a contract"
            yield finding("member-unknown", "unknown", "both", task, f"/{key}", why)


def _schema(contract: Json, member: str) -> Schema:
    return Schema(contract[member], contract["$defs"])


def _progress(old: Json, new: Json) -> Iterator[Finding]:
    task, both = new["name"], (old["progress"], new["progress"])
    if None not in both:
        ours, theirs = _schema(old, "progress"), _schema(new, "progress")
        yield from data.differences("progress", "out", task, "/progress", ours, theirs)
    elif both[0] is not None:
        payload = sample(_schema(old, "progress"))
        why = "code that reads the reports no longer compiles"
        found = finding(
            "progress-removed", "breaking", "backward", task, "/progress", why, inside="old", payload=payload
        )
        yield _known(found, _schema(old, "progress"))
    elif both[1] is not None:
        yield finding("progress-added", "note", "backward", task, "/progress", "reports hold data now")


def _errors(old: Json, new: Json) -> Iterator[Finding]:
    task = new["name"]
    before = {each["exception"]: (place, each) for place, each in enumerate(old["errors"])}
    now = {each["exception"]: (place, each) for place, each in enumerate(new["errors"])}
    for name, (place, _) in before.items():
        if name in now:
            yield from _details(old, new, before[name], now[name])
            continue
        failure = _failure(old, place)
        why = f"code that tells {name} apart no longer compiles"
        where = f"/errors/{place}"
        found = finding(
            "error-removed", "breaking", "backward", task, where, why, inside="old", payload=sample(failure)
        )  # fmt: skip
        yield _known(found, failure)
    for name, (place, _) in now.items():
        if name not in before:
            failure = _failure(new, place)
            why = f"callers do not know {name}, and code that names every exception no longer compiles"
            where = f"/errors/{place}"
            found = finding("error-added", "breaking", "backward", task, where, why, payload=sample(failure))
            yield _known(found, failure)


def _failure(contract: Json, place: int) -> Schema:
    """Return the schema of what a caller sees of a declared exception."""
    error = contract["errors"][place]
    details = {"type": "null"} if error["details"] is None else error["details"]
    properties = {"exception": {"const": error["exception"]}, "details": details}
    body = {"type": "object", "properties": properties, "required": list(properties)}
    return Schema(body, contract["$defs"])


def _details(old: Json, new: Json, ours: tuple[int, Json], theirs: tuple[int, Json]) -> Iterator[Finding]:
    # Where nothing is declared, nothing is promised: anything may come, and null does.
    bodies = [True if each["details"] is None else each["details"] for _, each in (ours, theirs)]
    if ours[1]["details"] is None and theirs[1]["details"] is None:
        return
    yield from data.differences(
        "error", "out", new["name"], f"/errors/{theirs[0]}/details",
        Schema(bodies[0], old["$defs"]), Schema(bodies[1], new["$defs"]), f"/errors/{ours[0]}/details",
    )  # fmt: skip
