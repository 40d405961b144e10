"""A Redis of its own, empty in every test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    with Processes() as processes:
        yield start_redis(processes).url(0)


@pytest.fixture
def redis(url: str) -> Iterator[Any]:
    with Redis.from_url(url) as client:
        client.flushall()
        yield client
