from __future__ import annotations

from typing import Any

import pytest

from taskgate.site.signature import type_words

COLOUR = {"enum": ["red", "green"], "title": "Colour", "type": "string"}
INTEGER = {"type": "integer"}
TEXT = {"type": "string"}

CASES: list[tuple[Any, str, str]] = [
    (True, "unknown", "Any"),
    ({}, "unknown", "Any"),
    ({"description": "Whatever."}, "unknown", "Any"),
    (False, "never", "Never"),
    (TEXT, "string", "str"),
    (INTEGER, "number", "int"),
    ({"type": "number"}, "number", "float"),
    ({"type": "boolean"}, "boolean", "bool"),
    ({"type": "null"}, "null", "None"),
    ({"type": "string", "format": "date-time"}, "string", "datetime"),
    ({"type": "string", "format": "date"}, "string", "date"),
    ({"type": "string", "format": "uuid"}, "string", "UUID"),
    ({"type": "string", "format": "email"}, "string", "str"),
    ({"type": ["string", "null"]}, "string | null", "str | None"),
    ({"$ref": "#/$defs/m.Colour"}, "m.Colour", "m.Colour"),
    ({"const": "a"}, '"a"', 'Literal["a"]'),
    ({"const": None}, "null", "None"),
    ({"const": False}, "false", "Literal[False]"),
    ({"enum": ["a", 1, None, True]}, '"a" | 1 | null | true', 'Literal["a", 1, True] | None'),
    ({"enum": [], "type": "string"}, "string", "str"),
    ({"anyOf": [INTEGER, {"type": "null"}]}, "number | null", "int | None"),
    ({"oneOf": [INTEGER, TEXT], "type": "object"}, "number | string", "int | str"),
    ({"anyOf": [INTEGER, {"type": "number"}]}, "number", "int | float"),
    ({"allOf": [{"$ref": "#/$defs/A"}]}, "A", "A"),
    (
        {"allOf": [{"$ref": "#/$defs/A"}, {"anyOf": [TEXT, INTEGER]}]},
        "A & (string | number)",
        "A & (str | int)",
    ),
    ({"type": "array", "items": INTEGER}, "number[]", "list[int]"),
    ({"type": "array"}, "unknown[]", "list[Any]"),
    ({"type": "array", "items": TEXT, "uniqueItems": True}, "string[]", "set[str]"),
    ({"type": "array", "items": {"anyOf": [TEXT, INTEGER]}}, "(string | number)[]", "list[str | int]"),
    ({"type": "array", "items": {"enum": [1, 2]}}, "(1 | 2)[]", "list[Literal[1, 2]]"),
    (
        {"type": "array", "prefixItems": [INTEGER, TEXT], "minItems": 2, "maxItems": 2},
        "[number, string]",
        "tuple[int, str]",
    ),
    (
        {"type": "array", "prefixItems": [INTEGER, TEXT], "minItems": 1, "maxItems": 2},
        "[number] | [number, string]",
        "tuple[int] | tuple[int, str]",
    ),
    (
        {"type": "array", "prefixItems": [INTEGER], "minItems": 1, "items": TEXT},
        "[number, ...string[]]",
        "tuple[int, *tuple[str, ...]]",
    ),
    ({"type": "array", "prefixItems": [INTEGER], "items": False, "minItems": 1}, "[number]", "tuple[int]"),
    ({"type": "array", "maxItems": 0}, "[]", "tuple[()]"),
    ({"type": "object"}, "Record<string, unknown>", "dict[str, Any]"),
    ({"type": "object", "additionalProperties": INTEGER}, "Record<string, number>", "dict[str, int]"),
    ({"type": "object", "additionalProperties": False}, "Record<string, never>", "dict[str, Never]"),
    (
        {"type": "object", "properties": {"a": INTEGER, "b-c": TEXT}, "required": ["a"]},
        '{ a: number; "b-c"?: string }',
        'TypedDict[{"a": int, "b-c": NotRequired[str]}]',
    ),
    (
        {"type": "object", "properties": {"a": TEXT}, "additionalProperties": True},
        "{ a?: string; [key: string]: unknown }",
        'TypedDict[{"a": NotRequired[str], **: Any}]',
    ),
    (
        {"type": "object", "patternProperties": {"^a": INTEGER}, "additionalProperties": False},
        "Record<string, number>",
        "dict[str, int]",
    ),
    (
        {"type": "object", "propertyNames": {"enum": ["a", "b"]}, "additionalProperties": INTEGER},
        "{ a?: number; b?: number }",
        'dict[Literal["a", "b"], int]',
    ),
    (
        {"type": "object", "propertyNames": {"$ref": "#/$defs/m.Colour"}, "additionalProperties": TEXT},
        "{ red?: string; green?: string }",
        "dict[m.Colour, str]",
    ),
    (
        {"type": "object", "propertyNames": {"pattern": "^a"}, "additionalProperties": TEXT},
        "Record<string, string>",
        "dict[str, str]",
    ),
]


@pytest.mark.parametrize(("schema", "typescript", "python"), CASES, ids=[case[1] for case in CASES])
def test_types_in_both_languages(schema: Any, typescript: str, python: str) -> None:
    words = type_words(schema, {"m.Colour": COLOUR})
    shown = ["".join(part if isinstance(part, str) else part.name for part in parts) for parts in words]
    assert shown == [typescript, python]
