"""The caller's side of a key: it is claimed before the message is sent (I3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from celery import Celery

from taskgate.idempotency.keys import HEADER, OPTION, check_key, conflict, digest, positional, task_id
from taskgate.idempotency.record import CLAIM, record_key, result_key, store_of

CLAIM_LIFE: Final = 86_400
"""Seconds until a claim is forgotten whose message no worker has taken."""

Claimed = Literal["new", "claimed", "succeeded", "conflict"]


def claim(app: Celery, name: str, key: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Claimed:
    """Claim the key for a call that is about to be sent, and say what stands there.

    Raises IdempotencyConflict where the key was used with other arguments, Unsupported without a Redis for
    the results, and RedisError where that does not answer.
    """
    client: Any = store_of(app)
    id_ = task_id(name, key)
    given = digest(args, kwargs, positional(app.tasks.get(name)))
    keys = (record_key(app, id_), result_key(app, id_))
    found: Any = client.eval(CLAIM, len(keys), *keys, given, CLAIM_LIFE)
    state = found.decode() if isinstance(found, bytes) else str(found)
    if state == "conflict":
        raise conflict(name, key)
    return state  # type: ignore[return-value]


def send(app: Celery, send_task: Any, *args: Any, **options: Any) -> Any:
    """Send a task by `send_task`, which is Celery's; with the option `idempotency_key` as a call with a key.

    Nothing is sent where the key has succeeded: the AsyncResult is that of its run. A call with a `task_id`
    of its own, as each step of a workflow is, keeps it and gets the value of the run from the worker.
    """
    key = options.pop(OPTION, None)
    if key is None:
        return send_task(*args, **options)
    store_of(app)
    options["headers"] = {**(options.get("headers") or {}), HEADER: check_key(key)}
    if options.get("task_id") is not None:
        return send_task(*args, **options)
    given = dict(zip(("name", "args", "kwargs"), args, strict=False)) | options
    name: str = given["name"]
    options["task_id"] = task_id(name, key)
    if claim(app, name, key, given.get("args") or (), given.get("kwargs") or {}) == "succeeded":
        return app.AsyncResult(options["task_id"])
    return send_task(*args, **options)
