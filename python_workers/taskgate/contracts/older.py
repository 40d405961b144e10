"""Functions that carry the arguments of an older shape of a task over to today's."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_origin

from typing_extensions import is_typeddict

from taskgate.contracts.definition import OlderShape, location
from taskgate.errors import InvalidContract
from taskgate.schemas import jsonschema
from taskgate.schemas.arguments import VARIADIC
from taskgate.schemas.jsonschema import Json
from taskgate.schemas.signature import Signature

CarryOver = Callable[..., Mapping[str, Any]]
"""Takes the older arguments, whose shape its signature is, and returns today's by name."""


@dataclass(frozen=True)
class _Known:
    """A shape that calls are held against before the next one, as words and as its schema."""

    words: str
    schema: Json


def older_shapes(
    functions: Sequence[CarryOver], today: Signature, name: str, subject: str
) -> tuple[OlderShape, ...]:
    """Read what `older=` was given, newest first; raises InvalidContract for what no call could use."""
    if callable(functions):
        raise InvalidContract(f"{subject}: older= is a list of functions, newest first; write older=[...]")
    known = [_Known("the task's own", _schema(today, subject))] if functions else []
    found = []
    for function in functions:
        where = f"{subject}, older shape {getattr(function, '__name__', repr(function))}"
        _check_kind(function, where)
        signature = Signature(function, name, f"{where} ({location(function)})")
        _check_return(signature, today, where)
        schema = _schema(signature, where)
        for other in known:
            if schema == other.schema:
                raise InvalidContract(
                    f"{where}: its parameters are {other.words}, so that no call would come to it; "
                    "write those that the task had, or leave it out"
                )
        known.append(_Known(f"those of {function.__name__}", schema))
        found.append(OlderShape(signature, function))
    return tuple(found)


def _schema(signature: Signature, subject: str) -> Json:
    schemas, definitions = jsonschema.generate({"arguments": (signature.schema, "validation", subject)})
    return {"arguments": schemas["arguments"], "$defs": definitions}


def _check_kind(function: Any, where: str) -> None:
    if not inspect.isfunction(function):
        raise InvalidContract(f"{where}: give a plain function, defined above the task and without @task")
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        raise InvalidContract(f"{where}: it has to return the arguments at once; write a plain `def`")


def _check_return(signature: Signature, today: Signature, where: str) -> None:
    hint = signature.returns
    if is_typeddict(hint):
        _check_names(hint, today, where)
        return
    origin = get_origin(hint) or hint
    if not (isinstance(origin, type) and issubclass(origin, Mapping)):
        raise InvalidContract(
            f"{where}: it returns today's arguments by name; give it the return hint `-> dict[str, Any]`"
        )


def _check_names(hint: Any, today: Signature, where: str) -> None:
    """Hold the members of a TypedDict against the parameters of the task."""
    open_ended = any(each.kind in VARIADIC for each in today.parameters)
    names = {each.name for each in today.parameters}
    unknown = [] if open_ended else sorted(hint.__annotations__.keys() - names)
    missing = sorted(
        each.name
        for each in today.parameters
        if each.required and each.name not in getattr(hint, "__required_keys__", ())
    )
    for found, reason in ((unknown, "the task does not take"), (missing, "the task needs and it leaves out")):
        if found:
            raise InvalidContract(
                f"{where}: {hint.__name__}, which it returns, has to hold the task's parameters; "
                f"see {found[0]!r}, which {reason}"
            )
