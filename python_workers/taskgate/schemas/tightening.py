"""What is tightened in each kind of core schema: lint.py has the rules, and hints.py applies them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address
from typing import Any, Final

from pydantic_core import PydanticCustomError

from taskgate.errors import InvalidContract
from taskgate.schemas import choices, decimals, lint, plain, steps
from taskgate.schemas.names import one_name
from taskgate.schemas.patterns import as_javascript
from taskgate.schemas.texts import in_one_form, ipv6, url

Node = dict[str, Any]

PATTERN: Final = "taskgate_pattern"
"""The metadata of a string's schema that holds its pattern as the author wrote it."""

_OF_PATTERNS: Final = frozenset(f"pattern_{kind}_validator" for kind in ("either", "str", "bytes"))
"""pydantic's own functions for the hint re.Pattern."""


def in_one_way(config: Node) -> Node:
    """Return the configuration of a model under which it takes what its contract says."""
    kept = {key: value for key, value in config.items() if key != "regex_engine"}
    return (
        {**kept, "validate_by_alias": True, "validate_by_name": False} if "validate_by_name" in kept else kept
    )


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
    return steps.tightened({**schema, "allow_inf_nan": False})


def _aware(schema: Node) -> Node:
    # Without an offset it would mean another moment on every machine; JSON Schema's date-time asks for one.
    bounds = [schema[each] for each in decimals.BOUNDS if each in schema]
    if schema.get("tz_constraint") == "naive" or any(each.tzinfo is None for each in bounds):
        raise lint.refusal("naive-moment")
    return in_one_form({**schema, "tz_constraint": "aware"})


def _naive(schema: Node) -> Node:
    # A time of day ("09:30:00") belongs to a place, not to an offset; a moment is a datetime.
    if any(each in schema for each in decimals.BOUNDS):
        raise lint.refusal("time-bounds")
    return in_one_form({**schema, "tz_constraint": "naive"})


def _text(schema: Node, config: Node) -> Node:
    if schema.get("strip_whitespace", config.get("str_strip_whitespace")):
        limited = any(key in schema or f"str_{key}" in config for key in ("min_length", "max_length"))
        if limited or "pattern" in schema:
            raise lint.refusal("stripped-text")
    return _pattern(schema)


def _pattern(schema: Node) -> Node:
    pattern = schema.get("pattern")
    if pattern is None:
        return schema
    if not isinstance(pattern, str):
        raise InvalidContract(
            "a compiled pattern has flags that no contract carries; give it as a string (rule pattern)"
        )
    try:
        rust = as_javascript(pattern)
    except ValueError as error:
        raise InvalidContract(
            f"the pattern {pattern!r} has {error}, which JavaScript and Python do not both read; write it "
            "without that (rule pattern)"
        ) from error
    schema.pop("regex_engine", None)
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
        raise InvalidContract(
            f"the keys of a JSON object are strings; use dict[str, ...], not {kind} keys (rule keys)"
        )
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


def _function(schema: Node) -> Node:
    function = schema["function"]
    if isinstance(function, dict) and getattr(function["function"], "__name__", "") in _OF_PATTERNS:
        raise lint.refusal("regular-expression")
    return schema


def _after(schema: Node) -> Node:
    if schema["function"]["function"] is not IPv6Address:
        return schema
    return {**schema, "function": {"type": "no-info", "function": ipv6}}


def _default(schema: Node) -> Node:
    # An item that does not fit would be left out, where JavaScript refuses it.
    return {key: value for key, value in schema.items() if key != "on_error"}


def _members(schema: Node, config: Node) -> Node:
    allowed = schema.get("extra_behavior", config.get("extra_fields_behavior")) == "allow"
    if allowed and not schema.get("extras_schema"):
        schema["extras_schema"] = _plain({"type": "any"})
    return _fields(schema, config)


def _fields(schema: Node, config: Node) -> Node:
    fields = schema["fields"]
    by_name = config.get("validate_by_alias") is False
    if isinstance(fields, dict):
        return {**schema, "fields": {name: one_name(field, by_name) for name, field in fields.items()}}
    return {**schema, "fields": [one_name(field, by_name) for field in fields]}


def _alone(tighten: Callable[[Node], Node]) -> Callable[[Node, Node], Node]:
    return lambda schema, _: tighten(schema)


TIGHTEN: Final[Mapping[str, Callable[[Node, Node], Node]]] = {
    "str": _text,
    "model-fields": _members,
    "typed-dict": _members,
    "dataclass-args": _fields,
    **{
        kind: _alone(tighten)
        for kind, tighten in {
            "int": _bounded,
            "float": _finite,
            "datetime": _aware,
            "time": _naive,
            "date": in_one_form,
            "uuid": in_one_form,
            "url": url,
            "decimal": decimals.tightened,
            "enum": choices.enum,
            "literal": choices.literal,
            "tagged-union": choices.tags,
            "any": _plain,
            "dict": _string_keys,
            "list": _items,
            "default": _default,
            "function-plain": _function,
            "function-after": _after,
        }.items()
    },
}
