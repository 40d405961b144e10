"""Whether one schema takes everything that another accepts: proven, or not.

jsonschema-rs proves it (docs/decisions/0011-schema-comparison.md); for models that contain themselves, whose
definitions it takes as they are, the proof is carried on here, member by member.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from taskgate.compatibility.bounds import nearest
from taskgate.compatibility.bounds import of as bounds_of
from taskgate.compatibility.schemas import ANNOTATIONS, Schema
from taskgate.errors import Unsupported
from taskgate.schemas.jsonschema import Json, rewrite

try:
    import jsonschema_rs
except ImportError:  # an extra: workers have no use for it
    jsonschema_rs = None  # type: ignore[assignment]

REMEDY: Final = "comparing contracts needs more than a worker does: pip install 'taskgate[compare]'"

_DEEPEST: Final = 40
"""So deep are models followed that contain themselves; deeper, nothing is proven."""

_LONGEST: Final = 500
"""Steps of one proof; what is tried in vain is tried again elsewhere."""

_Pair = tuple[str, str]

_OBJECT: Final = frozenset({"type", "properties", "required", "additionalProperties"})
_ARRAY: Final = frozenset({"type", "items", "minItems", "maxItems"})


def proven(made: Schema, taken: Schema) -> bool:
    """Return whether it is certain that `taken` accepts every value that `made` accepts."""
    return _Proof().holds(made, taken, 0)


def difference(made: Schema, taken: Schema) -> Any:
    """Return a schema of values that `made` accepts and `taken` refuses, or None where there is none to give.

    It is a hint for where to look, and no more.
    """
    try:
        left = _canonical(made).subtract(_canonical(taken))
        return left.to_json_schema()
    except (ValueError, RecursionError):
        return None


def _canonical(schema: Schema) -> Any:
    if jsonschema_rs is None:
        raise Unsupported(REMEDY)
    return jsonschema_rs.canonicalize(schema.document(), validate_formats=True, offline=True)


class _Proof:
    """One proof. Pairs under comparison are taken to hold: each step goes into a finite value."""

    def __init__(self) -> None:
        self._assumed: set[_Pair] = set()
        self._steps = 0

    def holds(self, made: Schema, taken: Schema, depth: int) -> bool:
        if self._by_engine(made, taken):
            return True
        self._steps += 1
        beyond = depth > _DEEPEST or self._steps > _LONGEST
        if beyond or not (made.is_recursive() or taken.is_recursive()):
            return False
        pair = (repr(made.body), repr(taken.body))
        if depth > 0 and pair in self._assumed:
            return True
        before = set(self._assumed)
        self._assumed.add(pair)
        if self._by_members(made.resolved(), taken.resolved(), depth + 1):
            return True
        self._assumed = before  # what was shown with it may not hold without it
        return False

    def _by_engine(self, made: Schema, taken: Schema) -> bool:
        try:
            # Without its bounds `made` accepts more, so that what holds then holds with them.
            takes = _canonical(_bounded(_narrowed(taken, made), hidden=True))
            return any(
                str(takes.covers(_canonical(_bounded(made, hidden=hidden)))) == "yes"
                for hidden in (False, True)
            )
        except (ValueError, RecursionError):
            return False

    def _by_members(self, made: Schema, taken: Schema, depth: int) -> bool:
        if not isinstance(made.body, dict) or not isinstance(taken.body, dict):
            return False
        for word in ("anyOf", "oneOf"):
            if word in made.body:
                # What stands beside the union only accepts less.
                return all(self.holds(made.at(each), taken, depth) for each in made.body[word])
        if "anyOf" in taken.body and taken.body.keys() - ANNOTATIONS == {"anyOf"}:
            return any(self.holds(made, taken.at(each), depth) for each in taken.body["anyOf"])
        if "oneOf" in taken.body:
            return self._by_tag(made, taken, depth)
        kinds = made.body.get("type"), taken.body.get("type")
        if kinds == ("object", "object"):
            return self._objects(made, taken, depth)
        if kinds == ("array", "array"):
            return self._arrays(made, taken, depth)
        return False

    def _by_tag(self, made: Schema, taken: Schema, depth: int) -> bool:
        """A union by tag takes an object that exactly one of its members takes."""
        known = ANNOTATIONS | {"oneOf", "discriminator", "type", "required"}
        tag = taken.body.get("discriminator", {}).get("propertyName")
        if tag is None or taken.body.keys() - known or taken.body.get("required", [tag]) != [tag]:
            return False
        tags = _tags(made.resolved(), tag)
        if not tags or tag not in made.body.get("required", []) or made.body.get("type") != "object":
            return False
        members = [taken.at(each) for each in taken.body["oneOf"]]
        named = [_tags(member.resolved(), tag) for member in members]
        if not all(named):
            return False
        fitting = [member for member, its in zip(members, named, strict=True) if its and its & tags]
        return len(fitting) == 1 and self.holds(made, fitting[0], depth)

    def _objects(self, made: Schema, taken: Schema, depth: int) -> bool:
        if (made.body.keys() | taken.body.keys()) - _OBJECT - ANNOTATIONS:
            return False
        if set(taken.body.get("required", [])) - set(made.body.get("required", [])):
            return False
        ours, theirs = made.body.get("properties", {}), taken.body.get("properties", {})
        rest = made.body.get("additionalProperties", True), taken.body.get("additionalProperties", True)
        for name in sorted(ours.keys() | theirs.keys()):
            if not self.holds(made.at(ours.get(name, rest[0])), taken.at(theirs.get(name, rest[1])), depth):
                return False
        return self.holds(made.at(rest[0]), taken.at(rest[1]), depth)

    def _arrays(self, made: Schema, taken: Schema, depth: int) -> bool:
        if (made.body.keys() | taken.body.keys()) - _ARRAY - ANNOTATIONS:
            return False
        if taken.body.get("minItems", 0) > made.body.get("minItems", 0):
            return False
        limit = float("inf")
        if taken.body.get("maxItems", limit) < made.body.get("maxItems", limit):
            return False
        return self.holds(
            made.at(made.body.get("items", True)), taken.at(taken.body.get("items", True)), depth
        )


def _bounded(schema: Schema, hidden: bool) -> Schema:
    """Return the schema without the bounds of dates and Decimals, which the engine does not know.

    `hidden`: with a pattern in their stead that only the same bounds have.
    """

    def change(inner: Json) -> Json:
        bounds = bounds_of(inner)
        if not bounds:
            return inner
        rest = {key: value for key, value in inner.items() if key not in bounds}
        if not hidden:
            return rest
        said = re.sub(r"[^0-9A-Za-z]", "_", repr(sorted([*bounds.items(), *rest.items()], key=repr)))
        return {"type": "string", "pattern": f"^bounds{said}$"}

    return _changed(schema, change)


def _narrowed(taken: Schema, made: Schema) -> Schema:
    """Return `taken` with the bounds of `made` where they are narrower, so that both say the same of them."""
    known: set[tuple[str, str, str]] = set()

    def look(inner: Json) -> Json:
        known.update((inner["format"], key, limit) for key, limit in bounds_of(inner).items())
        return inner

    _changed(made, look)
    return _changed(taken, lambda inner: nearest(inner, known)) if known else taken


def _changed(schema: Schema, change: Callable[[Json], Json]) -> Schema:
    definitions = {name: rewrite(schema.definitions[name], change) for name in schema.reached()}
    return Schema(rewrite(schema.body, change), definitions)


def _tags(member: Schema, name: str) -> set[str] | None:
    """Return the texts that the member's tag may be, or None where that is not clear."""
    if not isinstance(member.body, dict):
        return None
    tag = member.at(member.body.get("properties", {}).get(name, True)).resolved().body
    if not isinstance(tag, dict):
        return None
    values = [tag["const"]] if "const" in tag else tag.get("enum", [])
    return set(values) if values and all(isinstance(value, str) for value in values) else None
