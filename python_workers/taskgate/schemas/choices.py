"""Enums and literals: a value that comes as JSON is one of those that the contract lists, and no other.

Left to itself, pydantic takes `true` for 1, and the member of an Enum in a Literal not by its value.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, Flag
from typing import Any

from pydantic_core import PydanticCustomError

from taskgate.errors import InvalidContract

Node = dict[str, Any]


def enum(schema: Node) -> Node:
    """Tighten the schema of an Enum."""
    if issubclass(schema["cls"], Flag):
        raise InvalidContract(
            "the members of a Flag combine to values that no contract lists; use list[...] of an Enum"
        )
    # A `_missing_` of the author's would take what the contract does not list.
    listed = {key: value for key, value in schema.items() if key != "missing"}
    return _exact(listed, listed["members"])


def literal(schema: Node) -> Node:
    """Tighten the schema of a Literal."""
    return _exact(schema, schema["expected"])


def tags(schema: Node) -> Node:
    """Let a tagged union find its member by the value of an Enum too, which is what JSON holds."""
    choices = dict(schema["choices"])
    values = {tag.value: choice for tag, choice in choices.items() if isinstance(tag, Enum)}
    return {**schema, "choices": {**choices, **values}}


def _exact(schema: Node, allowed: list[Any]) -> Node:
    if all(type(each) is str or (schema["type"] == "enum" and type(each.value) is str) for each in allowed):
        return schema
    checked = {
        "type": "function-before",
        "function": {"type": "no-info", "function": _finder(allowed)},
        "schema": schema,
    }
    return {"type": "json-or-python", "json_schema": checked, "python_schema": schema}


def _finder(allowed: list[Any]) -> Callable[[Any], Any]:
    values = [each.value if isinstance(each, Enum) else each for each in allowed]
    expected = ", ".join(map(repr, values))

    def find(value: Any) -> Any:
        for each, known in zip(allowed, values, strict=True):
            if value == known and isinstance(value, bool) == isinstance(known, bool):
                return each
        raise PydanticCustomError("not_listed", "Input should be one of {expected}", {"expected": expected})

    return find
