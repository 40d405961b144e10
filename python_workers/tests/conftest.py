from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from taskgate.contracts.definition import Definition
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis
from tests.isolation import isolated_tasks, packages_in


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "live: needs a Redis, whose URL is in TASKGATE_TEST_REDIS_URL")


@pytest.fixture(autouse=True)
def known_tasks() -> Iterator[list[Definition]]:
    """Let every test begin without tasks, and forget those that it has defined."""
    with isolated_tasks() as known:
        yield known


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Write a package of tasks: `package(primes="source")` returns its name; it is forgotten at the end."""
    with packages_in(tmp_path) as write:
        yield write


@pytest.fixture
def empty_tasks(package: Callable[..., str]) -> str:
    """Return the name of a package without tasks."""
    return package()


@pytest.fixture
def said() -> Iterator[list[str]]:
    """Return what the checks of a hardened app log; a worker in this process changes the root logger."""
    lines: list[str] = []
    logger, handler = logging.getLogger("taskgate.worker.validation"), logging.Handler()
    formatter = logging.Formatter("%(message)s")
    handler.emit = lambda record: lines.append(formatter.format(record))  # type: ignore[method-assign]
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture(autouse=True)
def warnings_heard() -> None:
    """Give the root logger its level back: a worker in this process has set it for the tests behind it."""
    logging.getLogger().setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def no_brokers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the brokers of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("CELERY_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """Run a Redis for the unit tests that ask for one."""
    with Processes() as processes:
        yield start_redis(processes).url(0)


@pytest.fixture
def redis(url: str) -> Iterator[Any]:
    """Yield a client of that Redis, which is empty."""
    with Redis.from_url(url) as client:
        client.flushall()
        yield client
