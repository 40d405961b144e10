"""Running a task with the arguments of an example, in this process or in a worker."""

from __future__ import annotations

from typing import Any

from taskgate.contracts.definition import Definition, Example
from taskgate.schemas.arguments import split_arguments
from taskgate.testing.following import follow
from taskgate.testing.here import run_here
from taskgate.testing.ran import Ran


def in_process(task: Any, definition: Definition, example: Example) -> Ran:
    """Run the task here as a worker would: arguments, reports of progress and the result are checked."""
    args, kwargs = split_arguments(definition.signature.parameters, example["arguments"])
    return run_here(task, args, kwargs)


def in_worker(task: Any, definition: Definition, example: Example, seconds: float) -> Ran:
    """Send the task to a worker that runs, and wait for its end; after `seconds` it is revoked and killed."""
    args, kwargs = split_arguments(definition.signature.parameters, example["arguments"])

    def send(task_id: str) -> Any:
        return task.apply_async(args=args, kwargs=kwargs, task_id=task_id, expires=seconds)

    return follow(task.name, task.backend, send, seconds)
