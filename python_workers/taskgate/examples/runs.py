"""Running a task with the arguments of an example, in this process or in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celery.exceptions import TimeoutError as CeleryTimeout

from taskgate.context import PROGRESS
from taskgate.contracts.definition import Definition, Example
from taskgate.schemas.signature import in_message
from taskgate.worker.failures import Facts, read_facts, stored_facts


@dataclass(frozen=True)
class Ended:
    """How a run has ended: with a `result` (JSON), or with a `failure`, or, in `silence`, not in time.

    `reports` are the members `data` of the reports of progress that were seen.
    """

    result: Any = None
    failure: Facts | None = None
    silence: str | None = None
    reports: Sequence[Any] = ()


def in_process(task: Any, definition: Definition, example: Example) -> Ended:
    """Run the task here as a worker would: arguments, reports of progress and the result are checked."""
    args, kwargs = in_message(definition.signature.parameters, example["arguments"])
    try:
        run = task.apply(args=args, kwargs=kwargs, throw=True)
    except Exception as error:
        return Ended(failure=stored_facts(error, None))
    if run.state != "SUCCESS":
        return Ended(silence=f"its state is {run.state}: there is no result to wait for")
    return Ended(result=run.result)


def in_worker(task: Any, definition: Definition, example: Example, seconds: float) -> Ended:
    """Send the task to a worker that runs, and wait for its end; after `seconds` it is revoked and killed."""
    args, kwargs = in_message(definition.signature.parameters, example["arguments"])
    reports: list[Any] = []

    def note(meta: Any) -> None:
        report = meta.get("result")
        if meta.get("status") == PROGRESS and isinstance(report, dict) and "done" in report:
            reports.append(report.get("data", {}))

    sent = task.apply_async(args=args, kwargs=kwargs, expires=seconds)
    try:
        result = sent.get(timeout=seconds, propagate=False, on_message=note)
        state = sent.state
    except CeleryTimeout:
        sent.revoke(terminate=True)
        return Ended(silence=f"no result within {seconds:g} s; its last state was {sent.state}")
    finally:
        sent.forget()
    if isinstance(result, BaseException):
        return Ended(failure=read_facts(result), reports=reports)
    if state != "SUCCESS":
        return Ended(silence=f"its state is {state}: there is no result", reports=reports)
    return Ended(result=result, reports=reports)
