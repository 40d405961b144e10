"""What Celery leaves undone where a chord fails that is a part of another: the other would wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celery import states
from celery.app.task import Context
from celery.canvas import maybe_signature

Signature = Any  # what Celery makes of a signature is of one of four classes without types


class ChordMixin:
    """Tells the chord around one that has failed, and fails what its body is made of."""

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
