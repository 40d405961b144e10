"""What a schema asks for beyond the type, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from taskgate.schemas.texts import DECIMAL_PATTERN, TIME_PATTERN
from taskgate.site.literals import JAVASCRIPT, flat
from taskgate.site.types import Schema

_SAFE: Final = 2**53 - 1
_GROUP: Final = "\u202f"
"""A narrow space, at which no line ends."""

_FORMATS: Final = {
    "date-time": "a moment as in RFC 3339, such as 2026-01-02T03:04:05Z",
    "date": "a day as YYYY-MM-DD",
    "uuid": "a UUID with hyphens",
    "email": "an e-mail address",
    "uri": "a URI",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "hostname": "a host name",
    "regex": "a regular expression",
    "json-pointer": "a JSON Pointer",
    "decimal": "a decimal number",
}

# As `minimum` and its like, of texts that have an order: days, moments, decimal numbers.
_BOUNDS: Final = {
    "formatMinimum": "not before",
    "formatExclusiveMinimum": "after",
    "formatMaximum": "not after",
    "formatExclusiveMaximum": "before",
}
_DECIMAL_BOUNDS: Final = {
    "formatMinimum": "at least",
    "formatExclusiveMinimum": "more than",
    "formatMaximum": "at most",
    "formatExclusiveMaximum": "less than",
}

_PATTERNS: Final = {TIME_PATTERN: "a time of day as HH:MM or HH:MM:SS", DECIMAL_PATTERN: "a decimal number"}

# What the type says, what is said elsewhere on the page, and what `describe` follows by itself.
_SAID: Final = frozenset(
    {
        "$ref", "$defs", "type", "const", "enum", "anyOf", "oneOf", "allOf", "properties", "required",
        "title", "description", "default", "prefixItems", "items", "additionalProperties",
        "patternProperties", "propertyNames", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "multipleOf", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems",
        "minProperties", "maxProperties", "discriminator", "readOnly", "writeOnly", "deprecated", "examples",
        *_BOUNDS,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """One thing that is asked for; `code` is to be shown as such after the words.

    `places` lead to what is meant, from the outside: of `list[list[int]]` it may be each item of each item.
    """

    words: str
    code: str = ""
    places: tuple[str, ...] = ()


def describe(schema: Schema) -> list[Limit]:
    """Return what the type alone does not say, in the order in which it is read."""
    if isinstance(schema, bool):
        return []
    found = [*_number(schema), *_string(schema), *_list(schema), *_object(schema), *_alternatives(schema)]
    if schema.get("deprecated"):
        found.append(Limit("deprecated"))
    if schema.get("readOnly"):
        found.append(Limit("only in what is returned"))
    if schema.get("writeOnly"):
        found.append(Limit("never in what is returned"))
    found += [Limit("for example", flat(value, JAVASCRIPT)) for value in schema.get("examples", ())]
    # A keyword that this module does not know is shown as it is written, rather than left out.
    return found + [
        Limit(keyword, flat(value, JAVASCRIPT)) for keyword, value in schema.items() if keyword not in _SAID
    ]


def _number(schema: Mapping[str, Any]) -> list[Limit]:
    found = [Limit("a whole number")] if schema.get("type") == "integer" else []
    low, high = schema.get("minimum"), schema.get("maximum")
    low = None if low == -_SAFE else low
    high = None if high == _SAFE else high
    if low is not None and high is not None:
        found.append(Limit(f"from {_digits(low)} to {_digits(high)}"))
    elif low is not None:
        found.append(Limit(f"{_digits(low)} or more"))
    elif high is not None:
        found.append(Limit(f"{_digits(high)} or less"))
    if "exclusiveMinimum" in schema:
        found.append(Limit(f"more than {_digits(schema['exclusiveMinimum'])}"))
    if "exclusiveMaximum" in schema:
        found.append(Limit(f"less than {_digits(schema['exclusiveMaximum'])}"))
    if "multipleOf" in schema:
        found.append(Limit(f"a multiple of {_digits(schema['multipleOf'])}"))
    return found


def _digits(number: float) -> str:
    """Return a number as people read it, long ones in groups of three."""
    return f"{number:,}".replace(",", _GROUP) if abs(number) >= 10_000 else str(number)


def _string(schema: Mapping[str, Any]) -> list[Limit]:
    found = []
    if "format" in schema:
        found.append(Limit(_FORMATS.get(schema["format"], f"format {schema['format']}")))
    if schema.get("pattern") in _PATTERNS:
        known = Limit(_PATTERNS[schema["pattern"]])
        found += [known] if known not in found else []
    elif "pattern" in schema:
        found.append(Limit("matches", schema["pattern"]))
    bounds = _DECIMAL_BOUNDS if schema.get("format") == "decimal" else _BOUNDS
    found += [Limit(words, str(schema[keyword])) for keyword, words in bounds.items() if keyword in schema]
    return found + _count(schema, "minLength", "maxLength", "character", "characters")


def _list(schema: Mapping[str, Any]) -> list[Limit]:
    found = [] if "prefixItems" in schema else _count(schema, "minItems", "maxItems", "item", "items")
    if schema.get("uniqueItems"):
        found.append(Limit("none of them twice"))
    for index, item in enumerate(schema.get("prefixItems", ())):
        found += _within(f"item {index + 1}", item)
    return found + _within(
        "each further item" if "prefixItems" in schema else "each item", schema.get("items")
    )


def _object(schema: Mapping[str, Any]) -> list[Limit]:
    found = _count(schema, "minProperties", "maxProperties", "member", "members")
    found += _within("each key", schema.get("propertyNames"))
    for pattern, value in schema.get("patternProperties", {}).items():
        found += [Limit("keys match", pattern), *_within("their values", value)]
    for name, value in schema.get("properties", {}).items():
        found += _within(name, value)
    return found + _within("each value", schema.get("additionalProperties"))


def _alternatives(schema: Mapping[str, Any]) -> list[Limit]:
    found: list[Limit] = []
    if "discriminator" in schema:
        found.append(Limit("told apart by", str(schema["discriminator"].get("propertyName"))))
    branches = [
        branch
        for keyword in ("anyOf", "oneOf")
        for branch in schema.get(keyword, ())
        if isinstance(branch, bool) or branch.get("type") != "null"
    ]
    for branch in branches:
        found += describe(branch) if len(branches) == 1 else _within(_name(branch), branch)
    for branch in schema.get("allOf", ()):
        found += describe(branch)
    return found


def _within(place: str, schema: Schema) -> list[Limit]:
    if schema is None:
        return []
    return [replace(each, places=(place, *each.places)) for each in describe(schema)]


def _name(branch: Schema) -> str:
    kind = branch.get("type", "one form") if isinstance(branch, dict) else "one form"
    return {"array": "a list", "object": "an object", "string": "a text"}.get(str(kind), f"as {kind}")


def _count(schema: Mapping[str, Any], least: str, most: str, one: str, many: str) -> list[Limit]:
    low, high = schema.get(least, 0), schema.get(most)
    if high is None:
        return [Limit(f"{low} {one if low == 1 else many} or more")] if low else []
    unit = one if high == 1 else many
    if low == high:
        return [Limit(f"exactly {high} {unit}")]
    return [Limit(f"{low} to {high} {unit}" if low else f"at most {high} {unit}")]
