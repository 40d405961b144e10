"""From a type hint to pydantic's core schema, held to what JSON and JavaScript can carry.

The same changed core schema feeds the validator, the serializer and the JSON Schema, so that the contract
cannot say one thing and the worker do another.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, Final

from pydantic import PydanticUserError, TypeAdapter
from pydantic.errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation
from pydantic.warnings import UnsupportedFieldAttributeWarning
from pydantic_core import CoreSchema, SchemaError

from taskgate.errors import InvalidContract
from taskgate.schemas import lint
from taskgate.schemas.tightening import TIGHTEN, in_one_way

Node = dict[str, Any]

REFUSED: Final[Mapping[str, str]] = {
    "set": "set",
    "frozenset": "set",
    "bytes": "bytes",
    "timedelta": "timedelta",
    "complex": "complex",
    "callable": "function",
    "is-subclass": "class",
    "generator": "iterator",
    "json": "json-text",
    "multi-host-url": "url-of-hosts",
}
"""The kinds of hints that no contract can carry, and the rule of lint.py that says why."""

# What these members hold is no schema: values, functions and settings, which are kept as they are.
_OPAQUE: Final = frozenset({"metadata", "config", "default", "expected", "members", "cls", "function"})


def core_schema(hint: Any, subject: str) -> CoreSchema:
    """Return the core schema of `hint`.

    `subject` says in words what the hint belongs to. Raises InvalidContract with the remedy for a hint that
    cannot be carried.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UnsupportedFieldAttributeWarning)
            schema = TypeAdapter(hint).core_schema
    except UnsupportedFieldAttributeWarning as warning:
        reason = str(warning).partition(" was provided")[0]
        remedy = "rename the parameter instead of an alias, and write a default behind `=`"
        raise InvalidContract(f"{subject}: {reason} of a Field has no effect here; {remedy}") from warning
    except PydanticUndefinedAnnotation as error:
        raise InvalidContract(f"{subject}: the name {error.name!r} in the hint is not defined") from error
    except (PydanticSchemaGenerationError, PydanticUserError) as error:
        unknown = isinstance(error, PydanticSchemaGenerationError)
        reason = "" if unknown else f" ({str(error).splitlines()[0]})"
        remedy = "use a pydantic model, a dataclass, a TypedDict or a built-in type"
        raise InvalidContract(f"{subject}: the hint {hint!r} has no JSON form{reason}; {remedy}") from error
    except SchemaError as error:
        # Most often a pattern; the text shows the place in it over several lines.
        raise InvalidContract(f"{subject}: the hint {hint!r} cannot be checked: {error}") from error
    return _Hardener(subject).node(schema)  # type: ignore[arg-type]


class _Hardener:
    """Copies a core schema and tightens it on the way."""

    def __init__(self, subject: str) -> None:
        self._trail = [subject]
        self._config: Node = {}
        """Of the model around: what it says holds for the texts and the names in it."""

    def node(self, schema: Node) -> Node:
        rule = REFUSED.get(str(schema.get("type")))
        if rule is not None:
            raise InvalidContract(f"{', '.join(self._trail)}: {lint.refusal(rule)}")
        owner, outer = schema.get("cls"), self._config
        if isinstance(owner, type):
            self._trail.append(f"{owner.__module__}.{owner.__qualname__}")
            # The configuration of one model does not reach into another.
            self._config = schema.get("config") or {}
        copied = {key: value if key in _OPAQUE else self._value(key, value) for key, value in schema.items()}
        copied = self._tightened(copied)
        if isinstance(owner, type):
            self._trail.pop()
            self._config = outer
        return copied

    def _tightened(self, schema: Node) -> Node:
        kind = schema.get("type")
        try:
            if "metadata" in schema:
                schema["metadata"] = lint.described(schema["metadata"])
            if "config" in schema:
                schema["config"] = in_one_way(schema["config"])
            tighten = TIGHTEN.get(kind) if isinstance(kind, str) else None
            return schema if tighten is None else tighten(schema, self._config)
        except InvalidContract as error:
            raise InvalidContract(f"{', '.join(self._trail)}: {error}") from error

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, dict):
            if key == "fields":
                return {name: self._field(name, field) for name, field in value.items()}
            return self.node(value)
        if isinstance(value, list):
            return [self._value("", item) for item in value]
        if isinstance(value, tuple):
            return tuple(self._value("", item) for item in value)
        return value

    def _field(self, name: str, field: Node) -> Node:
        self._trail.append(f"field {name!r}")
        copied = self.node(field)
        self._trail.pop()
        return copied
