"""What is not as contract and example have it, in sentences that begin with the place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from taskgate.contracts.definition import Definition, Example
from taskgate.errors import Problem
from taskgate.schemas import plain
from taskgate.schemas.shape import Misfit, Shape
from taskgate.testing.ran import Error, Ran
from taskgate.worker.failures import TASK_FAILED

SHOWN: Final = 5
"""So many sentences on one example, and the rest counted."""

LONGEST: Final = 120
"""Characters of a value that are shown."""

_ABSENT: Final = object()


def findings(definition: Definition, example: Example, ran: Ran) -> list[str]:
    """Return what is wrong, at most SHOWN sentences and the number of the others; empty where nothing is."""
    found = list(_found(definition, example, ran))
    more = len(found) - SHOWN
    return found if more <= 0 else [*found[:SHOWN], f"and {more} more"]


def _found(definition: Definition, example: Example, ran: Ran) -> Iterator[str]:
    if definition.progress is not None:
        for index, report in enumerate(ran.progress):
            yield from _misfits(definition.progress, report.data, f"progress[{index}]/data")
    if ran.silence is not None:
        yield f"end is not there: {ran.silence}"
    elif ran.error is None:
        yield from _of_result(definition, example, ran.value)
    elif ran.error.code == TASK_FAILED:
        yield from _of_exception(definition, example, ran.error)
    else:
        yield f"end is {ran.error.code}: {ran.error.message}"


def _of_result(definition: Definition, example: Example, result: Any) -> Iterator[str]:
    if "exception" in example:
        told = f"the task returned {shown(result)}, and the example says {example['exception']}"
        yield f"exception is missing: {told}"
        return
    misfits = list(_misfits(definition.result, result, "result"))
    yield from misfits
    if "result" in example and not misfits:
        normal = definition.result.write_json(example["result"])
        yield from _lines("result", differences(example["result"], result, normal))


def _of_exception(definition: Definition, example: Example, error: Error) -> Iterator[str]:
    name = error.exception
    raised = f"exception is {name} ({error.message})" if error.message else f"exception is {name}"
    declared = {each.exception: each for each in definition.errors}
    if name not in declared:
        instead = f"declares {', '.join(declared)}" if declared else "declares none"
        yield f"{raised}, and the contract {instead}"
    elif "result" in example:
        yield f"{raised}, and the example says that the task returns {shown(example['result'])}"
    elif example.get("exception", name) != name:
        yield f"{raised}, and the example says {example['exception']}"
    else:
        shape, details = declared[name].details, error.details
        misfits = [] if shape is None else list(_misfits(shape, details, "details"))
        yield from misfits
        if "details" in example and not misfits:
            normal = example["details"] if shape is None else shape.write_json(example["details"])
            yield from _lines("details", differences(example["details"], details, normal))


def _misfits(shape: Shape, value: Any, part: str) -> Iterator[str]:
    try:
        shape.read(value)
    except Misfit as misfit:
        yield from _lines(part, misfit.problems)


def _lines(part: str, problems: Sequence[Problem]) -> Iterator[str]:
    return (f"{part}{each['path']} {each['message']}" for each in problems)


def differences(expected: Any, actual: Any, normal: Any = _ABSENT) -> list[Problem]:
    """Return every place where a JSON value is not what is expected.

    A missing member is not None, True not 1, and 1 not 1.0, unless `normal`, what a task that returns the
    expected value writes, has there what is: with the hint `float`, the example may say 12.
    """
    return list(islice(_walk(expected, actual, normal, ""), plain.MAX_PROBLEMS))


def _walk(expected: Any, actual: Any, normal: Any, path: str) -> Iterator[Problem]:
    if isinstance(expected, Mapping) and isinstance(actual, dict):
        yield from _members(expected, actual, normal, path)
    elif isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        if len(expected) != len(actual):
            told = f"has {len(actual)} items, and the example has {len(expected)}"
            yield {"path": path, "message": told}
        for index, (one, other) in enumerate(zip(expected, actual, strict=False)):
            yield from _walk(one, other, _item(normal, index), plain.pointer(path, index))
    elif expected != actual or not _same_kind(expected, actual, normal):
        yield {"path": path, "message": f"is {shown(actual)}, and the example says {shown(expected)}"}


def _members(
    expected: Mapping[str, Any], actual: dict[str, Any], normal: Any, path: str
) -> Iterator[Problem]:
    for name, value in expected.items():
        place = plain.pointer(path, name)
        if name in actual:
            inner = normal.get(name, _ABSENT) if isinstance(normal, dict) else _ABSENT
            yield from _walk(value, actual[name], inner, place)
        else:
            yield {"path": place, "message": f"is missing, and the example says {shown(value)}"}
    for name in actual.keys() - expected.keys():
        told = f"is {shown(actual[name])}, and the example does not have it"
        yield {"path": plain.pointer(path, name), "message": told}


def _same_kind(expected: Any, actual: Any, normal: Any) -> bool:
    return type(actual) in (type(expected), type(normal))


def _item(normal: Any, index: int) -> Any:
    return normal[index] if isinstance(normal, list) and index < len(normal) else _ABSENT


def shown(value: Any) -> str:
    """Return a value as JSON, or the beginning of it."""
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text)} characters)"
