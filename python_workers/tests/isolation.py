"""Tasks of one test, which no other test's app shall serve."""

from __future__ import annotations

import functools
import importlib
import sys
import textwrap
import warnings
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery import _state as celery_state
from celery.exceptions import CDeprecationWarning

from taskgate.app import survey_of
from taskgate.contracts.definition import Definition, definitions
from taskgate.contracts.survey import Survey
from taskgate.loading import load

_TASK = """
    from taskgate import task

    @task({options})
    def {function}(value: int) -> int:
        return value
"""


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


@functools.cache
def foreign() -> Survey:
    """Return what there is to say of the tasks of tests/foreign/signatures, none of them for Taskgate."""
    with isolated_tasks(), warnings.catch_warnings():
        warnings.simplefilter("ignore", CDeprecationWarning)  # queue= of a task, which many have
        app: Any = importlib.import_module("tests.foreign.signatures").app
        app.loader.import_default_modules()
        app.finalize()
        return survey_of(app)


def own_tasks() -> dict[str, Definition]:
    """Return the tasks of the package tasks by name."""
    return {definition.name: definition for definition in _own()[0]}


@functools.cache
def _own() -> tuple[list[Definition], set[Any]]:
    """Import the package tasks, once; returns what @task and what Celery keeps of it."""
    state: Any = celery_state
    with isolated_tasks() as known:
        before = set(state._on_app_finalizers)
        load("tasks")
        return list(known), state._on_app_finalizers - before


@contextmanager
def with_own_tasks() -> Iterator[None]:
    """Have the tasks of the package tasks, and no others, in every app that is made inside."""
    state: Any = celery_state
    with isolated_tasks() as known:
        known.extend(_own()[0])
        state._on_app_finalizers |= _own()[1]
        yield


@contextmanager
def packages_in(folder: Path) -> Iterator[Callable[..., str]]:
    """Yield a function that writes a package of tasks below `folder`; all are forgotten at the end.

    `write(primes="source")` writes primes.py and returns the package's name; `a__of__b` is a/b.py.
    """
    names: list[str] = []

    def write(**sources: str) -> str:
        name = f"written_{len(names)}_{folder.name.replace('-', '_')}"
        names.append(name)
        (folder / name).mkdir()
        for file, source in {"__init__": "", **sources}.items():
            path = folder / name / f"{file.replace('__of__', '/')}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(textwrap.dedent(source))
        importlib.invalidate_caches()
        return name

    sys.path.insert(0, str(folder))
    try:
        yield write
    finally:
        sys.path.remove(str(folder))
        for module in [module for module in sys.modules if module.partition(".")[0] in names]:
            del sys.modules[module]


def source(function: str = "one", **options: object) -> str:
    """Return the text of a file with one task, for packages_in()."""
    written = ", ".join(f"{key}={value!r}" for key, value in options.items())
    return _TASK.format(function=function, options=written)
