"""What a worker holds: what runs, and what waits for a process, for its time or for its rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celery.worker import state


def running() -> list[Any]:
    """Return the requests that are in the pool."""
    return [each for each in _held() if _is_in_pool(each)]


def _held() -> set[Any]:
    # Not state.requests: two messages of one task, of which one came a second time, are one entry there.
    scheduled: Any = state.scheduled_requests  # type: ignore[attr-defined]
    return {*state.reserved_requests, *state.active_requests, *scheduled}


def _is_in_pool(request: Any) -> bool:
    return request._apply_result is not None and not request._already_cancelled


def not_begun(consumer: Any) -> Iterator[Any]:
    """Yield what waits for a process, for its time or for its rate, and see to it that it does not begin."""
    if consumer.controller.semaphore:
        consumer.controller.semaphore.clear()
    waiting = {each for each in _held() if not _is_in_pool(each)}
    for bucket in consumer.task_buckets.values():
        if bucket:
            waiting.update(each for each, _ in bucket.contents)
            bucket.clear_pending()
    for request in waiting:
        entry = getattr(request, "_eta_timer_entry", None)
        if entry is not None:
            consumer.timer.cancel(entry)
        if not request.acknowledged:
            yield request
