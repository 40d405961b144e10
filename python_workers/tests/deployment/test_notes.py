"""What a process notes of the calls that it runs, and what that costs."""

from __future__ import annotations

import functools
from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from redis import RedisError

from taskgate.worker import notes as module
from taskgate.worker import sightings
from taskgate.worker.notes import INTERVAL, SILENCE, Notes, contract_header
from taskgate.worker.sightings import NO_CONTRACT

PRINT = "sha256:" + "a" * 64


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return what goes to Redis, as (task, fingerprint)."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(sightings, "keep_sighting", lambda _, __, *pair: found.append(pair[:2]))
    return found


@functools.cache
def _app(**settings: Any) -> Celery:
    app = Celery(set_as_current=False)
    app.conf.update(settings)
    return app


def _run(name: str = "a.b", headers: Any = None, **settings: Any) -> Any:
    app = _app(**settings)
    request = SimpleNamespace(headers={"taskgate-contract": PRINT} if headers is None else headers)
    return SimpleNamespace(name=name, task=SimpleNamespace(app=app), request=request)


def test_pair_is_noted_once_in_a_minute(kept: list[tuple[str, str]]) -> None:
    clock, client = Clock(), Any
    notes = Notes(clock)
    for _ in range(3):
        notes.note(_run(), client)  # type: ignore[arg-type]
        notes.note(_run(headers={}), client)  # type: ignore[arg-type]
        notes.note(_run(), client, "a.c")  # type: ignore[arg-type]
    assert kept == [("a.b", PRINT), ("a.b", NO_CONTRACT), ("a.c", PRINT)]
    clock.now += INTERVAL - 1
    notes.note(_run(), client)  # type: ignore[arg-type]
    assert len(kept) == 3
    clock.now += 1
    notes.note(_run(), client)  # type: ignore[arg-type]
    assert len(kept) == 4


def test_tasks_of_celery_and_ours_are_not_noted_nor_where_the_app_says_0(kept: list[tuple[str, str]]) -> None:
    for run in (_run("celery.chord"), _run("taskgate.map"), _run(taskgate_seen_expires=0)):
        Notes().note(run, Any)  # type: ignore[arg-type]
    assert kept == []


def test_memory_is_bounded(kept: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAIRS", 10)
    clock = Clock()
    notes = Notes(clock)
    for number in range(100):
        notes.note(_run(f"a.b{number}"), Any)  # type: ignore[arg-type]
    assert len(kept) == 10
    clock.now += INTERVAL
    notes.note(_run("a.b99"), Any)  # type: ignore[arg-type]
    assert len(kept) == 11


def test_redis_that_refuses_fails_nothing_and_is_left_alone_for_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[str] = []
    lines: list[str] = []
    # Not caplog: a worker in this process, as other tests have it, changes the root logger.
    monkeypatch.setattr(module.logger, "warning", lambda text, *words: lines.append(text % words))

    def refuse(_: Any, __: str, task: str, *___: Any) -> None:
        tries.append(task)
        raise RedisError("READONLY")

    monkeypatch.setattr(sightings, "keep_sighting", refuse)
    clock = Clock()
    notes = Notes(clock)
    for name in ("a.b", "a.c", "a.d"):
        notes.note(_run(name), Any)  # type: ignore[arg-type]
    assert tries == ["a.b"]
    clock.now += INTERVAL
    notes.note(_run("a.c"), Any)  # type: ignore[arg-type]
    assert tries == ["a.b", "a.c"]
    assert lines == ["cannot note by which contract a.b is called: READONLY"]
    clock.now += SILENCE
    notes.note(_run(), Any)  # type: ignore[arg-type]
    assert len(lines) == 2


@pytest.mark.parametrize("given", [None, 7, "", "sha256:", f"{PRINT}a", f"{PRINT} a.b", [PRINT]])
def test_header_that_is_no_fingerprint_is_none(given: Any) -> None:
    assert contract_header(SimpleNamespace(headers={"taskgate-contract": given})) == NO_CONTRACT
    assert contract_header(SimpleNamespace(headers=None)) == NO_CONTRACT
    assert contract_header(SimpleNamespace()) == NO_CONTRACT
