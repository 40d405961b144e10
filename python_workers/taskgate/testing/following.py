"""Sending a task to a worker, and following it until it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

from celery import states
from celery.exceptions import TimeoutError as CeleryTimeout
from celery.result import AsyncResult
from redis import Redis

from taskgate.context import PROGRESS
from taskgate.testing.ran import Error, Ran, Report
from taskgate.worker.failures import read_facts

ANSWER_SECONDS: Final = 10.0
"""In which Redis must answer."""

State = dict[str, Any]
Wait = Callable[[AsyncResult[Any], float, Callable[[State], None]], Any]


def follow(task: str, backend: Any, send: Callable[[str], AsyncResult[Any]], seconds: float) -> Ran:
    """Send a task by `send`, with the id that it is given, and wait for its end.

    `backend` is where the worker stores results. After `seconds` the task is revoked and its process killed.
    """
    reports: list[Report] = []
    retries = 0

    def note(state: State) -> None:
        nonlocal retries
        report = state.get("result")
        retries += state.get("status") == states.RETRY
        if state.get("status") == PROGRESS and isinstance(report, dict) and "done" in report:
            reports.append(Report(report["done"], report.get("total"), report.get("data", {})))

    def ran(**how: Any) -> Ran:
        return Ran(task, **how, progress=reports, retries=retries)

    task_id = str(uuid4())
    with _followed(backend, task_id) as wait:
        sent = send(task_id)
        try:
            result = wait(sent, seconds, note)
            state = sent.state
        except CeleryTimeout:
            last = sent.state
            sent.revoke(terminate=True)
            return ran(state=last, silence=f"no result within {seconds:g} s; its last state was {last}")
        finally:
            sent.forget()
    if isinstance(result, BaseException):
        return ran(state=state, error=Error.of(read_facts(result), result))
    if state != states.SUCCESS:
        return ran(state=state, silence=f"its state is {state}: there is no result")
    return ran(value=result)


@contextmanager
def _followed(backend: Any, task_id: str) -> Iterator[Wait]:
    """Yield what waits for the result of a task that is not yet sent, and tells of each state once."""
    client = getattr(backend, "client", None)
    if not isinstance(client, Redis):
        yield lambda sent, seconds, note: sent.get(timeout=seconds, propagate=False, on_message=note)
        return
    any_client: Any = client
    # Celery's own get() looks first: it tells of that state twice, and of none that came before it.
    with any_client.pubsub() as published:
        published.subscribe(backend.get_key_for_task(task_id))
        published.get_message(timeout=ANSWER_SECONDS)

        def wait(sent: AsyncResult[Any], seconds: float, note: Callable[[State], None]) -> Any:
            deadline = time.monotonic() + seconds
            while (left := deadline - time.monotonic()) > 0:
                message: Any = published.get_message(timeout=left)
                if message is None or message["type"] != "message":
                    continue
                state = backend.decode_result(message["data"])
                note(state)
                if state["status"] in states.READY_STATES:
                    return sent.get(timeout=ANSWER_SECONDS, propagate=False)
            raise CeleryTimeout

        yield wait
