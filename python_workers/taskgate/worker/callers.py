"""Telling a caller of an end that no process of a pool will store."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from celery import Celery
from celery.app.task import Context

logger = logging.getLogger(__name__)

_FOLLOWING = ("chain", "chord", "errbacks")


def tell(
    app: Celery,
    error: BaseException,
    *,
    headers: Mapping[str, Any],
    properties: Mapping[str, Any],
    embed: Mapping[str, Any] | None = None,
) -> bool:
    """Store a failure for whoever waits for a message, fail what follows it, and say whether that was done.

    `headers` and `properties` are those of the message, `embed` the third member of its body; what is missing
    or of a wrong type in them is left out. Without an id there is nobody to tell. Never raises: a result
    backend that is away fails no worker.
    """
    task_id = _text(headers.get("id")) or _text(properties.get("correlation_id"))
    if task_id is None:
        return False
    known = {key: value for key in _FOLLOWING if (value := (embed or {}).get(key))}
    context: Any = Context(
        id=task_id,
        task=_text(headers.get("task")),
        reply_to=_text(properties.get("reply_to")),
        correlation_id=_text(properties.get("correlation_id")) or task_id,
        root_id=_text(headers.get("root_id")),
        parent_id=_text(headers.get("parent_id")),
        headers=dict(headers),
        group=_text(headers.get("group")),
        group_index=headers.get("group_index") if isinstance(headers.get("group_index"), int) else None,
        **known,
    )
    try:
        backend: Any = app.backend
        stored = headers.get("ignore_result") is not True
        backend.mark_as_failure(task_id, error, request=context, store_result=stored)
    except Exception:
        logger.exception("cannot tell the caller of task %s that it has failed: %s", task_id, error)
        return False
    return True


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
