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
    """Counts each part, tells the chord around a failed one, and fails all that its body is made of."""

    def mark_as_done(
        self,
        task_id: Any,
        result: Any,
        request: Any = None,
        store_result: bool = True,
        state: str = "SUCCESS",
    ) -> None:
        """Count the part of a chord, then store its result.

        A process that dies between the two is not asked again once the result is there; without it the task
        runs again, and a part is counted once. A body that gets groups in its list joins the stored results.
        """
        backend: Any = self
        if request is None or not request.chord or not _counts_alone(backend, request.group):
            super().mark_as_done(task_id, result, request, store_result, state)  # type: ignore[misc]
            return
        children = request.children
        own = len(children)
        backend.on_chord_part_return(request, state, result)
        del children[own:]  # the body, which the last part sends, is a child of none in Celery's order
        if store_result and not request.ignore_result:
            backend.store_result(task_id, result, state, request=request)

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
                parent: Any = super()
                parent.on_chord_part_return(request, states.FAILURE, exc)
        return stored


def _counts_alone(backend: Any, group: str | None) -> bool:
    """Tell whether Redis counts the parts with their values; the body waits for stored results otherwise.

    Asked as often as a result is stored: the count itself fails at once where Redis is away, and would fail
    with it the task that has done its work.
    """
    if not group or not isinstance(backend, RedisBackend):
        return False
    ask: Any = backend._ensure_retryable  # type: ignore[attr-defined]
    return not ask(backend.client.exists, backend.get_key_for_group(group))


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
