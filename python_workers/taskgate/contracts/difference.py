"""What has changed between the parameters of two contracts of one task, in a few short lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from taskgate.contracts.contract import bare
from taskgate.schemas.jsonschema import Json

MAX_LINES: Final = 20
"""So many lines are given; the rest is counted."""

MAX_SHOWN: Final = 120
"""Characters of a schema, a default or a name that are shown."""


def difference(before: Json, today: Json) -> list[str]:
    """Return a line for each way in which the parameters differ; `before` is the caller's contract.

    For people: it says what was changed, not what that breaks.
    """
    found = list(_lines(before, today))
    shown = found[:MAX_LINES]
    return shown + ([f"and {len(found) - MAX_LINES} more"] if len(found) > MAX_LINES else [])


def _lines(before: Json, today: Json) -> Iterator[str]:
    were = {each["name"]: each for each in before["parameters"]}
    are = {each["name"]: each for each in today["parameters"]}
    for name in (each for each in were if each not in are):
        yield f"{_cut(name)}: is gone"
    for name, new in are.items():
        old = were.get(name)
        if old is None:
            yield f"{_cut(name)}: is new and {_need(new)}"
            continue
        if old["kind"] != new["kind"]:
            yield f"{_cut(name)}: was {old['kind']}, is {new['kind']}"
        if old["required"] != new["required"]:
            yield f"{_cut(name)}: was {_need(old)}, is {_need(new)}"
        was, now = bare(old["schema"]), bare(new["schema"])
        if was != now:
            yield f"{_cut(name)}: was {_shown(was)}, is {_shown(now)}"
        for changed in _changed_definitions(was, before, now, today):
            yield f"{_cut(name)}: {_cut(changed)} has changed"
        if old.get("default") != new.get("default") and not (old["required"] or new["required"]):
            was, now = old.get("default"), new.get("default")
            yield f"{_cut(name)}: its default was {_shown(was)}, is {_shown(now)}"


def _changed_definitions(was: Any, before: Json, now: Any, today: Json) -> list[str]:
    old, new = _reached(was, before["$defs"]), _reached(now, today["$defs"])
    shared = sorted(old.keys() & new.keys())
    return list(islice((name for name in shared if old[name] != new[name]), MAX_LINES))


def _reached(schema: Any, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definitions that a schema refers to, directly or by way of others."""
    found: dict[str, Any] = {}
    open_ = [schema]
    while open_:
        node = open_.pop()
        if isinstance(node, list):
            open_ += node
        elif isinstance(node, dict):
            open_ += node.values()
            reference = node.get("$ref")
            name = reference.rpartition("/")[2] if isinstance(reference, str) else ""
            if name in definitions and name not in found:
                found[name] = bare(definitions[name])
                open_.append(found[name])
    return found


def _need(parameter: Json) -> str:
    return "required" if parameter["required"] else "optional"


def _shown(value: Any) -> str:
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
