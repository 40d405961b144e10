"""A schema with what it refers to, and with what stands beside a union, written in one place.

Good enough to propose values by; no verdict rests on it.
"""

from __future__ import annotations

from typing import Any, Final

from taskgate.compatibility.schemas import Schema
from taskgate.schemas.jsonschema import Json

KINDS: Final = ("null", "boolean", "integer", "number", "string", "array", "object")


def flat(schema: Schema) -> Any:
    """Return the body without a reference, and with what stands in `allOf` beside it."""
    body = schema.resolved().body
    if not isinstance(body, dict) or "allOf" not in body:
        return body
    whole = {key: value for key, value in body.items() if key != "allOf"}
    for part in body["allOf"]:
        inner = flat(schema.at(part))
        if isinstance(inner, dict):
            whole = joined(whole, inner)
    return whole


def joined(one: Json, other: Json) -> Json:
    """Return both in one; where they say different things of one keyword, the second has it."""
    both = {**one, **other}
    for key in ("properties", "patternProperties"):
        if key in one and key in other:
            both[key] = {**one[key], **other[key]}
    if "required" in one and "required" in other:
        both["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    return both


def members(schema: Schema, word: str) -> list[Schema]:
    """Return the members of a union, each with what stands beside the union."""
    beside = {key: value for key, value in schema.body.items() if key not in (word, "discriminator")}
    made = []
    for each in schema.body[word]:
        body = flat(schema.at(each))
        made.append(schema.at(joined(beside, body) if isinstance(body, dict) else body))
    return made


def kinds(body: Json) -> tuple[str, ...]:
    """Return the types that a value may have, the likeliest first."""
    kind = body.get("type")
    if isinstance(kind, str):
        return (kind,)
    if kind:
        return tuple(kind)
    words = {"properties": "object", "required": "object", "items": "array", "prefixItems": "array"}
    words |= {"minLength": "string", "maxLength": "string", "pattern": "string", "minimum": "number"}
    guessed = tuple(dict.fromkeys(words[key] for key in body if key in words))
    return (*guessed, *(each for each in KINDS if each not in guessed))
