"""A task's parameters as its contract has them, and arguments by name as a message carries them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_KINDS: Final[Mapping[Any, str]] = {
    inspect.Parameter.POSITIONAL_ONLY: "positionalOnly",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positionalOrKeyword",
    inspect.Parameter.VAR_POSITIONAL: "variadicPositional",
    inspect.Parameter.KEYWORD_ONLY: "keywordOnly",
    inspect.Parameter.VAR_KEYWORD: "variadicKeyword",
}

VARIADIC: Final = ("variadicPositional", "variadicKeyword")
"""The kinds of `*args` and `**kwargs`, which are given by name as an array and as an object."""

NO_DEFAULT: Final = object()
"""The default of a parameter that has none, or none that JSON has."""


def kind_of(parameter: inspect.Parameter) -> str:
    """Return the kind of a parameter as a contract writes it."""
    return _KINDS[parameter.kind]


@dataclass(frozen=True)
class Parameter:
    """One parameter; `kind` is as the contract writes it, `default` is JSON or NO_DEFAULT."""

    name: str
    kind: str
    required: bool
    default: Any = NO_DEFAULT


def split_arguments(
    parameters: Sequence[Parameter], arguments: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Return arguments by name as a message carries them (PROTOCOL.md, M15 and C5).

    An argument that is left out before one that is given by position takes its default. Where it has none,
    the arguments stay as they are, and the check of the call, or the call, says what is missing.
    """
    named = {parameter.kind: parameter.name for parameter in parameters if parameter.kind in VARIADIC}
    by_name = {name: value for name, value in arguments.items() if name not in named.values()}
    items = arguments.get(named.get("variadicPositional", ""), ())
    members = arguments.get(named.get("variadicKeyword", ""), {})
    if not isinstance(items, (list, tuple)) or not isinstance(members, Mapping):
        return [], dict(arguments)
    kinds = ("positionalOnly", "positionalOrKeyword") if items else ("positionalOnly",)
    first = [parameter for parameter in parameters if parameter.kind in kinds]
    while first and not items and first[-1].name not in arguments:
        first.pop()
    args = [arguments.get(parameter.name, parameter.default) for parameter in first]
    if any(value is NO_DEFAULT for value in args):
        return [], dict(arguments)
    for parameter in first:
        by_name.pop(parameter.name, None)
    return [*args, *items], {**by_name, **dict(members)}
