"""Tasks of one test, which no other test's app shall serve."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from celery import _state

from taskgate.definition import Definition, definitions


@contextmanager
def isolated_tasks() -> Iterator[list[Definition]]:
    """Forget, at the end, every task that was defined inside; yields the list of those known inside."""
    finalizers, _state._on_app_finalizers = _state._on_app_finalizers, set()  # type: ignore[attr-defined]
    known, definitions[:] = list(definitions), []
    try:
        yield definitions
    finally:
        definitions[:] = known
        _state._on_app_finalizers = finalizers  # type: ignore[attr-defined]


@functools.cache
def shapes() -> dict[str, Definition]:
    """Return the tasks of tests/shapes.py by name."""
    with isolated_tasks() as known:
        importlib.import_module("tests.shapes")
        return {definition.name: definition for definition in known}
