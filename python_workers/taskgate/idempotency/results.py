"""The results of calls with an idempotency key: result and record of the key change in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple

from celery import states

from taskgate.idempotency.bounds import window
from taskgate.idempotency.held import Held
from taskgate.idempotency.keys import key_of, task_id
from taskgate.idempotency.record import record_key

_HELD: Final = ("holder", "until")


class _Change(NamedTuple):
    """What a stored state makes of the record of a key, for so many seconds from now."""

    record: str
    fields: Mapping[str, str]
    freed: bool
    seconds: int


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
        with _changing(_of(state, self._record(key), window(self.app))):
            return store(task_id, result, state, traceback=traceback, request=request, **options)

    def mark_as_revoked(self, task_id: Any, reason: str = "", request: Any = None, **options: Any) -> Any:
        """Store REVOKED, but not for a message that has expired while another of its key runs."""
        if reason == "expired" and request is not None:
            key = self._key_of(task_id, request)
            if key is not None and self._is_held(self._record(key)):
                return None
        mark: Any = super().mark_as_revoked  # type: ignore[misc]
        return mark(task_id, reason, request=request, **options)

    def store_for_key(self, held: Held, value: Any) -> None:
        """Keep the result of a run whose message has another id than the key."""
        store: Any = super().store_result  # type: ignore[misc]
        with _changing(_of(states.SUCCESS, held.record, held.window)):
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
            pipe.hset(change.record, mapping=change.fields)
            if change.freed:
                pipe.hdel(change.record, *_HELD)
            pipe.expire(change.record, change.seconds)
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

    def _is_held(self, record: str) -> bool:
        till = self.client.hget(record, "until")
        return till is not None and float(till) > time.time() * 1000


def _of(state: str, record: str, seconds: int) -> _Change | None:
    if state == states.SUCCESS:
        return _Change(record, {"state": "succeeded"}, True, seconds)
    if state in (states.FAILURE, states.REVOKED):
        return _Change(record, {"state": "failed"}, True, seconds)
    # The message of the retry may take over at once; any other when the lease has ended.
    return _Change(record, {"holder": "retry"}, False, seconds) if state == states.RETRY else None


@contextmanager
def _changing(change: _Change | None) -> Iterator[None]:
    token = _change.set(change)
    try:
        yield
    finally:
        _change.reset(token)
