"""Lists of named values: the arguments of a task, the members of a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taskgate.schemas.jsonschema import Json
from taskgate.site.limits import describe
from taskgate.site.literals import JAVASCRIPT, PYTHON, flat
from taskgate.site.markup import Child, Html, join, tag
from taskgate.site.signature import argument_schema, type_words
from taskgate.site.text import both, inline, limited, typed
from taskgate.site.types import Schema, definition_name

_KINDS = {
    "positionalOnly": "by position in Python",
    "variadicPositional": "any number of them",
    "variadicKeyword": "any further names",
}


def arguments(contract: Json, models: Mapping[str, str]) -> Html:
    """Return the parameters of a task, in their order."""
    return _list(
        _field(
            parameter["name"],
            argument_schema(parameter),
            contract["$defs"],
            models,
            _needed(parameter),
            parameter.get("description", ""),
        )
        for parameter in contract["parameters"]
    )


def members(schema: Schema, definitions: Mapping[str, Schema], models: Mapping[str, str]) -> Html | None:
    """Return the members of an object, or None where the schema has none."""
    if not isinstance(schema, dict) or not schema.get("properties"):
        return None
    required = schema.get("required", ())
    return _list(
        _field(
            name,
            member,
            definitions,
            models,
            _optional(name, member, required),
            member.get("description", "") if isinstance(member, dict) else "",
        )
        for name, member in schema["properties"].items()
    )


def resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Return what a reference stands for, or the schema itself."""
    if isinstance(schema, dict) and "$ref" in schema:
        return definitions.get(definition_name(schema["$ref"]), True)
    return schema


def words(schema: Schema, definitions: Mapping[str, Schema], models: Mapping[str, str]) -> Html:
    """Return a type in both languages, and what it does not say."""
    typescript, python = type_words(schema, definitions)
    types = both(typed(typescript, models), typed(python, models, "py"))
    limits = limited(describe(schema))
    return join([types, tag("span", limits, class_="limits") if limits else None])


def _list(rows: Any) -> Html:
    return tag("dl", rows, class_="fields")


def _field(
    name: str,
    schema: Schema,
    definitions: Mapping[str, Schema],
    models: Mapping[str, str],
    needed: Child,
    description: str,
) -> Html:
    return tag(
        "div",
        tag("dt", tag("code", name, class_="name"), needed),
        tag("dd", tag("p", words(schema, definitions, models), class_="type")),
        tag("dd", inline(description)) if description else None,
    )


def _needed(parameter: Json) -> Html:
    notes: list[Child] = [_KINDS.get(parameter["kind"])]
    if parameter["required"] or parameter["kind"].startswith("variadic"):
        return _notes(notes)
    if "default" in parameter:
        notes.append(_default(parameter["default"]))
    else:
        notes.append("may be left out")
    return _notes(notes)


def _optional(name: str, member: Schema, required: Any) -> Html:
    if name in required:
        return Html()
    if isinstance(member, dict) and "default" in member:
        return _notes([_default(member["default"])])
    return _notes(["may be left out"])


def _default(value: Any) -> Html:
    return join(["default ", both(flat(value, JAVASCRIPT), flat(value, PYTHON))])


def _notes(notes: list[Child]) -> Html:
    return join(tag("span", note, class_="note") for note in notes if note)
