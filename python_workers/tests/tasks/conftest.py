from __future__ import annotations

from collections.abc import Iterator

import pytest

from taskgate.contracts.found_app import load_app
from tests.isolation import own_tasks, with_own_tasks

own_tasks()  # before the tests of this folder import them: no other test's app shall have them


@pytest.fixture(scope="session")
def taskgate_app() -> str:
    """The app of run_task_live. It is imported here because other tests here know none of its tasks."""
    with with_own_tasks():
        load_app("worker")
    return "worker"


@pytest.fixture(autouse=True)
def known_tasks() -> Iterator[None]:
    """Let the tests of this folder use the tasks of this repository, instead of none."""
    with with_own_tasks():
        yield
