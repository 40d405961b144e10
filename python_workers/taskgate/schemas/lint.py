"""What Python and JavaScript would judge differently: the rules by which it is rewritten, refused, or named.

hints.py rewrites and refuses while it copies a core schema. What is left is what only Python can decide, such
as a validator of the author's: `alone` finds those places, and an export names them.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from taskgate.errors import InvalidContract

Node = dict[str, Any]

REFUSED: Final[Mapping[str, str]] = {
    "set": "a set is not JSON; use list[...] and make it a set inside the function",
    "bytes": "bytes are not JSON; pass a path or a URL that the worker reads",
    "timedelta": "a timedelta has no JSON form that both languages read; use seconds as float",
    "complex": "a complex number is not JSON; use two floats",
    "function": "a function cannot be sent; pass its name as a Literal or an Enum",
    "class": "a class cannot be sent; pass its name as a Literal or an Enum",
    "iterator": "an iterator has no length that can be checked; use list[...]",
    "json-text": "JSON inside a string cannot be checked by both languages; use the hint of the value itself",
    "regular-expression": "each language has regular expressions of its own; use str",
    "url-of-hosts": "a URL of several hosts is no URL to JavaScript; use str, or a list of AnyUrl",
    "naive-moment": "a date and time without an offset is another moment on each machine; use AwareDatetime, "
    "and a bound with an offset",
    "time-bounds": "JSON Schema has no bounds for a time of day; compare it inside the function",
    "decimal-steps": "a multiple of a Decimal is judged by its decimal places alone; use decimal_places, or "
    "a power of ten such as Decimal('0.01')",
    "decimal-bounds": "the bound of a Decimal has more digits than a JSON number carries; use one with fewer",
    "stripped-text": "JavaScript would hold the length and the pattern against the text with its spaces; "
    "leave out strip_whitespace, and strip inside the function",
    "alias-path": "a value that is found by a path has no place of its own in a contract; use one name as "
    "the alias",
}
"""What no contract can carry, by the id of the rule: why, and what to write in its stead."""

ALONE: Final[Mapping[str, str]] = {
    "validator": "a validator, a __post_init__ or a model_post_init of the author's",
    "discriminator": "a function that chooses the member of a union",
    "clock": "a date that is held against the clock",
    "library-type": "a type whose texts no JSON Schema describes, such as an IP network",
}
"""What only Python decides, by the id of the rule."""

# They refuse nothing that the schema in the contract takes: see contract_tests/parity.
_HARMLESS: Final = frozenset(
    {
        "ip_v4_address_validator",
        "ip_v6_address_validator",
        "sequence_validator",
        "defaultdict_validator",
        "GenerateSchema._path_schema.<locals>.path_validator",
        "_BaseUrl.__get_pydantic_core_schema__.<locals>.wrap_val",
        "IPv4Address",
        "IPv6Address",
        "SecretStr",
    }
)

# They write a schema of their own whatever is checked.
_BY_HAND: Final = frozenset({"pydantic.functional_validators", "pydantic.json_schema"})

_WORDS: Final = frozenset({"title", "description", "examples", "deprecated", "readOnly", "writeOnly"})

# What `use_enum_values` puts behind an Enum.
_ATTRIBUTE: Final = operator.attrgetter

_SKIPPED: Final = frozenset({"metadata", "serialization", "config", "default", "expected", "members", "cls"})


@dataclass(frozen=True)
class Remark:
    """A place of which only Python has the last word; `rule` is one of ALONE."""

    place: str
    rule: str


def refusal(rule: str) -> InvalidContract:
    """Return the error for a rule of REFUSED."""
    return InvalidContract(f"{REFUSED[rule]} (rule {rule})")


def described(metadata: Node) -> Node:
    """Return the metadata without what would have a contract say something else than is checked.

    `WithJsonSchema`, `json_schema_extra` and their like may describe, and change nothing.
    """
    kept = dict(metadata)
    for key in ("pydantic_js_functions", "pydantic_js_annotation_functions"):
        if key in kept:
            kept[key] = [each for each in kept[key] if not _by_hand(each)]
    for key in ("pydantic_js_updates", "pydantic_js_extra"):
        if isinstance(kept.get(key), dict):
            kept[key] = {word: value for word, value in kept[key].items() if word in _WORDS}
        else:
            kept.pop(key, None)
    return kept


def _by_hand(function: Any) -> bool:
    module = str(getattr(function, "__module__", ""))
    return not module.startswith(("pydantic.", "taskgate.")) or module in _BY_HAND


def alone(schema: Any) -> list[Remark]:
    """Return the places inside a core schema that only Python judges, each with each rule once."""
    definitions: dict[str, Any] = {}
    found = _found(schema, "", definitions, frozenset())
    return list(dict.fromkeys(found))


def _found(node: Any, place: str, definitions: dict[str, Any], seen: frozenset[str]) -> Iterator[Remark]:
    if isinstance(node, (list, tuple)):
        for item in node:
            yield from _found(item, place, definitions, seen)
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind == "definitions":
        definitions.update({each["ref"]: each for each in node["definitions"]})
        yield from _found(node["schema"], place, definitions, seen)
        return
    if kind == "definition-ref":
        reference = node["schema_ref"]
        if reference not in seen and reference in definitions:
            yield from _found(definitions[reference], place, definitions, seen | {reference})
        return
    rule = _rule(node)
    if rule is not None:
        yield Remark(place, rule)
    if kind == "json-or-python":
        yield from _found(node["json_schema"], place, definitions, seen)
        return
    if kind == "lax-or-strict":
        yield from _found(node["strict_schema"], place, definitions, seen)
        return
    for key, value in node.items():
        if key == "fields" and isinstance(value, dict):
            for name, field in value.items():
                yield from _found(field, f"{place}.{name}" if place else name, definitions, seen)
        elif key == "fields" and kind == "dataclass-args":
            for field in value:
                yield from _found(field, f"{place}.{field['name']}", definitions, seen)
        elif key not in _SKIPPED:
            yield from _found(value, place, definitions, seen)


def _rule(node: Node) -> str | None:
    kind = str(node.get("type"))
    if kind.startswith("function-"):
        return _rule_of(node["function"]["function"])
    if kind == "tagged-union" and callable(node["discriminator"]):
        return "discriminator"
    if "now_op" in node:
        return "clock"
    # pydantic gives each model that has private attributes a function of its own for them.
    initialized = node.get("post_init") not in (None, False, "init_private_attributes")
    return (
        "validator" if kind in ("model", "dataclass") and (initialized or node.get("custom_init")) else None
    )


def _rule_of(function: Any) -> str | None:
    if isinstance(function, functools.partial):
        function = function.func
    module = str(getattr(function, "__module__", None) or type(function).__module__)
    if module.startswith("taskgate.") or isinstance(function, _ATTRIBUTE):
        return None
    if module.partition(".")[0] in ("pydantic", "ipaddress"):
        return None if getattr(function, "__qualname__", "") in _HARMLESS else "library-type"
    return "validator"
