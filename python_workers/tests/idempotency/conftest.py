"""An app with its results in a Redis of its own, and the keys that it keeps there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from taskgate.app import App


@pytest.fixture
def app(redis: Any, url: str) -> Iterator[App]:
    """Yield an app whose Redis is empty."""
    with App("keys", broker="memory://", backend=url, set_as_current=False) as made:
        yield made
        # One may still renew a lease, by a connection that would be closed under it.
        for thread in threading.enumerate():
            if thread.name == "taskgate-key":
                thread.join(60)
        results: Any = made.backend
        results.result_consumer.stop()
        results.client.connection_pool.disconnect()
