"""The record of a key, in the Redis of the results: what it holds, and what changes it in one step (I3).

The first thing that a script writes needs no memory: a Redis that is full refuses it otherwise.
"""

from __future__ import annotations

import hashlib
import socket
from typing import Any, Final

from celery import Celery
from redis import Redis

from taskgate.errors import Unsupported
from taskgate.result_store import prefixed, store

RECORD: Final = "taskgate:idempotency:"
"""Followed by the id of the key; with the `global_keyprefix` of the results before it."""

RUNNING: Final = "taskgate:idempotency:of:"
"""Followed by the id of a message that is not the id of its key: the key of the record that its run has."""

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

_NOW: Final = """\
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""

TAKE: Final = (
    _NOW
    + """\
local state, digest, resultless, holder, till =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'arguments', 'resultless', 'holder', 'until'))
if state == 'succeeded' and not resultless and redis.call('EXISTS', KEYS[2]) == 0 then
  state = false
end
if state == 'failed' then
  if ARGV[5] == '1' then return {'failed'} end
  state = false
end
if state and digest and digest ~= '' and ARGV[2] ~= '' and digest ~= ARGV[2] then
  return {'conflict'}
end
if state == 'succeeded' then return {'succeeded', resultless or ''} end
local is_free = not holder or holder == ARGV[1] or (holder == 'retry' and ARGV[6] == '1')
if state and not is_free and tonumber(till) > now then
  return {'running', tonumber(till) - now}
end
if not state then redis.call('DEL', KEYS[1], KEYS[2]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'arguments', ARGV[2]) end
redis.call('HSET', KEYS[1], 'state', 'claimed', 'holder', ARGV[1], 'until', now + ARGV[3] * 1000)
redis.call('EXPIRE', KEYS[1], ARGV[4])
if ARGV[5] == '0' then redis.call('SET', KEYS[3], KEYS[1], 'EX', ARGV[3]) end
return {'taken'}
"""
)
"""KEYS: the record, the result of the key, what says which record a message runs for. ARGV: the holder, the
digest of the arguments, the lease and the window in seconds, whether the message bears the id of the key,
whether it is a retry.

Who holds the key already may take it: the answer to the first time was lost.
"""

RENEW: Final = (
    _NOW
    + """\
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[2])
redis.call('HSET', KEYS[1], 'until', now + ARGV[2] * 1000)
return 1
"""
)
"""KEYS: the record, what says which record a message runs for. ARGV: the holder, the lease and the window in
seconds. Returns 0 for another's record."""

NOTE: Final = """\
local holder = redis.call('HGET', KEYS[1], 'holder')
if not holder or string.sub(holder, 1, string.len(ARGV[1])) ~= ARGV[1] then return 0 end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('HDEL', KEYS[1], 'holder')
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
return 1
"""
"""KEYS: the record. ARGV: what its holder begins with, its life in seconds, then fields and values. Returns 0
for another's record. The holder has the key no more, unless it is named anew."""


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


def running_key(app: Celery, message_id: str) -> str:
    """Return the key in Redis that says which record a message runs for."""
    return prefixed(app, RUNNING + message_id)


def holder_of(message_id: str, pid: int) -> str:
    """Return what the holder of a key begins with where a process of this machine runs a message.

    Short: a hash of Redis is small as long as none of its values has more than 64 bytes.
    """
    told = f"{message_id}/{socket.gethostname()}/{pid}"
    return hashlib.sha256(told.encode()).hexdigest()[:24] + "/"


def result_key(app: Celery, id_: str) -> Any:
    """Return the key of the result in Redis."""
    backend: Any = app.backend
    return backend.get_key_for_task(id_)
