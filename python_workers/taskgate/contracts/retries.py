"""How Celery runs a task again by itself: data of its contract, not of its fingerprint (PROTOCOL.md, C8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from celery import Task

from taskgate.contracts.definition import exception_name
from taskgate.errors import TaskgateError
from taskgate.schemas.jsonschema import Json


def of_task(task: Any) -> Json | None:
    """Return the member `retries` of the contract of a task of Celery's."""
    return _read(lambda name, default: getattr(task, name, default))


def of_options(options: Mapping[str, Any]) -> Json | None:
    """Return the same for a task that is about to be made with these options, of `base` among them."""
    base = options.get("base") or Task
    return _read(lambda name, default: options.get(name, getattr(base, name, default)))


def _read(attribute: Callable[[str, Any], Any]) -> Json | None:
    """Return None where nothing makes the task run again by itself.

    The attributes are those that Celery's autoretry reads. A task that calls `retry()` in its body does so
    for reasons of its own, which nobody else knows.
    """
    on = _names(attribute("autoretry_for", ()))
    given = attribute("retry_kwargs", {}) or {}
    most = given.get("max_retries")
    most = attribute("max_retries", 3) if most is None else most
    if not on or (most is not None and most <= 0):
        return None
    delay, backoff = given.get("countdown", attribute("default_retry_delay", 180)), None
    if factor := float(attribute("retry_backoff", False) or 0):
        longest, jitter = int(attribute("retry_backoff_max", 600)), bool(attribute("retry_jitter", True))
        delay, backoff = min(int(max(1.0, factor)), longest), {"maxSeconds": longest, "jitter": jitter}
    return {
        "max": None if most is None or most == float("inf") else int(most),
        "on": on,
        "except": _names(attribute("dont_autoretry_for", ())),
        "delaySeconds": delay,
        "backoff": backoff,
    }


def _names(exceptions: Any) -> list[str]:
    classes = [exceptions] if isinstance(exceptions, type) else exceptions
    # `@task` adds our own, which says nothing of one task.
    return sorted({exception_name(each) for each in classes if each is not TaskgateError})
