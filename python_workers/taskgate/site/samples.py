"""A value that fits a schema, to show how a call looks where the task has no example."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from taskgate.compatibility.samples import FORMAT_SAMPLES, in_range, matching, near
from taskgate.compatibility.validation import compiled, within
from taskgate.site.types import Schema, definition_name

_DEEPEST: Final = 6

# Texts that people read easily, one of which fits most of the patterns that they write.
_TEXTS: Final = [
    "text", "a", "A", "1", "AB", "12", "abc", "ABC", "123", "1234", "12345", "a-1", "A-1", "AB-12", "a1",
    "A1", "0.5", "09:30", "2026-01-02", "#336699", "ab12", "a.b", "a/b", "", " ",
]  # fmt: skip


def sample(schema: Schema, definitions: Mapping[str, Schema], depth: int = 0) -> Any:
    """Return a small value of the shape; "..." for a text that no attempt fits, and what is too deep."""
    if isinstance(schema, bool):
        return None if schema else "..."
    if depth > _DEEPEST:
        return "..."
    for keyword in ("examples", "enum"):
        if schema.get(keyword):
            return schema[keyword][0]
    for keyword in ("const", "default"):
        if keyword in schema:
            return schema[keyword]
    if "$ref" in schema:
        return sample(definitions.get(definition_name(schema["$ref"]), True), definitions, depth + 1)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return sample(choices[0], definitions, depth)
    if schema.get("allOf"):
        return sample(schema["allOf"][0], definitions, depth)
    return _of_type(schema, definitions, depth)


def _of_type(schema: Mapping[str, Any], definitions: Mapping[str, Schema], depth: int) -> Any:
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        properties = schema.get("properties", {})
        return {name: sample(properties.get(name, True), definitions, depth + 1) for name in _needed(schema)}
    if kind == "array" or "prefixItems" in schema:
        first = [sample(item, definitions, depth + 1) for item in schema.get("prefixItems", ())]
        missing = max(schema.get("minItems", 0) - len(first), 0)
        return first + [sample(schema.get("items", True), definitions, depth + 1) for _ in range(missing)]
    if kind in ("integer", "number"):
        return _number(schema, whole=kind == "integer")
    if kind == "string":
        return _string(schema)
    return {"boolean": True, "null": None}.get(str(kind))


def _needed(schema: Mapping[str, Any]) -> list[str]:
    required = schema.get("required", ())
    in_order = [name for name in schema.get("properties", {}) if name in required]
    return in_order + [name for name in required if name not in in_order]


def _inside(schema: Mapping[str, Any], value: float) -> bool:
    return math.isfinite(value) and in_range(dict(schema), value)


def _number(schema: Mapping[str, Any], whole: bool) -> float:
    step = schema.get("multipleOf", 1)
    low = max(schema.get("minimum", -math.inf), schema.get("exclusiveMinimum", -math.inf))
    high = min(schema.get("maximum", math.inf), schema.get("exclusiveMaximum", math.inf))
    for value in (10 * step, step, 0, math.ceil(low / step) * step if low > -(2**53) else 0, low, high):
        if _inside(schema, value):
            return int(value) if whole else value
    above = low + step if math.isfinite(low) else high - step
    value = above if _inside(schema, above) else (low + high) / 2
    return int(value) if whole else value


def _string(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    candidates = FORMAT_SAMPLES.get(schema.get("format", ""), _TEXTS)
    pattern = schema.get("pattern", "")
    for text in (*candidates, *near(dict(schema)), *matching(pattern), "x" * low):
        if low <= len(text) <= high and _matches(pattern, text) and within(text, schema):
            return str(text)
    return "..."


def _matches(pattern: str, text: str) -> bool:
    try:
        return compiled(pattern).search(text) is not None
    except re.error:  # a pattern of JavaScript's that Python does not read
        return False
