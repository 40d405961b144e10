"""An app with a worker behind it, in this process, on a broker and a backend in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, states
from celery.contrib.testing.worker import start_worker
from celery.result import AsyncResult

from taskgate import create_app
from tests.isolation import packages_in


@contextmanager
def serving(tasks: str, folder: Path) -> Iterator[Celery]:
    """Yield an app that serves the tasks of a source text, which is written to `folder`."""
    with packages_in(folder) as write, pytest.MonkeyPatch.context() as patch:
        patch.delenv("CELERY_BROKER_URL", raising=False)
        patch.delenv("CELERY_RESULT_BACKEND", raising=False)
        app = create_app(
            "t",
            tasks=write(jobs=tasks),
            broker_url="memory://",
            result_backend="cache+memory://",
            broker_transport_options={"polling_interval": 0.01},
        )
        with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
            yield app


def failure_of(result: AsyncResult[Any]) -> dict[str, Any]:
    """Wait for a failure; return the facts that are stored beside what Celery stores."""
    result.get(timeout=20, interval=0.01, propagate=False)
    backend: Any = result.backend
    stored = backend.decode(backend.get(backend.get_key_for_task(result.id)))
    assert stored["status"] == states.FAILURE, stored
    facts: dict[str, Any] = stored["result"]["taskgate"]
    return facts
