"""Pairs of schemas with the keywords that the exporter writes, and values for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from taskgate.compatibility.samples import FORMAT_SAMPLES
from taskgate.compatibility.schemas import Schema

NAMES = st.sampled_from(["a", "b", "kind"])
NUMBERS = st.one_of(st.integers(-6, 6), st.sampled_from([0.5, -1.5, 2.0]))
FORMATTED = [texts[0] for texts in FORMAT_SAMPLES.values()]
TEXTS = st.one_of(
    st.sampled_from(["", "a", "aa", "aaa", "b", "ab", "x1", "1", "é", *FORMATTED]),
    st.text("ab1", max_size=4),
)
PATTERNS = st.sampled_from(["^a+$", "^aa$", "^[ab]*$", r"^\d{1,2}$", "b", "^x"])
FORMATS = st.sampled_from(["date", "date-time", "uuid", "ipv4"])
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
RECURSIVE = ["Tree", "List", "Node"]


def _some(options: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=options)


def _with(fixed: dict[str, Any]) -> Any:
    return lambda more: {**more, **fixed}


def _scalars() -> st.SearchStrategy[Any]:
    bounds = dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), NUMBERS)
    steps = {"multipleOf": st.sampled_from([1, 2, 3, 4, 0.5])}
    texts = {
        "minLength": st.integers(0, 3), "maxLength": st.integers(0, 4), "pattern": PATTERNS,
        "format": FORMATS,
    }  # fmt: skip
    return st.one_of(
        _some({**bounds, **steps}).map(_with({"type": "integer"})),
        _some({**bounds, **steps}).map(_with({"type": "number"})),
        _some(texts).map(_with({"type": "string"})),
        st.sampled_from([{"type": "boolean"}, {"type": "null"}, {}, True]),
        st.lists(SCALARS, min_size=1, max_size=3).map(lambda each: {"enum": each}),
        SCALARS.map(lambda each: {"const": each}),
        st.sampled_from(RECURSIVE).map(lambda name: {"$ref": f"#/$defs/{name}"}),
    )


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    counts = {"minItems": st.integers(0, 3), "maxItems": st.integers(0, 3)}
    arrays = {
        **counts, "items": inner, "uniqueItems": st.booleans(),
        "prefixItems": st.lists(inner, min_size=1, max_size=2),
    }  # fmt: skip
    objects = {
        "properties": st.dictionaries(NAMES, inner, max_size=3),
        "required": st.lists(NAMES, unique=True, max_size=2),
        "additionalProperties": st.one_of(st.booleans(), inner),
        "minProperties": st.integers(0, 2), "maxProperties": st.integers(0, 3),
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$"]), inner, min_size=1, max_size=1),
        "propertyNames": st.sampled_from([{"enum": ["a", "b"]}, {"maxLength": 1}, {"pattern": "^a"}]),
    }  # fmt: skip
    return st.one_of(
        _some(arrays).map(_with({"type": "array"})),
        _some(objects).map(_with({"type": "object"})),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"anyOf": each}),
        st.lists(inner, min_size=1, max_size=2).map(lambda each: {"oneOf": each}),
        st.lists(inner, min_size=1, max_size=2).map(lambda each: {"allOf": each}),
        st.dictionaries(st.sampled_from(["u", "v", "w"]), inner, min_size=1, max_size=3).map(_tagged),
    )


def _tagged(members: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["kind"],
        "discriminator": {"propertyName": "kind"},
        "oneOf": [
            {"type": "object", "properties": {"kind": {"const": tag}, "a": inner}, "required": ["kind"]}
            for tag, inner in members.items()
        ],
    }


BODIES = st.recursive(_scalars(), _compound, max_leaves=5)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Models that contain themselves: in an array, beside null, and as members of a union by tag."""
    simple = _scalars().filter(lambda body: "$ref" not in str(body))
    value = draw(simple)
    required = draw(st.sampled_from([["value"], [], ["value", "next"]]))
    limit = draw(st.sampled_from([{}, {"minItems": 1}, {"maxItems": 2}]))
    branches = {"type": "array", "items": {"$ref": "#/$defs/Tree"}, **limit}
    after = {"anyOf": [{"$ref": "#/$defs/List"}, {"type": "null"}]}
    tag = {"kind": {"const": "leaf"}, "value": value}
    leaf = {"type": "object", "properties": tag, "required": ["kind", *required[:1]]}
    both = {"left": {"$ref": "#/$defs/Node"}, "right": {"$ref": "#/$defs/Node"}, "value": draw(simple)}
    wanted = draw(st.sampled_from([[], ["left"], ["left", "right"]]))
    branch = {
        "type": "object",
        "properties": {"kind": {"const": "branch"}, **both},
        "required": ["kind", *wanted],
    }
    members = [{"$ref": "#/$defs/Leaf"}, {"$ref": "#/$defs/Branch"}]
    return {
        "Tree": {
            "type": "object",
            "properties": {"value": value, "branches": branches},
            "required": required[:1],
        },
        "List": {"type": "object", "properties": {"value": value, "next": after}, "required": required},
        "Node": {
            "type": "object",
            "required": ["kind"],
            "discriminator": {"propertyName": "kind"},
            "oneOf": members[: draw(st.sampled_from([2, 2, 2, 1]))],
        },
        "Leaf": leaf,
        "Branch": branch,
    }


@st.composite
def recursive_pairs(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """A model that contains itself, and the same one with a change or two in its definitions."""
    names = draw(st.lists(st.sampled_from(RECURSIVE), min_size=1, max_size=2))
    inner = [{"$ref": f"#/$defs/{name}"} for name in names]
    body = draw(st.sampled_from([inner[0], {"anyOf": inner}, {"type": "array", "items": inner[-1]}]))
    known = draw(definitions())
    other = dict(known)
    for name in draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=2)):
        other[name] = draw(st.one_of(changed(known[name]), definitions().map(_member(name))))
    sides = [Schema(body, known), Schema(body, other)]
    return (sides[0], sides[1]) if draw(st.booleans()) else (sides[1], sides[0])


def _member(name: str) -> Any:
    return lambda models: models[name]


@st.composite
def changed(draw: st.DrawFn, body: Any) -> Any:
    """The same schema, or one that differs at some place."""
    if draw(st.integers(0, 9)) == 0 or not isinstance(body, dict):
        return draw(st.one_of(st.just(body), BODIES))
    copied = dict(body)
    for key in (
        draw(st.lists(st.sampled_from(sorted(copied)), min_size=1, max_size=3, unique=True)) if copied else []
    ):
        value: Any = copied.get(key)
        if key in (
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "exclusiveMinimum",
        ):
            step = draw(st.sampled_from([-2, -1, 1, 2]))
            copied[key] = max(0, value + step) if "Length" in key or "Items" in key else value + step
        elif key == "items" or (key == "additionalProperties" and isinstance(value, dict)):
            copied[key] = draw(changed(value))
        elif key in ("anyOf", "oneOf", "allOf", "prefixItems"):
            place = draw(st.integers(0, len(value) - 1))
            copied[key] = [draw(changed(each)) if at == place else each for at, each in enumerate(value)]
        elif key in ("properties", "patternProperties") and value:
            name = draw(st.sampled_from(sorted(value)))
            copied[key] = {**value, name: draw(changed(value[name]))}
        elif key == "enum":
            copied[key] = draw(st.lists(st.sampled_from([*value, "a"]), min_size=1))
        elif key not in ("type", "$ref", "const") or draw(st.integers(0, 3)) == 0:
            copied.pop(key, None)
    return copied


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """What one side makes and what the other takes, more often akin than not."""
    body = draw(st.one_of(_compound(BODIES), _scalars()))
    known = draw(definitions())
    other = draw(st.one_of(st.just(known), definitions()))
    sides = [Schema(body, known), Schema(draw(changed(body)), other)]
    return (sides[0], sides[1]) if draw(st.booleans()) else (sides[1], sides[0])


def values(schema: Schema, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of which a good part fits the schema; made without the code under test."""
    body = schema.body
    anything = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(NAMES, SCALARS, max_size=3))
    if not isinstance(body, dict) or depth > 4:
        return anything
    if "$ref" in body:
        return values(schema.at(schema.definitions[body["$ref"].rpartition("/")[2]]), depth + 1)
    if "const" in body or "enum" in body:
        return st.sampled_from(body["enum"] if "enum" in body else [body["const"]])
    for word in ("anyOf", "oneOf", "allOf"):
        if word in body:
            return st.one_of([values(schema.at(each), depth + 1) for each in body[word]])
    kind: Any = body.get("type")
    if kind == "array":
        first = [values(schema.at(each), depth + 1) for each in body.get("prefixItems", [])]
        rest = st.lists(values(schema.at(body.get("items", True)), depth + 1), max_size=3)
        return st.tuples(st.tuples(*first), rest).map(lambda parts: [*parts[0], *parts[1]])
    if kind == "object":
        named = {
            name: values(schema.at(each), depth + 1) for name, each in body.get("properties", {}).items()
        }
        for name in body.get("required", []):
            named.setdefault(name, values(schema.at(body.get("additionalProperties", True)), depth + 1))
        more = values(schema.at(body.get("additionalProperties", True)), depth + 1)
        required = {name: named.pop(name) for name in body.get("required", [])}
        fixed = st.fixed_dictionaries(required, optional=named)
        other = st.dictionaries(st.sampled_from(["a", "b", "ab", "other"]), more, max_size=2)
        return st.tuples(other, fixed).map(lambda parts: {**parts[0], **parts[1]})
    of_kind: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(-8, 8),
        "number": NUMBERS,
        "string": TEXTS,
        "boolean": st.booleans(),
    }
    return of_kind.get(kind, st.none() if kind == "null" else anything)
