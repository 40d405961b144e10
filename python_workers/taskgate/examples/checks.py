"""Examples, checked when the task is decorated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taskgate.errors import InvalidContract, TaskgateError
from taskgate.schemas import plain
from taskgate.schemas.arguments import split_arguments
from taskgate.schemas.shape import Misfit, Shape

if TYPE_CHECKING:
    from taskgate.contracts.definition import Definition, Example

_MEMBERS = {"arguments", "result", "exception", "details"}


def check_examples(definition: Definition) -> None:
    """Refuse examples that do not fit the task; raises InvalidContract, which names example and place."""
    for index, example in enumerate(definition.examples):
        where = f"{definition.subject}, examples[{index}]"
        unknown = sorted(set(example) - _MEMBERS)
        alone = "details" in example and "exception" not in example
        if unknown or alone or "arguments" not in example or {"result", "exception"} <= set(example):
            raise InvalidContract(
                f"{where}: an example is 'arguments' with 'result', or with 'exception' and perhaps its "
                "'details', or with neither"
            )
        found = plain.problems(dict(example))
        if found:
            raise InvalidContract(f"{where}: {found[0]['path']}: {found[0]['message']}")
        _check_fit(definition, example, where)


def _check_fit(definition: Definition, example: Example, where: str) -> None:
    try:
        definition.signature.read(*split_arguments(definition.signature.parameters, example["arguments"]))
    except TaskgateError as error:
        raise InvalidContract(f"{where}: the arguments do not fit: {error}") from error
    if "result" in example:
        _check_shape(
            definition.result, example["result"], f"{where}: the result does not fit the return hint"
        )
    expected = example.get("exception")
    known = {declared.exception: declared.details for declared in definition.errors}
    if expected is not None and expected not in known:
        raise InvalidContract(
            f"{where}: {expected!r} is not among raises= ({', '.join(known) or 'which is empty'})"
        )
    details = known.get(str(expected))
    if "details" in example and details is not None:
        subject = f"{where}: the details do not fit those of {expected}"
        _check_shape(details, example["details"], subject)


def _check_shape(shape: Shape, value: Any, subject: str) -> None:
    try:
        shape.read(value)
    except Misfit as misfit:
        problem = misfit.problems[0]
        reason = f"{problem['path'] or 'the whole'}: {problem['message']}"
        raise InvalidContract(f"{subject}: {reason}") from misfit
