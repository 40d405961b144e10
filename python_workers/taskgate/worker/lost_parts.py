"""A part of a chord whose process dies after it has stored its result, and before it has counted itself.

Celery does not run such a task again: its result is there. Nobody would count it, and the body of the chord
would wait for ever. It is counted here where Celery sees that result; Redis counts each part once, however
often it is told.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import signals, states
from celery.app.task import Context
from celery.backends.redis import RedisBackend

logger = logging.getLogger(__name__)


class CountsParts:
    """A request that counts its part where its process dies under it."""

    def _success_was_stored(self) -> Any:
        stored: Any = super()._success_was_stored()  # type: ignore[misc]
        if stored:
            _count(self, stored)
        return stored


@signals.task_received.connect
def count_again(sender: Any, request: Any, **_: Any) -> None:
    """Count what comes a second time because its worker has died, and will not run again."""
    redelivered = request.delivery_info.get("redelivered")
    if not redelivered or not sender.app.conf.worker_deduplicate_successful_tasks or not request.chord:
        return
    stored = request.task.backend.get_task_meta(request.id, cache=False)
    if stored["status"] == states.SUCCESS:
        _count(request, stored)


def _count(request: Any, stored: dict[str, Any]) -> None:
    backend = request.task.backend
    if not request.chord or not isinstance(backend, RedisBackend):  # others count what they are told
        return
    part: Any = Context(
        id=request.id, group=request.group, group_index=request.group_index, chord=request.chord
    )
    try:
        backend.on_chord_part_return(part, states.SUCCESS, stored["result"])
    except Exception:
        logger.exception("cannot count task %s as a part of its chord", request.id)
