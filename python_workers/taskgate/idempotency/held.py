"""The key of one run.

Whoever runs it holds a lease in the record of the key and renews it; when it ends, the store of its result
writes what became of it in the same transaction (results.py). A worker that dies renews no more.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

from celery import states
from celery.app.trace import get_actual_ignore_result  # type: ignore[attr-defined]
from celery.exceptions import Ignore, Reject, Retry
from redis import RedisError

from taskgate.idempotency import bounds
from taskgate.idempotency.keys import digest, positional, task_id
from taskgate.idempotency.record import (
    NOTE,
    RENEW,
    TAKE,
    holder_of,
    record_key,
    result_key,
    running_key,
    store_of,
)

if TYPE_CHECKING:
    from taskgate.context import Run

WAITS: Final = "taskgate-idempotency-waits"
"""The header of a message that was put back because another run holds its key: how often."""

MAX_WAIT: Final = 16
"""Seconds between two looks at whether the other run has ended; the first are sooner."""

RETRY: Final = "retry"
"""Who has the key between two attempts: the message of the next one, alone while the lease lasts."""

logger = logging.getLogger(__name__)


class Held:
    """The key of one run: who has it, until when, and what becomes of it."""

    def __init__(self, run: Run, key: str) -> None:
        self.task = run.task
        self.request = run.request
        app = self.task.app
        self.id = task_id(self.task.name, key)
        self.is_own = self.request.id == self.id
        """Whether the message bears the id of the key, as all that the clients send with a key do."""
        self.token = holder_of(self.request.id, os.getpid()) + uuid.uuid4().hex
        self.record = record_key(app, self.id)
        self.window, self.lease = bounds.window(app), bounds.lease(app)
        self._running = running_key(app, self.request.id)
        self._keys = (self.record, result_key(app, self.id), self._running)
        self._client: Any = store_of(app)

    def take(self) -> tuple[str, Any]:
        """Take the key where it is free; return the verdict of TAKE, and what belongs to it."""
        request = self.request
        given = digest(request.args or (), request.kwargs or {}, positional(self.task))
        flags = (int(self.is_own), int(bool(request.retries)))
        limits = (math.ceil(self.lease), self._life)
        verdict, *rest = self._tried(TAKE, self._keys, self.token, given, *limits, *flags)
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
            self._note("holder", "gone", "until", 2**52)
            raise
        except Retry:
            if ignored:  # else the key changes with the state that is stored
                self.hand_on()
            raise
        except (Reject, SystemExit, KeyboardInterrupt):
            # The last two are how a process is told to end: the message comes again, and shall go on at once.
            self._note("until", 0)
            raise
        if ignored:
            self._note("state", "succeeded", "resultless", 1)
        elif not self.is_own:
            self.task.backend.store_for_key(self, value)
        return value

    def hand_on(self) -> None:
        """Give the key to the message of the next attempt."""
        self._note("holder", RETRY)

    def take_back(self) -> None:
        """Free the key where the message of the next attempt could not be sent."""
        self._note("until", 0, holder=RETRY)

    def value(self, resultless: bool) -> Any:
        """Return what the run of before has returned; raises Ignore where that is gone by now."""
        if resultless:
            return None
        meta = self.task.backend.get_task_meta(self.id, cache=False)
        if meta["status"] != states.SUCCESS:  # it has been forgotten since
            self.come_again(0)
        return meta["result"]

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

    def _note(self, *fields: Any, holder: str = "") -> None:
        """Note what has become of the run; its end stands, whether that is noted or not."""
        try:
            self._tried(NOTE, (self.record,), holder or self.token, self._life, *fields)
        except RedisError as error:
            logger.error(
                "cannot note the end of task %s[%s]; its idempotency key is free when the lease ends: %s",
                self.task.name,
                self.request.id,
                error,
            )

    def _tried(self, script: str, keys: Sequence[str], *values: Any) -> Any:
        """Run a script; where Redis is away or refuses for now, as often as a result is stored."""
        backend: Any = self.task.backend
        return backend._ensure_retryable(self._client.eval, script, len(keys), *keys, *values)

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
                if self._client.eval(RENEW, 2, self.record, self._running, self.token, *limits):
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
