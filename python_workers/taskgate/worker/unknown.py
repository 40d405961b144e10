"""A task that a worker does not know: Celery fails it alone, and its workflow would wait for ever."""

from __future__ import annotations

from typing import Any

from celery import signals
from celery.exceptions import NotRegistered

from taskgate.worker.callers import tell


@signals.task_unknown.connect
def fail_what_follows(sender: Any, message: Any, name: str, id: str, **_: Any) -> None:
    """Tell the chord that the task is a part of, the steps after it, and its link_error."""
    *_arguments, embed = message.payload
    if any(embed.get(key) for key in ("chain", "chord", "errbacks")):
        headers, properties = message.headers, message.properties
        tell(sender.app, NotRegistered(name), headers=headers, properties=properties, embed=embed)
