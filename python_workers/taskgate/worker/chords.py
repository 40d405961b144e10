"""What Celery leaves undone where a chord or its worker fails, so that a body would wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celery import states
from celery.app.task import Context
from celery.backends.redis import RedisBackend
from celery.canvas import maybe_signature

Signature = Any  # what Celery makes of a signature is of one of four classes without types


class ChordMixin:
    """Counts parts though Redis is away for a while, and tells the chord around a failed one."""

    def on_chord_part_return(self, request: Any, state: str, result: Any, **options: Any) -> Any:
        """Count a part as persistently as its result is stored; Redis counts it once.

        Celery fails a chord whose part has ended well where Redis goes away before it has counted it.
        """
        count: Any = super().on_chord_part_return  # type: ignore[misc]
        backend: Any = self
        if not isinstance(backend, RedisBackend):
            return count(request, state, result, **options)
        retry: Any = backend._ensure_retryable  # type: ignore[attr-defined]
        return retry(count, request, state, result, **options)

    def chord_error_from_stack(self, callback: Signature, exc: Any = None) -> Any:
        """Fail the body of a chord as Celery does, and then what waits for it."""
        stored = super().chord_error_from_stack(callback, exc)  # type: ignore[misc]
        if callback.get("subtask_type") == "chord":
            # Celery has failed an id that nobody asks for: the result is that of the body's own body.
            self.chord_error_from_stack(maybe_signature(callback.kwargs["body"]), exc)
        for part in _ends(callback):
            if outer := part.options.get("chord"):
                request: Any = Context(
                    id=part.options.get("task_id"),
                    group=part.options.get("group_id"),
                    group_index=part.options.get("group_index"),
                    chord=outer,
                )
                self.on_chord_part_return(request, states.FAILURE, exc)
        return stored


def _ends(signature: Signature) -> Iterator[Signature]:
    """Yield the tasks with which a body ends; that of a chord in it has been told by itself."""
    match signature.get("subtask_type"):
        case "chord":
            return
        case "group":
            for member in signature.tasks:
                yield from _ends(maybe_signature(member))
        case "chain":
            yield from _ends(maybe_signature(signature.tasks[-1]))
        case _:
            yield signature
