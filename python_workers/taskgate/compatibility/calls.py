"""How a call travels by one contract, and how a worker with another reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from taskgate.compatibility.comparison import sample
from taskgate.compatibility.payloads import NOTHING
from taskgate.compatibility.schemas import Schema
from taskgate.contracts.contract import arguments_schema
from taskgate.schemas.jsonschema import Json

KINDS: Final = frozenset({"positionalOnly", "positionalOrKeyword", "keywordOnly"})


VARIADIC: Final = frozenset({"variadicPositional", "variadicKeyword"})
"""`*args` and `**kwargs`, whose schema is that of one item (PROTOCOL.md, C5)."""


class Unbound(Exception):
    """A message does not fit the parameters, whatever its values are; the text says why."""


@dataclass(frozen=True)
class Call:
    """The arguments of a message."""

    args: Sequence[Any]
    kwargs: Mapping[str, Any]

    def shown(self) -> Json:
        """Return the call as it is shown and reported."""
        return {"args": list(self.args), "kwargs": dict(self.kwargs)}


def arguments(contract: Json) -> Schema:
    """Return the schema of a contract's arguments as one object."""
    body = arguments_schema(contract)
    return Schema({key: value for key, value in body.items() if key != "$defs"}, contract["$defs"])


def plain_arguments(contract: Json, without: str | None = None) -> Any:
    """Return a small set of arguments that the contract takes, or NOTHING; `without` is left out."""
    made = sample(arguments(contract))
    return made if made is NOTHING else {name: value for name, value in made.items() if name != without}


def place(contract: Json, name: str) -> str:
    """Return the JSON Pointer of a parameter in its contract."""
    return f"/parameters/{[each['name'] for each in contract['parameters']].index(name)}"


def positional(contract: Json) -> list[str]:
    """Return the names of the parameters that a position can fill, in their order."""
    return [
        each["name"]
        for each in contract["parameters"]
        if each["kind"] in ("positionalOnly", "positionalOrKeyword")
    ]


def typed(contract: Json, values: Mapping[str, Any]) -> Call:
    """Return the message of a typed call: by name, but for what has no name."""
    parameters = contract["parameters"]
    only = [each for each in parameters if each["kind"] == "positionalOnly"]
    given = max((place + 1 for place, each in enumerate(only) if each["name"] in values), default=0)
    args = [values.get(each["name"], each.get("default")) for each in only[:given]]
    names = {each["name"] for each in only}
    return Call(args, {name: value for name, value in values.items() if name not in names})


def chained(contract: Json, values: Mapping[str, Any]) -> Call | None:
    """Return the message of a step that takes the previous result; None where the task takes none."""
    first = next(iter(positional(contract)), None)
    if first is None or first not in values:
        return None
    rest = typed(contract, {name: value for name, value in values.items() if name != first})
    if contract["parameters"][0]["kind"] == "positionalOnly":
        return typed(contract, values)
    return Call([values[first], *rest.args], rest.kwargs)


def bound(contract: Json, call: Call) -> dict[str, Any]:
    """Bind a message to the parameters as Python does; raises Unbound."""
    names = positional(contract)
    kinds = {each["name"]: each["kind"] for each in contract["parameters"]}
    if len(call.args) > len(names):
        raise Unbound(f"it takes {len(names)} positional arguments, and {len(call.args)} come")
    values = dict(zip(names, call.args, strict=False))
    for name, value in call.kwargs.items():
        if name not in kinds:
            raise Unbound(f"it has no parameter {name!r}")
        if kinds[name] == "positionalOnly":
            raise Unbound(f"{name!r} comes by name, and is taken by position only")
        if name in values:
            raise Unbound(f"{name!r} comes twice")
        values[name] = value
    return values
