"""Each keyword that the exporter writes: one schema that takes more, and one that takes less."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate.compatibility.comparison import compare
from taskgate.compatibility.engine import proven
from taskgate.compatibility.schemas import Schema
from taskgate.compatibility.validation import FORMATS, Judge

INTEGER = {"type": "integer"}
OBJECT = {"type": "object", "properties": {"a": INTEGER}}
CIRCLE = {"type": "object", "properties": {"kind": {"const": "circle"}}, "required": ["kind"]}
SQUARE = {
    "type": "object",
    "properties": {"kind": {"const": "square"}, "side": INTEGER},
    "required": ["kind"],
}


def _tagged(*members: Any) -> Any:
    return {
        "type": "object", "required": ["kind"], "discriminator": {"propertyName": "kind"},
        "oneOf": list(members),
    }  # fmt: skip


# What takes less, what takes more, where that which takes less refuses, and a payload.
PAIRS: list[tuple[Any, Any, str, Any]] = [
    (INTEGER, {"type": "number"}, "/type", 0.5),
    ({"type": "string"}, {"type": ["string", "null"]}, "/type", None),
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, "/enum", "b"),
    ({"const": 1}, {"enum": [1, True]}, "/const", True),
    ({"type": "string", "minLength": 2}, {"type": "string", "minLength": 1}, "/minLength", "a"),
    ({"type": "string", "maxLength": 2}, {"type": "string", "maxLength": 3}, "/maxLength", "tex"),
    ({"type": "string", "pattern": "^a$"}, {"type": "string"}, "/pattern", "text"),
    ({"type": "string", "format": "date"}, {"type": "string"}, "/format", "text"),
    (
        {"type": "string", "format": "date", "formatMinimum": "2026-02-01"},
        {"type": "string", "format": "date"},
        "/formatMinimum",
        "2026-01-31",
    ),
    ({**INTEGER, "minimum": 3}, {**INTEGER, "minimum": 2}, "/minimum", 2),
    ({**INTEGER, "maximum": 3}, {**INTEGER, "maximum": 4}, "/maximum", 4),
    ({"type": "number", "exclusiveMinimum": 0}, {"type": "number", "minimum": 0}, "/exclusiveMinimum", 0),
    ({"type": "number", "exclusiveMaximum": 9}, {"type": "number", "maximum": 9}, "/exclusiveMaximum", 9),
    ({**INTEGER, "multipleOf": 4}, {**INTEGER, "multipleOf": 2}, "/multipleOf", 2),
    ({"type": "array", "items": INTEGER}, {"type": "array"}, "/items/type", ["text"]),
    ({"type": "array", "minItems": 2}, {"type": "array", "minItems": 1}, "/minItems", ["text"]),
    ({"type": "array", "items": INTEGER, "maxItems": 1}, {"type": "array", "items": INTEGER},
     "/maxItems", [0, 0]),
    ({"type": "array", "items": INTEGER, "uniqueItems": True}, {"type": "array", "items": INTEGER},
     "/uniqueItems", [0, 0]),
    ({"type": "array", "prefixItems": [INTEGER], "minItems": 1, "maxItems": 1},
     {"type": "array", "prefixItems": [{"type": "number"}], "minItems": 1, "maxItems": 1},
     "/prefixItems/0/type", [0.5]),
    ({**OBJECT, "required": ["a"]}, OBJECT, "/required", {}),
    ({**OBJECT, "additionalProperties": False}, {**OBJECT, "additionalProperties": INTEGER},
     "/additionalProperties", {"other": 0}),
    ({"type": "object", "additionalProperties": INTEGER},
     {"type": "object", "additionalProperties": {"type": "number"}},
     "/additionalProperties/type", {"other": 0.5}),
    ({"type": "object", "properties": {"a": {"type": "integer", "maximum": 5}}}, OBJECT,
     "/properties/a/maximum", {"a": 6}),
    ({"type": "object", "minProperties": 1}, {"type": "object"}, "/minProperties", {}),
    ({"type": "object", "additionalProperties": INTEGER, "maxProperties": 1},
     {"type": "object", "additionalProperties": INTEGER}, "/maxProperties", {"other": 0, "other1": 0}),
    ({"type": "object", "patternProperties": {"^x": INTEGER}, "additionalProperties": False},
     {"type": "object", "patternProperties": {"^x": {"type": "number"}}, "additionalProperties": False},
     "/patternProperties/^x/type", {"x": 0.5}),
    ({"type": "object", "propertyNames": {"enum": ["a"]}},
     {"type": "object", "propertyNames": {"enum": ["a", "b"]}},
     "/propertyNames/enum", {"b": "text"}),
    ({"anyOf": [INTEGER, {"type": "null"}]}, {"anyOf": [INTEGER, {"type": "null"}, {"type": "string"}]},
     "/anyOf", "text"),
    (_tagged(CIRCLE), _tagged(CIRCLE, SQUARE), "/oneOf/0/properties/kind/const", {"kind": "square"}),
    ({"allOf": [INTEGER, {"minimum": 1}]}, {"allOf": [INTEGER]}, "/allOf/1/minimum", 0),
    (False, {"type": "null"}, "", None),
]  # fmt: skip


def _schema(body: Any, **definitions: Any) -> Schema:
    return Schema(body, definitions)


@pytest.mark.parametrize(("less", "more", "place", "payload"), PAIRS)
def test_what_takes_more_takes_what_the_other_makes_and_not_the_other_way(
    less: Any, more: Any, place: str, payload: Any
) -> None:
    assert compare(_schema(less), _schema(more)).verdict == "compatible"
    comparison = compare(_schema(more), _schema(less))
    assert comparison.verdict == "breaking"
    refusal = comparison.refusals[0]
    assert refusal.place == place
    assert payload in refusal.payloads


def test_each_place_has_a_payload_of_its_own() -> None:
    old = {"type": "object", "properties": {"a": INTEGER, "b": INTEGER}, "required": ["a", "b"]}
    new = {**old, "properties": {"a": {**INTEGER, "maximum": 5}, "b": {**INTEGER, "maximum": 5}}}
    comparison = compare(_schema(old), _schema(new))
    assert {each.place: each.payloads[0] for each in comparison.refusals} == {
        "/properties/a/maximum": {"a": 6, "b": 0},
        "/properties/b/maximum": {"a": 0, "b": 6},
    }


def test_pattern_against_pattern_is_unknown_and_never_compatible() -> None:
    pattern = {"type": "string", "pattern": "^aa$"}
    assert compare(_schema(pattern), _schema({**pattern, "pattern": "^a+$"})).verdict == "unknown"


@pytest.mark.parametrize("written", ["^[a&&b]+$", r"^[A-Z]{2}-\d+$", r"^(?!x)a", r"^\p{L}+$"])
def test_pattern_is_equal_to_itself(written: str) -> None:
    text = {"type": "string", "pattern": written, "maxLength": 9}
    longer = {**text, "maxLength": 10}
    made = {"type": "object", "properties": {"a": text}, "required": ["a"]}
    taken = {"type": "object", "properties": {"a": {"anyOf": [longer, {"type": "null"}]}}}
    assert compare(_schema(made), _schema(taken)).verdict == "compatible"
    named = [{"type": "object", "propertyNames": each} for each in (text, longer)]
    assert compare(*map(_schema, named)).verdict == "compatible"


def test_version_of_a_uuid_is_narrowed() -> None:
    old = {"type": "string", "format": "uuid", "pattern": "^.{14}1"}
    (refusal,) = compare(_schema(old), _schema({**old, "pattern": "^.{14}7"})).refusals
    assert refusal.payloads == ["123e4567-e89b-12d3-a456-426614174000"]


def test_value_that_only_the_proof_takes_for_a_date_time_breaks() -> None:
    made, taken = (
        _schema({"enum": ["1990-12-31T23:59:60Z"]}),
        _schema({"type": "string", "format": "date-time"}),
    )
    assert proven(made, taken)
    assert compare(made, taken).verdict == "breaking"


def test_pattern_that_python_cannot_read_is_unknown() -> None:
    letters = {"type": "string", "pattern": r"^\p{L}$"}
    assert compare(_schema(letters), _schema({"type": "string", "maxLength": 1})).verdict == "unknown"


def _tree(value: Any, **more: Any) -> Any:
    branches = {"type": "array", "items": {"$ref": "#/$defs/Tree"}, **more}
    return {"type": "object", "properties": {"value": value, "branches": branches}, "required": ["value"]}


@pytest.mark.parametrize(
    ("made", "taken", "verdict"),
    [
        (_tree(INTEGER), _tree({"type": "number"}), "compatible"),
        (_tree({"type": "number"}), _tree(INTEGER), "breaking"),
        (_tree(INTEGER, maxItems=2), _tree(INTEGER), "compatible"),
        (_tree(INTEGER), _tree(INTEGER, maxItems=2), "breaking"),
        (_tree(INTEGER), _tree(INTEGER, minItems=1), "breaking"),
    ],
)
def test_models_that_contain_themselves(made: Any, taken: Any, verdict: str) -> None:
    tree = {"$ref": "#/$defs/Tree"}
    assert compare(_schema(tree, Tree=made), _schema(tree, Tree=taken)).verdict == verdict


@pytest.mark.parametrize(
    ("value", "verdict"), [({"type": "number"}, "compatible"), ({"type": "string"}, "breaking")]
)
def test_tagged_models_that_contain_themselves(value: Any, verdict: str) -> None:
    def node(of: Any) -> Any:
        leaf = {
            "type": "object",
            "properties": {"kind": {"const": "leaf"}, "value": of},
            "required": ["kind", "value"],
        }
        both = {"left": {"$ref": "#/$defs/Node"}, "right": {"$ref": "#/$defs/Node"}}
        branch = {
            "type": "object",
            "properties": {"kind": {"const": "branch"}, **both},
            "required": ["kind", *both],
        }
        return {
            "Node": _tagged({"$ref": "#/$defs/Leaf"}, {"$ref": "#/$defs/Branch"}),
            "Leaf": leaf,
            "Branch": branch,
        }

    root = {"$ref": "#/$defs/Node"}
    assert compare(Schema(root, node(INTEGER)), Schema(root, node(value))).verdict == verdict


def test_model_that_contains_itself_has_to_have_what_is_required() -> None:
    tree = {"$ref": "#/$defs/Tree"}
    loose = {**_tree(INTEGER), "required": []}
    assert compare(_schema(tree, Tree=_tree(INTEGER)), _schema(tree, Tree=loose)).verdict == "compatible"
    assert compare(_schema(tree, Tree=loose), _schema(tree, Tree=_tree(INTEGER))).verdict == "breaking"


def test_branch_of_a_tagged_model_is_compared_too() -> None:
    def node(of: Any) -> Any:
        named = {"kind": {"const": "branch"}, "left": {"$ref": "#/$defs/Node"}, "weight": of}
        branch = {"type": "object", "properties": named, "required": ["kind"]}
        return {"Node": _tagged({"$ref": "#/$defs/Branch"}, CIRCLE), "Branch": branch}

    root = {"$ref": "#/$defs/Node"}
    assert (
        compare(Schema(root, node(INTEGER)), Schema(root, node({"type": "number"}))).verdict == "compatible"
    )
    assert compare(Schema(root, node({"type": "number"})), Schema(root, node(INTEGER))).verdict == "breaking"


def test_what_was_assumed_in_vain_is_not_held_to_later() -> None:
    models = {"N": _list("N", INTEGER), "M1": _list("M1", {"type": "string"}), "M2": _list("M2", INTEGER)}
    n, m1, m2 = ({"$ref": f"#/$defs/{name}"} for name in models)
    made = {"type": "object", "properties": {"x": n, "y": n}}
    taken = {"type": "object", "properties": {"x": {"anyOf": [m1, m2]}, "y": m1}}
    good = {"type": "object", "properties": {"x": {"anyOf": [m1, m2]}, "y": m2}}
    assert not proven(Schema(made, models).closed(), Schema(taken, models))
    assert compare(Schema(made, models), Schema(taken, models)).verdict == "breaking"
    assert proven(Schema(made, models), Schema(good, models))


def test_what_was_shown_by_way_of_it_is_not_held_to_either() -> None:
    models = {"N": _list("N", INTEGER), "M1": _list("M1", {"type": "string"}), "M2": _list("M2", INTEGER)}
    n, m1, m2 = ({"$ref": f"#/$defs/{name}"} for name in models)
    ends, ends1 = ({"anyOf": [each, {"type": "null"}]} for each in (n, m1))
    made = {"type": "object", "properties": {"x": n, "y": ends}}
    taken = {"type": "object", "properties": {"x": {"anyOf": [m1, m2]}, "y": ends1}}
    assert not proven(Schema(made, models).closed(), Schema(taken, models))


def test_each_member_of_a_union_has_to_be_taken() -> None:
    tree = {"$ref": "#/$defs/Tree"}
    ends = _list("Tree", INTEGER)
    endless = {**ends, "properties": {**ends["properties"], "next": tree}}
    assert not proven(_schema(tree, Tree=ends), _schema(tree, Tree=endless))
    assert proven(_schema(tree, Tree=endless), _schema(tree, Tree=ends))


@pytest.mark.parametrize(
    ("bound", "good", "bad"),
    [
        ({"formatMinimum": "2026-01-02"}, "2026-01-02", "2026-01-01"),
        ({"formatExclusiveMinimum": "2026-01-02"}, "2026-01-03", "2026-01-02"),
        ({"formatMaximum": "2026-01-02"}, "2026-01-02", "2026-01-03"),
        ({"formatExclusiveMaximum": "2026-01-02"}, "2026-01-01", "2026-01-02"),
    ],
)
def test_bounds_of_texts_are_asserted(bound: Any, good: str, bad: str) -> None:
    judge = Judge(_schema({"format": "date", **bound}))
    assert judge.accepts(good)
    assert not judge.accepts(bad)


def _list(name: str, value: Any) -> Any:
    after = {"anyOf": [{"$ref": f"#/$defs/{name}"}, {"type": "null"}]}
    return {"type": "object", "properties": {"value": value, "next": after}, "required": ["value"]}


def test_member_that_the_maker_does_not_name_is_not_made() -> None:
    assert (
        compare(_schema(OBJECT), _schema({**OBJECT, "additionalProperties": False})).verdict == "compatible"
    )


def test_member_beyond_those_named_is_made_where_the_maker_says_so() -> None:
    opened = {**OBJECT, "additionalProperties": True}
    assert compare(_schema(opened), _schema({**OBJECT, "additionalProperties": False})).verdict == "breaking"


@pytest.mark.parametrize(
    ("form", "made", "taken", "payload"),
    [
        ("date", {"formatMinimum": "2026-01-01"}, {"formatMinimum": "2026-01-02"}, "2026-01-01"),
        ("date", {"formatMaximum": "2026-01-02"}, {"formatExclusiveMaximum": "2026-01-02"}, "2026-01-02"),
        (
            "date-time",
            {"formatExclusiveMinimum": "2026-01-01T00:00:00Z"},
            {"formatMinimum": "2026-01-01T01:00:00Z"},
            "2026-01-01T00:00:01+00:00",
        ),
        ("decimal", {"formatMaximum": "9.5"}, {"formatMaximum": "9.4"}, "9.5"),
    ],
)
def test_narrower_bounds_of_texts_break_on_a_payload(form: str, made: Any, taken: Any, payload: str) -> None:
    body = {"type": "string", "format": form}
    wide, narrow = _schema({**body, **made}), _schema({**body, **taken})
    comparison = compare(wide, narrow)
    assert comparison.verdict == "breaking"
    assert payload in comparison.refusals[0].payloads
    # The engine knows of no order among texts; the keywords have to be the same.
    assert proven(narrow, wide) == (made.keys() == taken.keys())
    assert not proven(wide, narrow)
    assert proven(wide, wide)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", "2024-02-29", "2023-02-29"),
        ("date-time", "2026-01-31T12:30:00Z", "2026-01-31 12:30:00"),
        ("date-time", "2026-01-31T12:30:00.5+01:00", "2026-01-31T12:30:60Z"),
        ("uuid", "123e4567-e89b-42d3-a456-426614174000", "urn:uuid:123e4567-e89b-42d3-a456-426614174000"),
        ("email", "a@example.com", "a"),
        ("uri", "https://example.com/a?b", "example"),
        ("decimal", "1e5", "1."),
        ("ipv4", "192.0.2.1", "192.0.2.256"),
        ("ipv6", "2001:db8::1", "2001:db8:::1"),
        ("hostname", "example.com", "-example.com"),
        ("regex", "^a+$", "("),
        ("json-pointer", "/a~1b", "a"),
    ],
)
def test_formats_are_asserted(name: str, good: str, bad: str) -> None:
    judge = Judge(_schema({"format": name}))
    assert name in FORMATS
    assert judge.accepts(good)
    assert not judge.accepts(bad)
    assert judge.accepts(5)
