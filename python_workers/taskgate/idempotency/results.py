"""The results of calls with an idempotency key: result and record of the key change in one transaction."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple

from celery import states
from redis import RedisError

from taskgate.idempotency.bounds import window
from taskgate.idempotency.held import RETRY, Held
from taskgate.idempotency.keys import key_of, task_id
from taskgate.idempotency.record import NOTE, record_key

_HELD: Final = ("holder", "until")

_BECOMES: Final = {states.SUCCESS: "succeeded", states.FAILURE: "failed", states.REVOKED: "failed"}

_TOLD: Final = "taskgate_end_is_told"


logger = logging.getLogger(__name__)


class _Change(NamedTuple):
    """What a stored state makes of the record of a key, for so many seconds from now.

    With a state of the key nobody has it any more; without one it is handed on by its `holder`.
    """

    record: str
    seconds: int
    state: str | None
    holder: str = ""

    def write(self, pipe: Any) -> None:
        """Add what changes the record to a transaction."""
        if self.state is None:
            pipe.eval(NOTE, 1, self.record, self.holder, self.seconds, "holder", RETRY)
            return
        pipe.hset(self.record, mapping={"state": self.state})
        pipe.hdel(self.record, *_HELD)
        pipe.expire(self.record, self.seconds)


_change: ContextVar[_Change | None] = ContextVar("taskgate_key_change", default=None)


class KeyedResults:
    """A result backend in Redis that knows what its results mean for the keys of their tasks."""

    app: Any
    client: Any

    def store_result(
        self,
        task_id: Any,
        result: Any,
        state: str,
        traceback: Any = None,
        request: Any = None,
        **options: Any,
    ) -> Any:
        """Store a state; that a message was taken counts only where its run has the key.

        Two messages may bear one id. What the second says of itself would stand over the result of the first.
        """
        store: Any = super().store_result  # type: ignore[misc]
        key = None if request is None else self._key_of(task_id, request)
        if key is None:
            return store(task_id, result, state, traceback=traceback, request=request, **options)
        held: Held | None = getattr(request, "taskgate_held", None)
        if held is None and state == states.STARTED:
            return result
        # For a time limit Celery's main process stores the end twice: the key may have a new caller by then.
        if held is None and getattr(request, _TOLD, False):
            return result
        with _changing(self._change(key, state, held)):
            stored = store(task_id, result, state, traceback=traceback, request=request, **options)
        setattr(request, _TOLD, state in states.READY_STATES)
        return stored

    def mark_as_failure(
        self,
        task_id: Any,
        exc: Any,
        traceback: Any = None,
        request: Any = None,
        store_result: bool = True,
        **options: Any,
    ) -> Any:
        """End a task; its key is free also where no result is stored."""
        if not store_result:
            self._settle(task_id, request, states.FAILURE)
        mark: Any = super().mark_as_failure  # type: ignore[misc]
        return mark(task_id, exc, traceback=traceback, request=request, store_result=store_result, **options)

    def mark_as_revoked(
        self,
        task_id: Any,
        reason: str = "",
        request: Any = None,
        store_result: bool = True,
        **options: Any,
    ) -> Any:
        """Store REVOKED, but not for a message that has expired while another of its key runs."""
        if reason == "expired" and request is not None:
            key = self._key_of(task_id, request)
            if key is not None and self._is_held(self._record(key)):
                return None
        if not store_result:
            self._settle(task_id, request, states.REVOKED)
        mark: Any = super().mark_as_revoked  # type: ignore[misc]
        return mark(task_id, reason, request=request, store_result=store_result, **options)

    def store_for_key(self, held: Held, value: Any) -> None:
        """Keep the result of a run whose message has another id than the key."""
        store: Any = super().store_result  # type: ignore[misc]
        with _changing(self._change(held.id, states.SUCCESS, held)):
            store(held.id, value, states.SUCCESS)

    def _set(self, key: Any, value: Any, expires: Any = None) -> None:
        change = _change.get()
        if change is None:
            store: Any = super()._set  # type: ignore[misc]
            store(key, value, expires)
            return
        life: Any = self.expires if expires is None else expires  # type: ignore[attr-defined]
        with self.client.pipeline() as pipe:
            pipe.set(key, value, ex=life or None)
            change.write(pipe)
            pipe.publish(key, value)
            pipe.execute()

    def _key_of(self, id_: Any, request: Any) -> str | None:
        """Return the id of the key that this state is of, None where it is of none.

        A message that has an id of its own speaks for the key where its run has it, and then not of success,
        which is stored for the key before.
        """
        run = getattr(request, "taskgate_run", None)
        if run is not None and run.whole is not None:
            return None
        held: Held | None = getattr(request, "taskgate_held", None)
        if held is not None:
            return held.id
        key = key_of(request)
        name = getattr(request, "task", None)
        if key is None or not isinstance(name, str) or not window(self.app):
            return None
        return id_ if task_id(name, key) == id_ else None

    def _record(self, id_: str) -> str:
        return record_key(self.app, id_)

    def _change(self, key: str, state: str, held: Held | None) -> _Change | None:
        record, seconds = self._record(key), window(self.app)
        if state == states.RETRY and held is not None:
            # The message of the retry may take over at once; any other when the lease has ended.
            return _Change(record, seconds, None, held.token)
        return _Change(record, seconds, _BECOMES[state]) if state in _BECOMES else None

    def _settle(self, task_id: Any, request: Any, state: str) -> None:
        """Write into the record of a key what no result says."""
        key = None if request is None else self._key_of(task_id, request)
        change = None if key is None else self._change(key, state, getattr(request, "taskgate_held", None))
        if change is None:
            return
        try:
            with self.client.pipeline() as pipe:
                change.write(pipe)
                pipe.execute()
        except RedisError as error:
            logger.warning("an idempotency key is free when its lease ends, as Redis is away: %s", error)

    def _is_held(self, record: str) -> bool:
        till = self.client.hget(record, "until")
        return till is not None and float(till) > time.time() * 1000


@contextmanager
def _changing(change: _Change | None) -> Iterator[None]:
    token = _change.set(change)
    try:
        yield
    finally:
        _change.reset(token)
