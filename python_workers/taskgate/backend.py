"""The result backend of an app, with the facts of a failure added to what it stores."""

from __future__ import annotations

import functools
from typing import Any

from celery._state import get_current_task

from taskgate.failures import stored_facts


class FactsMixin:
    """Adds the member `taskgate` to a stored exception; Python's AsyncResult reads past it."""

    def prepare_exception(self, exc: Any, serializer: Any = None) -> Any:
        """Extend what Celery prepares; what carries exceptions as they are (pickle) is left alone."""
        prepared = super().prepare_exception(exc, serializer)  # type: ignore[misc]
        if isinstance(prepared, dict) and isinstance(exc, BaseException):
            request = getattr(get_current_task(), "request", None)
            prepared["taskgate"] = stored_facts(exc, getattr(request, "taskgate_failure", None))
        return prepared


@functools.cache
def with_facts(backend: type[Any]) -> type[Any]:
    """Return the backend class with FactsMixin before it."""
    return type(backend.__name__, (FactsMixin, backend), {"__module__": backend.__module__})
