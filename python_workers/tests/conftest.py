from __future__ import annotations

from collections.abc import Iterator

import pytest

from taskgate.definition import Definition
from tests.isolation import isolated_tasks


@pytest.fixture(autouse=True)
def known_tasks() -> Iterator[list[Definition]]:
    """Let every test begin without tasks, and forget those that it has defined."""
    with isolated_tasks() as known:
        yield known
