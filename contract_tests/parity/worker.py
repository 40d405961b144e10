"""What a worker does with the arguments of a message, and with the result of a task that gives them back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kombu.utils import json as kombu_json

from taskgate.contracts.definition import Definition
from taskgate.errors import InvalidArguments, InvalidResult
from taskgate.schemas.arguments import split_arguments


@dataclass(frozen=True)
class Verdict:
    """`read` are the Python arguments; where they are refused, `places` says why."""

    read: tuple[list[Any], dict[str, Any]] | None
    places: list[Any]

    @property
    def accepted(self) -> bool:
        return self.read is not None


def judge(definition: Definition, body: str | None) -> Verdict:
    """Read the body of a message as kombu and the worker do."""
    if body is None:
        return Verdict(None, [{"path": "", "message": "no call"}])
    try:
        args, kwargs, _ = kombu_json.loads(body)
    except Exception as error:  # the message would be lost
        return Verdict(None, [{"path": "", "message": f"kombu: {error!r}"}])
    if not isinstance(kwargs, dict):
        return Verdict(None, [{"path": "", "message": "kombu takes the arguments for a value of its own"}])
    try:
        return Verdict(definition.signature.read(args, kwargs), [])
    except InvalidArguments as error:
        return Verdict(None, error.details["errors"])


def body(definition: Definition, arguments: Any) -> str | None:
    """Return the body of a message for arguments that the client has not sent, with its numbers.

    None where no call can have them: what is given for `*args` is no list, or for `**kwargs` no object, or
    where a name would be another parameter's in the message.
    """
    names = {parameter.name for parameter in definition.signature.parameters}
    for parameter in definition.signature.parameters:
        given = arguments.get(parameter.name, {} if parameter.kind == "variadicKeyword" else [])
        if parameter.kind == "variadicPositional" and not isinstance(given, list):
            return None
        if parameter.kind == "variadicKeyword" and (arguments.keys() - names or not _further(given, names)):
            return None
    args, kwargs = split_arguments(definition.signature.parameters, _of_javascript(arguments))
    return json.dumps([args, kwargs, None])


def _further(given: Any, names: set[str]) -> bool:
    """Whether it can be given for `**kwargs`: an object without the names of parameters."""
    return isinstance(given, dict) and not names & given.keys()


def _of_javascript(value: Any) -> Any:
    """Return the value with the numbers that JavaScript has of it, and the digits that it writes of them."""
    if isinstance(value, dict):
        return {name: _of_javascript(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_of_javascript(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 1e21 else number


def meta(definition: Definition, value: Any) -> str | None:
    """Return what the worker stores for a result, or None where it is no result of the task."""
    try:
        result = definition.write_result(value)
    except InvalidResult:
        return None
    return kombu_json.dumps({"status": "SUCCESS", "result": result, "traceback": None})
