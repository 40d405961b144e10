"""An app with a worker behind it, in this process, on a broker and a backend in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

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
