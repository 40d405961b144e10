from __future__ import annotations

import importlib
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from taskgate.definition import Definition
from tests.isolation import isolated_tasks


@pytest.fixture(autouse=True)
def known_tasks() -> Iterator[list[Definition]]:
    """Let every test begin without tasks, and forget those that it has defined."""
    with isolated_tasks() as known:
        yield known


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Write a package of tasks: `package(primes="source")` returns its name; it is forgotten at the end."""
    monkeypatch.syspath_prepend(tmp_path)
    names: list[str] = []

    def write(**sources: str) -> str:
        name = f"written_{len(names)}_{tmp_path.name.replace('-', '_')}"
        names.append(name)
        (tmp_path / name).mkdir()
        for file, source in {"__init__": "", **sources}.items():
            path = tmp_path / name / f"{file.replace('__of__', '/')}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(textwrap.dedent(source))
        importlib.invalidate_caches()
        return name

    yield write
    for module in [module for module in sys.modules if module.partition(".")[0] in names]:
        del sys.modules[module]


@pytest.fixture
def empty_tasks(package: Callable[..., str]) -> str:
    """Return the name of a package without tasks."""
    return package()


@pytest.fixture(autouse=True)
def no_brokers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the brokers of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("CELERY_")]:
        monkeypatch.delenv(name)
