"""Examples: checked when the task is decorated, run by a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taskgate.errors import InvalidContract, TaskgateError
from taskgate.schemas import plain
from taskgate.schemas.shape import Misfit
from taskgate.schemas.signature import in_message

if TYPE_CHECKING:
    from taskgate.contracts.definition import Definition, Example

_MEMBERS = {"arguments", "result", "exception"}


def check_examples(definition: Definition) -> None:
    """Refuse examples that do not fit the task; raises InvalidContract, which names example and place."""
    for index, example in enumerate(definition.examples):
        where = f"{definition.subject}, examples[{index}]"
        unknown = sorted(set(example) - _MEMBERS)
        if unknown or "arguments" not in example or {"result", "exception"} <= set(example):
            raise InvalidContract(
                f"{where}: an example is 'arguments' with 'result' or 'exception', or neither"
            )
        found = plain.problems(dict(example))
        if found:
            raise InvalidContract(f"{where}: {found[0]['path']}: {found[0]['message']}")
        _check_fit(definition, example, where)


def _check_fit(definition: Definition, example: Example, where: str) -> None:
    try:
        definition.signature.read(*in_message(definition.signature.parameters, example["arguments"]))
    except TaskgateError as error:
        raise InvalidContract(f"{where}: the arguments do not fit: {error}") from error
    if "result" in example:
        try:
            definition.result.read(example["result"])
        except Misfit as misfit:
            problem = misfit.problems[0]
            reason = f"{problem['path'] or 'the whole'}: {problem['message']}"
            raise InvalidContract(f"{where}: the result does not fit the return hint: {reason}") from misfit
    expected = example.get("exception")
    known = [declared.exception for declared in definition.errors]
    if expected is not None and expected not in known:
        raise InvalidContract(
            f"{where}: {expected!r} is not among raises= ({', '.join(known) or 'which is empty'})"
        )


def run_example(definition: Definition, example: Example) -> tuple[str, Any]:
    """Run an example in this process as a worker would, with the whole validation.

    Returns `("result", JSON)` or `("exception", name)`; an exception that is not declared goes through.
    """
    from taskgate.contracts.definition import exception_name

    args, kwargs = definition.signature.read(
        *in_message(definition.signature.parameters, example["arguments"])
    )
    try:
        value = definition.function(*args, **kwargs)
    except Exception as error:
        name = exception_name(type(error))
        if name in [declared.exception for declared in definition.errors]:
            return "exception", name
        raise
    return "result", definition.write_result(value)
