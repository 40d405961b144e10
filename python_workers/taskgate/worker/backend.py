"""The result backend of an app: it adds the facts to a failure, and keeps the state of a chunk its own."""

from __future__ import annotations

import functools
from contextvars import ContextVar
from typing import Any

from celery import states
from celery._state import get_current_task
from celery.backends import base
from celery.backends.redis import RedisBackend

from taskgate.idempotency.results import KeyedResults
from taskgate.worker.chords import ChordMixin
from taskgate.worker.failures import keep_facts, stored_facts
from taskgate.worker.refusals import OutlivesRefusals
from taskgate.worker.retries.states import is_told, reason_of, with_note

_request: ContextVar[Any] = ContextVar("taskgate_stored_request", default=None)
"""Whose state is being stored: in the main process of a worker no task is the current one."""


class FactsMixin:
    """Adds the member `taskgate` to a stored exception; Python's AsyncResult reads past it."""

    app: Any
    extends: Any

    def exception_to_python(self, exc: Any) -> Any:
        """Keep the facts with an exception that is read back: a chord fails with those of its part."""
        error = super().exception_to_python(exc)  # type: ignore[misc]
        if isinstance(exc, dict) and isinstance(error, BaseException):
            keep_facts(error, exc.get("taskgate"))
        return error

    def prepare_exception(self, exc: Any, serializer: Any = None) -> Any:
        """Extend what Celery prepares; what carries exceptions as they are (pickle) is left alone."""
        prepared = super().prepare_exception(exc, serializer)  # type: ignore[misc]
        if isinstance(prepared, dict) and isinstance(exc, BaseException):
            request = getattr(get_current_task(), "request", None) or _request.get()
            facts = stored_facts(exc, getattr(request, "taskgate_raised", None))
            prepared["taskgate"] = with_note(request, facts)
        return prepared

    def store_result(
        self,
        task_id: Any,
        result: Any,
        state: str,
        traceback: Any = None,
        request: Any = None,
        **options: Any,
    ) -> Any:
        """Store a state, once; what a task reports of one input of a chunk is dropped: that has no state."""
        run = getattr(request, "taskgate_run", None)
        if run is not None and run.whole is not None:
            return result
        if state == states.RETRY and request is not None:
            if is_told(request):
                return result
            result = reason_of(request, result, self.app.tasks.get(getattr(request, "task", None)))
        store: Any = super().store_result  # type: ignore[misc]
        token = _request.set(request)
        try:
            return store(task_id, result, state, traceback=traceback, request=request, **options)
        finally:
            _request.reset(token)

    def __reduce__(self, *args: Any, **options: Any) -> Any:
        """Pickle as the class that is extended, the only one with a name; an AsyncResult holds a backend."""
        rebuilt: Any = super().__reduce__(*args, **options)
        _class, *values = rebuilt[1]
        return _unpickled, (self.extends, *values)


def with_facts(backend: Any) -> Any:
    """Return the backend as one of FactsMixin; what was made before by its own class stays as it is."""
    if not isinstance(backend, FactsMixin):
        kind: Any = type(backend)
        backend.__class__ = extended(kind)
    return backend


@functools.cache
def extended(backend: type[Any]) -> type[Any]:
    """Return the backend class with our mixins before it."""
    members = {"__module__": backend.__module__, "extends": backend}
    on_redis = (KeyedResults, OutlivesRefusals) if issubclass(backend, RedisBackend) else ()
    return type(backend.__name__, (*on_redis, FactsMixin, ChordMixin, backend), members)


def _unpickled(backend: Any, args: Any, options: Any) -> Any:
    """Return a backend of the app that is the current one, as Celery does."""
    rebuild: Any = base.unpickle_backend  # type: ignore[attr-defined]
    return rebuild(extended(backend), args, options)
