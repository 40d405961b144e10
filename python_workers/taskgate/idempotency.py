"""Calls with an idempotency key: two of one task with one key are one run (PROTOCOL.md, I1 to I5).

Here is the caller's side, and what both sides agree on: the id, the digest of the arguments and the record
in the Redis of the results. The worker's is in worker/idempotency.py.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, Literal

import rfc8785
from celery import Celery
from redis import Redis

from taskgate.errors import IdempotencyConflict, Unsupported
from taskgate.result_store import prefixed, store
from taskgate.settings import IDEMPOTENCY_LEASE, IDEMPOTENCY_WINDOW, KEY_LEASE, KEY_WINDOW

HEADER: Final = "taskgate-idempotency-key"
OPTION: Final = "idempotency_key"
MAX_KEY: Final = 255
"""Bytes of UTF-8: what an AMQP header of the Node client may have as its text."""

RECORD: Final = "taskgate:idempotency:"
"""Followed by the id of the key; with the `global_keyprefix` of the results before it."""

CLAIM_LIFE: Final = 86_400
"""Seconds until a claim is forgotten whose message no worker has taken."""

Claimed = Literal["new", "claimed", "succeeded", "conflict"]

CLAIM: Final = """\
local state, digest, resultless =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'arguments', 'resultless'))
if state == 'succeeded' and not resultless and redis.call('EXISTS', KEYS[2]) == 0 then
  state = false
end
if not state or state == 'failed' then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'state', 'claimed', 'arguments', ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return 'new'
end
if digest and digest ~= '' and ARGV[1] ~= '' and digest ~= ARGV[1] then
  return 'conflict'
end
if state == 'claimed' then
  if redis.call('TTL', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('EXPIRE', KEYS[1], ARGV[2])
  end
end
return state
"""
"""protocol/claim.lua. KEYS: the record, the result. ARGV: the digest of the arguments, seconds.

A failed attempt leaves nothing: its result goes with its record, so that a new caller cannot read it.
"""


def window(app: Celery) -> int:
    """Return for how many seconds a key stands for its result; 0 where keys are not heeded."""
    given = app.conf.get(IDEMPOTENCY_WINDOW)
    if given is not None:
        return int(given)
    kept = kept_results(app)
    return int(min(kept, KEY_WINDOW)) if kept else KEY_WINDOW


def kept_results(app: Celery) -> float:
    """Return for how many seconds results are kept; 0 for ever."""
    kept = app.conf.result_expires
    return float(kept.total_seconds() if isinstance(kept, timedelta) else kept or 0)


def lease(app: Celery) -> float:
    """Return after how many seconds without a sign of its worker a key is free."""
    return float(app.conf.get(IDEMPOTENCY_LEASE, KEY_LEASE))


def task_id(task: str, key: str) -> str:
    """Return the id of all calls of a task with that key: a UUID (version 8) made of both."""
    text = task.encode()
    digest = hashlib.sha256(b"%d:%s:%s" % (len(text), text, key.encode())).digest()
    return str(uuid.UUID(int=_version_8(int.from_bytes(digest[:16], "big"))))


def _version_8(number: int) -> int:
    return number & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62)


def digest(args: Sequence[Any], kwargs: Mapping[str, Any], names: Sequence[str] | None) -> str:
    """Return the SHA-256 of the arguments of a message by name; an empty string where they have no names.

    `names` are the parameters that can be given by position, None where they are not known. Also without a
    digest is what JSON does not have: whether two such calls are of the same arguments is not compared.
    """
    if args and (names is None or len(args) > len(names)):
        return ""
    by_name = dict(zip(names or (), args, strict=False))
    if by_name.keys() & kwargs.keys():
        return ""
    try:
        canonical = rfc8785.dumps({**by_name, **kwargs})
    except (rfc8785.CanonicalizationError, TypeError, ValueError, RecursionError):
        return ""
    return hashlib.sha256(canonical).hexdigest()


def positional(task: Any) -> Sequence[str] | None:
    """Return the names of what a task's arguments by position are; None where it is not known here."""
    definition = getattr(task, "taskgate", None)
    signature = getattr(definition, "signature", None)
    return None if signature is None else signature.positional


def check_key(key: object) -> str:
    """Return the key; raises ValueError for what is none."""
    if isinstance(key, str) and 0 < len(key.encode("utf-8", "replace")) <= MAX_KEY:
        return key
    raise ValueError(
        f"{OPTION} is a text of 1 to {MAX_KEY} bytes, not {key!r:.80}; shorten it, for instance to its hash"
    )


def store_of(app: Celery) -> Redis:
    """Return the Redis of an app's results; raises Unsupported where they are elsewhere."""
    client = store(app)
    if client is not None:
        return client
    raise Unsupported(
        "an idempotency key needs a store that all workers see; set CELERY_RESULT_BACKEND to a redis:// URL"
    )


def record_key(app: Celery, id_: str) -> str:
    """Return the key of the record in Redis, with the prefix that the results have."""
    return prefixed(app, RECORD + id_)


def result_key(app: Celery, id_: str) -> Any:
    """Return the key of the result in Redis."""
    backend: Any = app.backend
    return backend.get_key_for_task(id_)


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


def conflict(name: str, key: str) -> IdempotencyConflict:
    """Return the error for a key that stands for other arguments."""
    return IdempotencyConflict(
        f"{name}: the idempotency key {key!r} was used with other arguments; give each call a key of its own",
        {"task": name, "key": key},
    )


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
