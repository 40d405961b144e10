"""One run of a task and a key, on the worker (I3 to I5)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from celery import signals
from celery.exceptions import Ignore
from celery.worker import state as worker_state

from taskgate.idempotency.bounds import window
from taskgate.idempotency.held import Held
from taskgate.idempotency.keys import conflict, key_of
from taskgate.idempotency.record import store_of

if TYPE_CHECKING:
    from taskgate.context import Run

logger = logging.getLogger(__name__)


def once(run: Run, key: str | None, work: Callable[[], Any]) -> Any:
    """Return what `work` returns, or what it has returned for this task and key.

    Raises IdempotencyConflict where the key stands for other arguments, Unsupported without a Redis for the
    results, and Ignore where this message has nothing to do, or comes again later.
    """
    if key is None or not run.sent or not window(run.task.app):
        return work()
    store_of(run.task.app)
    held = Held(run, key)
    verdict, rest = held.take()
    if verdict == "taken":
        return held.run(work)
    if verdict == "succeeded":
        return held.value(resultless=rest == b"1")
    if verdict == "conflict" and not held.is_own:
        raise conflict(run.name, key)
    if verdict == "running" and not held.may_be_dropped:
        held.come_again(float(rest) / 1000)
    # Its callers wait for the same id, and are told what becomes of that.
    logger.info("task %s[%s] is not run: its idempotency key is %s", run.name, run.request.id, verdict)
    raise Ignore(f"the idempotency key is {verdict}")


@signals.task_received.connect
def forget_success(request: Any, **_: Any) -> None:
    """Let a key run again whose window is over: Celery remembers ids that have succeeded for three hours."""
    if request.delivery_info.get("redelivered") and key_of(request) is not None:
        worker_state.successful_requests.discard(request.id)
