"""Calls with an idempotency key, on the worker: one run of a task and a key (PROTOCOL.md, I3 to I5).

Whoever runs it holds a lease in the record of the key and renews it; when it ends, the store of its result
writes what became of it in the same transaction (keyed_results.py). A worker that dies renews no more.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

from celery import signals, states
from celery.app.trace import get_actual_ignore_result  # type: ignore[attr-defined]
from celery.exceptions import Ignore, Reject
from celery.worker import state as worker_state
from redis import RedisError

from taskgate import idempotency

if TYPE_CHECKING:
    from taskgate.context import Run

WAITS: Final = "taskgate-idempotency-waits"
"""The header of a message that was put back because another run holds its key: how often."""

MAX_WAIT: Final = 16
"""Seconds between two looks at whether the other run has ended; the first are sooner."""

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
if state and holder and tonumber(till) > now and not (holder == 'retry' and ARGV[6] == '1') then
  return {'running', tonumber(till) - now}
end
if not state then redis.call('DEL', KEYS[1], KEYS[2]) end
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'arguments', ARGV[2]) end
redis.call('HSET', KEYS[1], 'state', 'claimed', 'holder', ARGV[1], 'until', now + ARGV[3] * 1000)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return {'taken'}
"""
)
"""KEYS: the record, the result of the key. ARGV: the holder, the digest of the arguments, the lease and the
window in seconds, whether the message bears the id of the key, whether it is a retry."""

RENEW: Final = (
    _NOW
    + """\
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'until', now + ARGV[2] * 1000)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
)

logger = logging.getLogger(__name__)


def key_of(request: Any) -> str | None:
    """Return the key that a message bears, None where it bears none."""
    headers = getattr(request, "headers", None)
    key = headers.get(idempotency.HEADER) if isinstance(headers, dict) else None
    return key if isinstance(key, str) and key else None


def once(run: Run, key: str | None, work: Callable[[], Any]) -> Any:
    """Return what `work` returns, or what it has returned for this task and key.

    Raises IdempotencyConflict where the key stands for other arguments, Unsupported without a Redis for the
    results, and Ignore where this message has nothing to do, or comes again later.
    """
    if key is None or not run.sent or not idempotency.window(run.task.app):
        return work()
    idempotency.store_of(run.task.app)
    held = Held(run, key)
    verdict, rest = held.take()
    if verdict == "taken":
        return held.run(work)
    if verdict == "succeeded":
        return held.value(resultless=rest == b"1")
    if verdict == "conflict" and not held.is_own:
        raise idempotency.conflict(run.name, key)
    if verdict == "running" and not held.may_be_dropped:
        held.come_again(float(rest) / 1000)
    # Its callers wait for the same id, and are told what becomes of that.
    logger.info("task %s[%s] is not run: its idempotency key is %s", run.name, run.request.id, verdict)
    raise Ignore(f"the idempotency key is {verdict}")


class Held:
    """The key of one run: who has it, until when, and what becomes of it."""

    def __init__(self, run: Run, key: str) -> None:
        self.task = run.task
        self.request = run.request
        app = self.task.app
        self.id = idempotency.task_id(self.task.name, key)
        self.is_own = self.request.id == self.id
        """Whether the message bears the id of the key, as all that the clients send with a key do."""
        self.token = uuid.uuid4().hex
        self.record = idempotency.record_key(app, self.id)
        self.window, self.lease = idempotency.window(app), idempotency.lease(app)
        self._keys = (self.record, idempotency.result_key(app, self.id))
        self._client: Any = idempotency.store_of(app)

    def take(self) -> tuple[str, Any]:
        """Take the key where it is free; return the verdict of TAKE, and what belongs to it."""
        request = self.request
        given = idempotency.digest(
            request.args or (), request.kwargs or {}, idempotency.positional(self.task)
        )
        flags = (int(self.is_own), int(bool(request.retries)))
        limits = (math.ceil(self.lease), self._life)
        verdict, *rest = self._client.eval(TAKE, 2, *self._keys, self.token, given, *limits, *flags)
        return verdict.decode(), rest[0] if rest else None

    @property
    def _life(self) -> int:
        return max(self.window, math.ceil(self.lease))

    @property
    def may_be_dropped(self) -> bool:
        """Whether nothing is lost without this message while another runs.

        The other's stays with the broker until its work is done, and this is not it: a message that is
        delivered again, or sent again for a retry, may be the only one there is. One that something follows
        (a callback, a chain, a chord) has to go on.
        """
        request = self.request
        info = request.delivery_info or {}
        again = info.get("redelivered") or request.retries or (request.headers or {}).get(WAITS)
        followed = request.callbacks or request.errbacks or request.chain or request.chord
        return bool(self.is_own and self.task.acks_late and not again and not followed)

    def run(self, work: Callable[[], Any]) -> Any:
        """Do the work, with a sign of life to Redis now and then."""
        self.request.taskgate_held = self
        ignored = get_actual_ignore_result(self.task, self.request)
        if self.is_own and self.task.track_started and not ignored:
            started = {"pid": os.getpid(), "hostname": self.request.hostname}
            self.task.backend.store_result(self.request.id, started, states.STARTED, request=self.request)
        try:
            with self._renewed():
                value = work()
        except Ignore:
            # It has become other tasks (Task.replace), or ends without a result: others shall not begin it.
            self._client.hset(self.record, mapping={"holder": "gone", "until": 2**52})
            raise
        except Reject:
            self._client.hdel(self.record, "holder", "until")
            raise
        if ignored:
            self._client.hset(self.record, mapping={"state": "succeeded", "resultless": 1})
            self._client.expire(self.record, self._life)
        elif not self.is_own:
            self.task.backend.store_for_key(self, value)
        return value

    def value(self, resultless: bool) -> Any:
        """Return what the run of before has returned."""
        if resultless:
            return None
        return self.task.backend.get_task_meta(self.id, cache=False)["result"]

    def come_again(self, left: float) -> NoReturn:
        """Send the message once more, for a moment when the other run may have ended; raises Ignore.

        `left` is the number of seconds after which its lease ends where it is not renewed.
        """
        headers = self.request.headers or {}
        waits = headers.get(WAITS)
        waits = waits if isinstance(waits, int) else 0
        seconds = min(2 ** min(waits, 10), MAX_WAIT, math.ceil(left) + 1)
        again = self.task.signature_from_request(
            self.request,
            countdown=seconds,
            retries=self.request.retries,
            headers={**headers, WAITS: waits + 1},
        )
        again.apply_async()
        raise Ignore(f"another run holds the idempotency key; this message comes again in {seconds} s")

    @contextmanager
    def _renewed(self) -> Iterator[None]:
        ended = threading.Event()
        # A thread of this process, so that it dies with it.
        threading.Thread(target=self._renew, args=(ended,), name="taskgate-key", daemon=True).start()
        try:
            yield
        finally:
            ended.set()

    def _renew(self, ended: threading.Event) -> None:
        while not ended.wait(self.lease / 3):
            try:
                limits = (math.ceil(self.lease), self._life)
                if self._client.eval(RENEW, 1, self.record, self.token, *limits):
                    continue
                if not ended.is_set():
                    logger.error(
                        "task %s[%s] has lost the lease of its idempotency key: another may run it as well",
                        self.task.name,
                        self.request.id,
                    )
                return
            except RedisError as error:
                logger.warning("cannot renew the lease of an idempotency key, trying again: %s", error)


@signals.task_received.connect
def forget_success(request: Any, **_: Any) -> None:
    """Let a key run again whose window is over: Celery remembers ids that have succeeded for three hours."""
    if request.delivery_info.get("redelivered") and key_of(request) is not None:
        worker_state.successful_requests.discard(request.id)
