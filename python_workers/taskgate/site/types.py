"""A JSON Schema as the type that a programmer would write: what is the same for every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Schema = Any
"""A JSON Schema: a dict or a bool."""

_REFERENCE = "#/$defs/"


@dataclass(frozen=True)
class Reference:
    """A model, by the name of its definition."""

    name: str


Part = str | Reference


@dataclass(frozen=True)
class Type:
    """A type as text with references in it; `loose` where it needs parentheses inside another."""

    parts: tuple[Part, ...]
    loose: bool = False

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.name for part in self.parts)


@dataclass(frozen=True)
class Member:
    """A member of an object."""

    name: str
    type: Type
    required: bool


class Language(Protocol):
    """How a language writes types."""

    anything: Type
    nothing: Type

    def scalar(self, schema: Mapping[str, Any]) -> Type:
        """Write a string, a number, an integer, a boolean or null."""

    def literals(self, values: Sequence[Any]) -> Type:
        """Write values of which it is one; they are not empty."""

    def union(self, types: Sequence[Type]) -> Type:
        """Write two or more different types of which it is one."""

    def intersection(self, types: Sequence[Type]) -> Type:
        """Write two or more types that it has all at once."""

    def list(self, items: Type, unique: bool) -> Type:
        """Write a list of any length."""

    def tuple(self, items: Sequence[Type], rest: Type | None) -> Type:
        """Write a list of known elements, followed by any number of `rest`."""

    def map(self, keys: Type | None, known: Sequence[str] | None, values: Type) -> Type:
        """Write an object whose keys are data: of a type (None: any text), or the `known` ones."""

    def object(self, members: Sequence[Member], others: Type | None) -> Type:
        """Write an object with members, and with others of one type where it is open."""


def definition_name(reference: str) -> str:
    """Return the name in `#/$defs/<name>`."""
    return reference.removeprefix(_REFERENCE)


def write(schema: Schema, language: Language, definitions: Mapping[str, Schema]) -> Type:
    """Return the type of what fits a schema, as near as the language's types come to it."""
    if isinstance(schema, bool):
        return language.anything if schema else language.nothing

    def inner(part: Schema) -> Type:
        return write(part, language, definitions)

    if "$ref" in schema:
        return Type((Reference(definition_name(schema["$ref"])),))
    if "const" in schema:
        return language.literals([schema["const"]])
    if schema.get("enum"):
        return language.literals(schema["enum"])
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return _several(map(inner, choices), language.union)
    if schema.get("allOf"):
        return _several(map(inner, schema["allOf"]), language.intersection)
    kind = schema.get("type")
    if isinstance(kind, list):
        return _several((inner({**schema, "type": each}) for each in kind), language.union)
    if kind == "array" or "prefixItems" in schema:
        return _list(schema, language, definitions)
    if kind == "object" or "properties" in schema:
        return _object(schema, language, definitions)
    return language.anything if kind is None else language.scalar(schema)


def _several(types: Iterable[Type], combine: Any) -> Type:
    different = list(dict.fromkeys(types))
    return different[0] if len(different) == 1 else combine(different)


def _list(schema: Mapping[str, Any], language: Language, definitions: Mapping[str, Schema]) -> Type:
    rest = schema.get("items", True)
    first = [write(item, language, definitions) for item in schema.get("prefixItems", ())]
    most = schema.get("maxItems")
    closed = rest is False or (most is not None and most <= len(first))
    if not first and not closed:
        return language.list(write(rest, language, definitions), schema.get("uniqueItems", False))
    first = first[:most]
    shortest = min(schema.get("minItems", 0), len(first))
    forms = [
        language.tuple(
            first[:length],
            None if closed or length < len(first) else write(rest, language, definitions),
        )
        for length in range(shortest, len(first) + 1)
    ]
    return _several(forms, language.union)


def _object(schema: Mapping[str, Any], language: Language, definitions: Mapping[str, Schema]) -> Type:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    required = schema.get("required", ())
    # A model is closed unless it says otherwise, as in the generated TypeScript; a plain dict is open.
    others = schema.get("additionalProperties", "properties" not in schema)
    patterns = list(schema.get("patternProperties", {}).values())
    allowed = [*patterns, *([] if others is False else [others])]
    values = [write(each, language, definitions) for each in allowed]
    rest = _several(values, language.union) if values else None
    if properties:
        members = [
            Member(name, write(member, language, definitions), name in required)
            for name, member in properties.items()
        ]
        return language.object(members, rest)
    if "propertyNames" in schema and rest is not None:
        names = schema["propertyNames"]
        keys = write(names, language, definitions)
        # A key is text, also where its schema does not say so.
        keys_or_text = None if keys == language.anything else keys
        return language.map(keys_or_text, _known(names, definitions), rest)
    return language.map(None, None, rest or language.nothing)


def _known(names: Schema, definitions: Mapping[str, Schema]) -> Sequence[str] | None:
    if isinstance(names, dict) and "$ref" in names:
        names = definitions.get(definition_name(names["$ref"]), {})
    if not isinstance(names, dict):
        return None
    keys = [names["const"]] if "const" in names else names.get("enum")
    return None if keys is None else [key for key in keys if isinstance(key, str)]
