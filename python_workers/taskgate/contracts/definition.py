"""What `@task` has learned about one task."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celery import Celery

from taskgate.contracts.contract import DEFAULT_QUEUE, contract, documentation
from taskgate.contracts.details import declared_details
from taskgate.errors import InvalidContract, InvalidResult
from taskgate.queues.priorities import Priority
from taskgate.schemas.shape import Misfit, Shape
from taskgate.schemas.signature import Signature

if TYPE_CHECKING:
    from taskgate.contracts.retries import Policy

Example = Mapping[str, Any]


@dataclass(frozen=True)
class DeclaredError:
    """An exception that a caller may expect; `details` is None where its class declares none."""

    exception: str
    summary: str
    details: Shape | None


@dataclass(frozen=True)
class OlderShape:
    """What a task took before: `carry` takes such arguments and returns today's by name."""

    signature: Signature
    carry: Callable[..., Mapping[str, Any]]


@dataclass(frozen=True)
class Definition:
    """One task: its function, its shapes and what its author said about it. Limits are seconds."""

    name: str
    function: Callable[..., Any]
    subject: str
    location: str
    signature: Signature
    result: Shape
    progress: Shape | None
    errors: Sequence[DeclaredError]
    queue: str | None
    queue_type: str
    time_limit: float | None
    soft_time_limit: float | None
    stores_result: bool
    idempotent: bool
    examples: Sequence[Example]
    documented: Any = None
    """What has the docstring where it is not the function: the class of a task."""
    retries: dict[str, Any] | None = None
    """The member of the contract; None where nothing makes the task run again by itself."""
    policy: Policy | None = None
    """The same where it is a worker of ours that does it, and not Celery."""
    priority: Priority | None = None
    idempotent_by: Sequence[str] = ()
    """The parameters that make the idempotency key of a call that bears none; without any, it has none."""
    older: Sequence[OlderShape] = ()
    """The shapes of before that are carried over, newest first."""
    _contracts: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def contract(self, default_queue: str = DEFAULT_QUEUE) -> dict[str, Any]:
        """Return the task's contract as plain JSON; raises InvalidContract.

        A task that names no queue waits in `default_queue`, which is the app's `task_default_queue`.
        """
        return contract(self, self.queue or default_queue)

    def served_contract(self, queue: str) -> dict[str, Any]:
        """Return that of a task that waits in `queue`, made once for each; not to be changed."""
        known = self._contracts.get(queue)
        if known is None:
            known = self._contracts[queue] = contract(self, queue)
        return known

    def write_result(self, value: Any) -> Any:
        """Return the JSON of what the function returned; raises InvalidResult."""
        try:
            return self.result.write(value)
        except Misfit as misfit:
            raise InvalidResult.at(f"the result of {self.name}", misfit.problems) from misfit


# Every task of the process, in the order of decoration; Celery's own list of shared tasks lives as long.
definitions: list[Definition] = []


def tasks_of(app: Celery) -> list[Definition]:
    """Return the tasks of an app that were made with `@task`, sorted by name."""
    found = [getattr(task, "taskgate", None) for task in app.tasks.values()]
    return sorted((each for each in found if isinstance(each, Definition)), key=lambda each: each.name)


def declared(exception: type[BaseException], subject: str) -> DeclaredError:
    """Read an exception class of `raises=`."""
    name = exception_name(exception)
    details = declared_details(exception, f"{subject}, details of {name}")
    own_text = exception.__dict__.get("__doc__")
    return DeclaredError(name, documentation(exception)[0] if own_text else "", details)


def exception_name(exception: type[BaseException]) -> str:
    """Return `module.QualifiedName`, without the module for Python's own exceptions."""
    if exception.__module__ == "builtins":
        return exception.__qualname__
    return f"{exception.__module__}.{exception.__qualname__}"


def location(function: Callable[..., Any]) -> str:
    """Return `file.py:12` for messages, the file relative to the working directory where it is below it."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:  # a class with `__call__`, a partial, a function that is not Python's
        return getattr(function, "__module__", None) or "unknown place"
    path = Path(code.co_filename)
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return f"{shown}:{code.co_firstlineno}"


def check_name(name: str, subject: str) -> None:
    """Refuse a task name that a caller could not reach as `gate.tasks.<name>`; raises InvalidContract."""
    segments = name.split(".")
    if len(segments) < 2 or not all(segments) or any(character.isspace() for character in name):
        shape = "two or more segments joined by dots, without spaces"
        raise InvalidContract(
            f"{subject}: {name!r} is no task name; use {shape}, for instance 'reports.build'"
        )
    if "then" in segments:
        reason = "a client that awaits `gate.tasks...then` would take it for a promise"
        raise InvalidContract(
            f"{subject}: the segment 'then' in {name!r} is refused, because {reason}; use another word"
        )
