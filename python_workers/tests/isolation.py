"""Tasks of one test, which no other test's app shall serve."""

from __future__ import annotations

import functools
import importlib
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import _state as celery_state

from taskgate.definition import Definition, definitions


@contextmanager
def isolated_tasks() -> Iterator[list[Definition]]:
    """Forget, at the end, every task that was defined inside; yields the list of those known inside."""
    state: Any = celery_state
    finalizers, state._on_app_finalizers = state._on_app_finalizers, set(state._on_app_finalizers)
    apps, state._apps = state._apps, weakref.WeakSet()
    current, state._tls.current_app = state._tls.current_app, None
    default, state.default_app = state.default_app, None
    known, definitions[:] = list(definitions), []
    try:
        yield definitions
    finally:
        definitions[:] = known
        state._on_app_finalizers, state._apps = finalizers, apps
        state._tls.current_app, state.default_app = current, default


@functools.cache
def shapes() -> dict[str, Definition]:
    """Return the tasks of tests/shapes.py by name."""
    with isolated_tasks() as known:
        importlib.import_module("tests.shapes")
        return {definition.name: definition for definition in known}
