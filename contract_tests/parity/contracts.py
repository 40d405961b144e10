"""Every task whose contract the two languages have to judge alike."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

from celery import Celery

from parity.shapes import HINTS
from taskgate import create_app, task
from taskgate.app import tasks_of
from taskgate.contracts.celery_tasks import plain_tasks
from taskgate.contracts.definition import Definition
from taskgate.contracts.survey import reading_of
from tests.isolation import foreign, isolated_tasks, shapes

ECHO: Final = "parity."
"""How the names of the tasks begin that give back what they get."""


def every() -> Iterator[Definition]:
    """Yield the tasks of this repository, those of the export's tests, and one for each hint of shapes.py."""
    for modules in ("tasks", "scenarios"):
        with isolated_tasks():
            yield from tasks_of(create_app(f"parity-{modules}", tasks=modules))
    yield from shapes().values()
    yield from _foreign()
    with isolated_tasks():
        yield from [echo(name, hint) for name, hint in HINTS.items()]


def _foreign() -> Iterator[Definition]:
    foreign()  # which imports them apart from everything else
    for app in (importlib.import_module("tests.foreign.signatures").app, _variadic()):
        for each in plain_tasks(app):
            yield reading_of(app, each).definition


def _variadic() -> Celery:
    app = Celery("parity-variadic", broker="memory://", set_as_current=False)
    importlib.import_module("variadic")
    app.finalize()
    return app


def echo(name: str, hint: Any) -> Definition:
    """Return a task that gives back its one argument, `value`."""

    def give(value):  # type: ignore[no-untyped-def]
        return value

    give.__annotations__ = {"value": hint, "return": hint}
    made: Any = task(name=ECHO + name)(give)
    definition: Definition = made.taskgate
    return definition
