"""Plain JSON: what may stand where a hint says nothing.

A value is plain when every JSON reader gives it back unchanged: no NaN, no integer that JavaScript rounds,
no object that only Python knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

from taskgate.errors import Problem

MAX_INTEGER = 2**53 - 1
"""The largest integer that JavaScript holds exactly."""

MAX_DEPTH = 200
"""Deeper values are refused; a value that contains itself ends here too."""

MAX_PROBLEMS = 20
"""So many places are named; the rest would only make the error too large to send."""

_REMEDIES: dict[type, str] = {
    bytes: "bytes are not JSON; write a file and return its path or URL",
    bytearray: "bytes are not JSON; write a file and return its path or URL",
    set: "a set is not JSON; use a list",
    frozenset: "a set is not JSON; use a list",
    complex: "a complex number is not JSON; use a pair of floats",
}


def pointer(path: str, segment: object) -> str:
    """Return `path` extended by one segment, escaped as RFC 6901 says."""
    return f"{path}/{str(segment).replace('~', '~0').replace('/', '~1')}"


def problems(value: Any) -> list[Problem]:
    """Return the places where `value` is not plain JSON, at most MAX_PROBLEMS of them."""
    return list(islice(_walk(value, "", 0), MAX_PROBLEMS))


def _walk(value: Any, path: str, depth: int) -> Iterator[Problem]:
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            yield _problem(path, "the integer is beyond 2^53 - 1, which JavaScript would round; use a string")
    elif kind is float:
        if not math.isfinite(value):
            yield _problem(path, f"{value} is not JSON; use None")
    elif depth >= MAX_DEPTH:
        yield _problem(path, f"nested deeper than {MAX_DEPTH} levels")
    elif kind is list or kind is tuple:
        yield from _walk_list(value, path, depth)
    elif kind is dict:
        for key, member in value.items():
            if type(key) is str:
                yield from _walk(member, pointer(path, key), depth + 1)
            else:
                yield _problem(pointer(path, key), f"the key {key!r} is not a string; use str(...)")
    else:
        remedy = _REMEDIES.get(
            kind, f"{kind.__module__}.{kind.__qualname__} is not plain JSON; declare it in a hint"
        )
        yield _problem(path, remedy)


def _walk_list(value: list[Any] | tuple[Any, ...], path: str, depth: int) -> Iterator[Problem]:
    # Results are often long lists of numbers: those are looked at without a Python loop.
    kinds = set(map(type, value))
    if kinds <= {str, bool, type(None)}:
        return
    if kinds == {int} and min(value) >= -MAX_INTEGER and max(value) <= MAX_INTEGER:
        return
    if kinds == {float} and all(map(math.isfinite, value)):
        return
    for index, item in enumerate(value):
        yield from _walk(item, f"{path}/{index}", depth + 1)


def _problem(path: str, message: str) -> Problem:
    return {"path": path, "message": message}
