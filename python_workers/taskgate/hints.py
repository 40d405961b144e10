"""From a type hint to pydantic's core schema, held to what JSON and JavaScript can carry.

The same changed core schema feeds the validator, the serializer and the JSON Schema, so that the contract
cannot say one thing and the worker do another.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import PydanticUserError, TypeAdapter
from pydantic.errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation
from pydantic.warnings import UnsupportedFieldAttributeWarning
from pydantic_core import CoreSchema, PydanticCustomError, SchemaError

from taskgate import choices, plain
from taskgate.errors import InvalidContract
from taskgate.patterns import as_javascript
from taskgate.texts import in_one_form

Node = dict[str, Any]

REFUSED: Final[Mapping[str, str]] = {
    "set": "a set is not JSON; use list[...] and make it a set inside the function",
    "frozenset": "a set is not JSON; use list[...] and make it a set inside the function",
    "bytes": "bytes are not JSON; pass a path or a URL that the worker reads",
    "timedelta": "a timedelta has no JSON form that both languages read; use seconds as float",
    "complex": "a complex number is not JSON; use two floats",
    "callable": "a function cannot be sent; pass its name as a Literal or an Enum",
    "is-subclass": "a class cannot be sent; pass its name as a Literal or an Enum",
    "generator": "an iterator has no length that can be checked; use list[...]",
}
"""The kinds of hints that no contract can carry, and what to write in their stead."""

PATTERN: Final = "taskgate_pattern"
"""The metadata of a string's schema that holds its pattern as the author wrote it."""

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

    def node(self, schema: Node) -> Node:
        kind = schema.get("type")
        if isinstance(kind, str) and kind in REFUSED:
            raise InvalidContract(f"{', '.join(self._trail)}: {REFUSED[kind]}")
        owner = schema.get("cls")
        if isinstance(owner, type):
            self._trail.append(f"{owner.__module__}.{owner.__qualname__}")
        copied = {key: value if key in _OPAQUE else self._value(key, value) for key, value in schema.items()}
        if isinstance(owner, type):
            self._trail.pop()
        tighten = _TIGHTEN.get(kind) if isinstance(kind, str) else None
        if tighten is None:
            return copied
        try:
            return tighten(copied)
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


def _bounded(schema: Node) -> Node:
    limit = plain.MAX_INTEGER
    if schema.get("gt", 0) < -limit:
        del schema["gt"]
    if schema.get("lt", 0) > limit:
        del schema["lt"]
    if "gt" not in schema:
        schema["ge"] = max(schema.get("ge", -limit), -limit)
    if "lt" not in schema:
        schema["le"] = min(schema.get("le", limit), limit)
    return schema


def _finite(schema: Node) -> Node:
    return {**schema, "allow_inf_nan": False}


def _aware(schema: Node) -> Node:
    # Without an offset it would mean another moment on every machine; JSON Schema's date-time asks for one.
    return in_one_form({**schema, "tz_constraint": "aware"})


def _naive(schema: Node) -> Node:
    # A time of day ("09:30:00") belongs to a place, not to an offset; a moment is a datetime.
    return in_one_form({**schema, "tz_constraint": "naive"})


def _pattern(schema: Node) -> Node:
    pattern = schema.get("pattern")
    if pattern is None:
        return schema
    if not isinstance(pattern, str):
        raise InvalidContract("a compiled pattern has flags that no contract carries; give it as a string")
    try:
        rust = as_javascript(pattern)
    except ValueError as error:
        raise InvalidContract(
            f"the pattern {pattern!r} has {error}, which JavaScript and Python do not both read"
        ) from error
    return {**schema, "pattern": rust, "metadata": {**schema.get("metadata", {}), PATTERN: pattern}}


def _plain(schema: Node) -> Node:
    return {
        "type": "function-after",
        "function": {"type": "no-info", "function": _refuse_unplain},
        "schema": schema,
    }


def _refuse_unplain(value: Any) -> Any:
    found = plain.problems(value)
    if found:
        raise PydanticCustomError("not_plain", "the value is not plain JSON", {"problems": found})
    return value


def _string_keys(schema: Node) -> Node:
    keys = schema.get("keys_schema", {"type": "any"})
    if keys["type"] == "function-after" and keys["schema"]["type"] == "any":
        keys = {"type": "any"}
    if keys["type"] == "any":
        keys = {"type": "str", "strict": True}
    elif not _is_string(keys):
        kind = keys["python_schema"]["type"] if keys["type"] == "json-or-python" else keys["type"]
        raise InvalidContract(f"the keys of a JSON object are strings; use dict[str, ...], not {kind} keys")
    return {
        **schema,
        "keys_schema": keys,
        "values_schema": schema.get("values_schema") or _plain({"type": "any"}),
    }


def _is_string(schema: Node) -> bool:
    kind = schema["type"]
    if kind == "literal":
        return all(isinstance(value, str) for value in schema["expected"])
    if kind == "enum":
        return all(isinstance(member.value, str) for member in schema["members"])
    if kind in ("function-after", "function-before", "function-wrap", "nullable", "default"):
        return kind != "nullable" and _is_string(schema["schema"])
    return bool(kind == "str")


def _items(schema: Node) -> Node:
    return {**schema, "items_schema": schema.get("items_schema") or _plain({"type": "any"})}


_TIGHTEN: Final[Mapping[str, Callable[[Node], Node]]] = {
    "int": _bounded,
    "float": _finite,
    "str": _pattern,
    "datetime": _aware,
    "time": _naive,
    "date": in_one_form,
    "uuid": in_one_form,
    "decimal": in_one_form,
    "enum": choices.enum,
    "literal": choices.literal,
    "tagged-union": choices.tags,
    "any": _plain,
    "dict": _string_keys,
    "list": _items,
}
