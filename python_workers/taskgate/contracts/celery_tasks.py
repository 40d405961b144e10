"""Definitions of the tasks that Celery's own decorators made, by hints, defaults and docstrings.

A task is left as it is. Nothing of it has to be right, for nobody wrote it for a contract: what has no
hint, or one that has no JSON form, is open.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from celery import Celery

from taskgate.contracts import parameters, retries, route
from taskgate.contracts.definition import DeclaredError, Definition, declared, location
from taskgate.contracts.parameters import Mode, Places
from taskgate.errors import InvalidContract, TaskgateError
from taskgate.schemas.jsonschema import Json
from taskgate.schemas.shape import Shape
from taskgate.schemas.signature import Signature

OWN: Final = ("celery.", "taskgate.")
"""How the names of Celery's own tasks and of ours begin; no contract has them."""


@dataclass(frozen=True)
class Reading:
    """What was read of a task; `unhinted` are places that are open, `refused` sentences about others."""

    definition: Definition
    contract: Json
    unhinted: tuple[str, ...]
    refused: tuple[str, ...]


def plain_tasks(app: Celery) -> Iterator[Any]:
    """Yield the tasks of an app that were not made with `@task`, in the order of their names."""
    for name, task in sorted(app.tasks.items()):
        if not name.startswith(OWN) and not isinstance(getattr(task, "taskgate", None), Definition):
            yield task


def read(app: Celery, task: Any) -> Reading:
    """Return what there is to know of a task; never raises InvalidContract."""
    function = function_of(task)
    subject = f"task {task.name!r} ({location(function)})"
    reason: Exception | None = None
    modes: tuple[Mode, ...] = ("trusted", "checked")
    for mode in modes:
        try:
            return _read(app, task, function, Places(function, subject, mode))
        except Exception as error:  # a hint is code of somebody else's, and runs when it is looked at
            reason = error
    # Each hint by itself is right, and together they are not: two models of one name, for instance.
    reading = _read(app, task, function, Places(function, subject, "ignored"))
    return replace(reading, refused=(f"{reason}; until then all of the task is open",))


def function_of(task: Any) -> Callable[..., Any]:
    """Return the function that the author wrote, without what Celery and others have put around it."""
    author: Callable[..., Any] = list(_layers(task))[-1]
    return author


def _layers(task: Any) -> Iterator[Any]:
    """Yield what a worker calls, and the function inside of it, down to the author's."""
    function: Any = task.run
    while function is not None:
        yield function
        function = getattr(function, "__wrapped__", None) or getattr(function, "__func__", None)


def _read(app: Celery, task: Any, function: Callable[..., Any], places: Places) -> Reading:
    found, known = parameters.read(task.run, places)
    returned = _result(task, function, places)
    queue = route.queue_of(app, task)
    definition = Definition(
        name=task.name,
        function=function,
        subject=places.subject,
        location=location(function),
        signature=Signature.read_from(task.name, places.subject, found, {**known, "return": returned}),
        result=Shape.of(returned, f"{places.subject}, result"),
        progress=None,
        errors=_errors(task, places.subject),
        queue=queue.name,
        queue_type=queue.type,
        time_limit=task.time_limit or None,
        soft_time_limit=task.soft_time_limit or None,
        stores_result=not task.ignore_result,
        idempotent=False,
        examples=(),
        retries=retries.of_task(task),
        documented=None if function.__doc__ else type(task),
    )
    return Reading(definition, definition.contract(), tuple(places.unhinted), tuple(places.refused))


def _result(task: Any, function: Callable[..., Any], places: Places) -> Any:
    hint = places.hint("result", parameters.annotations_of(function).get("return"))
    settings = _dump_settings(task)
    if settings is None or hint is Any:
        return hint
    # `pydantic=True`: Celery writes a model by the names of its fields, unless it was told otherwise.
    changed = sorted(settings.keys() - {"mode", "by_alias"})
    if changed:
        places.refuse("result", f"Celery dumps it with {', '.join(changed)}; leave that out")
    elif not settings.get("by_alias") and parameters.has_aliases(hint, places.subject):
        remedy = "add pydantic_dump_kwargs={'by_alias': True} to the task"
        places.refuse("result", f"Celery dumps its fields by their names and not by their aliases; {remedy}")
    else:
        return hint
    return Any


def _dump_settings(task: Any) -> dict[str, Any] | None:
    """Return how a task of `pydantic=True` dumps its result, None for another task.

    Celery keeps it in a closure.
    """
    for layer in _layers(task):
        # functools.wraps() hands the attribute on to layers around it, which have no such variable.
        if hasattr(layer, "dump_arguments") and inspect.isfunction(layer):
            settings = inspect.getclosurevars(layer).nonlocals.get("dump_kwargs")
            if isinstance(settings, dict):
                return settings
    return None


def _errors(task: Any, subject: str) -> list[DeclaredError]:
    """Return what `throws=` says, Celery's word for the exceptions that are no surprise."""
    found = {}
    for exception in task.throws or ():
        try:
            if issubclass(exception, TaskgateError):
                continue  # by install(); it is told by its code, not by its name
            read = declared(exception, subject)
        except (InvalidContract, AttributeError, TypeError):
            continue
        found[read.exception] = read
    return [found[name] for name in sorted(found)]
