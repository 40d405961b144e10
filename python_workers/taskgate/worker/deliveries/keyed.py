"""How often a worker was lost with the run of an idempotency key: counted in the record of the key.

All messages of a key bear one id, and each that waits for the run of another is lost with its worker, too:
counted by the id, the messages of three callers would be the end of a task that was lost once. The record
names who runs it, so that each run counts once, however many messages tell of it.
"""

from __future__ import annotations

from typing import Any, Final

from redis import Redis

from taskgate.idempotency.bounds import window
from taskgate.idempotency.keys import HEADER, task_id
from taskgate.idempotency.record import record_key
from taskgate.result_store import store

ADD: Final = """\
local state, holder, lost, last =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'holder', 'lost', 'lost_holder'))
if state ~= 'claimed' then return 0 end
local runs = holder and holder ~= '' and holder ~= 'retry' and holder ~= 'gone'
if runs and holder ~= last then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[1], 'lost_holder')
  lost = redis.call('HINCRBY', KEYS[1], 'lost', 1)
  redis.call('HSET', KEYS[1], 'lost_holder', holder)
end
return tonumber(lost or 0)
"""
"""KEYS: the record. ARGV: its life in seconds. Counts the run that has the key, once, and returns how many
were lost; 0 where the key has an end. What it writes first needs no memory, as in record.py."""


class KeyCounts:
    """The runs of one key; begun anew with the record."""

    def __init__(self, client: Redis, record: str, life: int) -> None:
        self._client: Any = client
        self._record = record
        self._life = life

    def add(self, task_id: str) -> int:
        """Count the run that has the key, unless it was, and return how many there are."""
        return int(self._client.eval(ADD, 1, self._record, self._life))

    def take_back(self, task_id: str) -> None:
        """Do nothing: what is given back has let go of the key, and nobody counts it."""

    def forget(self, task_id: str) -> None:
        """Begin anew."""
        self._client.hdel(self._record, "lost", "lost_holder")


def key_counts(request: Any) -> KeyCounts | None:
    """Return where the runs of a request that bears the id of its key are counted, None for any other."""
    key = request.request_dict.get(HEADER)
    if not isinstance(key, str) or task_id(request.type, key) != request.id:
        return None
    # A process that dies has let go of the key. Without a bound on its retries, its deliveries are the bound.
    if request.task.max_retries is None:
        return None
    life, client = window(request.app), store(request.app)
    return (
        KeyCounts(client, record_key(request.app, request.id), life) if life and client is not None else None
    )


def has_key(request: Any) -> bool:
    """Say whether a request is one of a key, given by its caller or made of its arguments."""
    declared = getattr(getattr(request.task, "taskgate", None), "idempotent_by", ())
    return bool(declared) or isinstance(request.request_dict.get(HEADER), str)
