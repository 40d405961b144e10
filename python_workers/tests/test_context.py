"""What a run says and hears while it goes on: a task that reports, and one that is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from celery.exceptions import Ignore
from redis import Redis

from taskgate import InvalidResult, context, progress
from taskgate.context import CANCEL_KEY, PROGRESS_INTERVAL, Run
from taskgate.worker import execution


class Store(Redis):
    """A Redis that answers one question, and has no connection."""

    marked: frozenset[str] = frozenset()

    def exists(self, *names: Any) -> Any:
        return len(self.marked.intersection(names))


class Backend:
    def __init__(self) -> None:
        self.client = Store()
        self.revoked: list[str] = []

    def mark_as_revoked(self, task_id: str, *_: Any, **options: Any) -> None:
        assert options["store_result"]
        self.revoked.append(task_id)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run that a message has started."""
    monkeypatch.setattr(execution, "notes", SimpleNamespace(note=lambda *_: None))
    request = SimpleNamespace(id="1", is_eager=False, called_directly=False, ignore_result=False)
    task = SimpleNamespace(backend=Backend(), ignore_result=False, request=request, states=[])
    task.update_state = lambda state, meta: task.states.append((state, meta))
    return Run("jobs.one", None, task, request)


def mark(run: Run) -> None:
    """Cancel it, as a caller does."""
    run.task.backend.client.marked = frozenset({f"{CANCEL_KEY}1"})


def executed(run: Run, work: Callable[[], Any]) -> Any:
    return execution.execute(run, work)


def test_a_run_that_nobody_cancels_returns_what_its_function_returns(run: Run) -> None:
    assert executed(run, lambda: 5) == 5
    assert run.task.backend.revoked == []


def test_a_call_that_was_cancelled_before_does_not_begin(run: Run) -> None:
    mark(run)
    begun: list[bool] = []
    with pytest.raises(Ignore):
        executed(run, lambda: begun.append(True))
    assert begun == []
    assert run.task.backend.revoked == ["1"]


@pytest.mark.parametrize("end", [lambda: "half", lambda: [][0]], ids=["returns", "raises"])
def test_whatever_a_task_does_once_it_was_cancelled_it_ends_revoked(run: Run, end: Callable[[], Any]) -> None:
    def work() -> Any:
        mark(run)
        assert run.look(run.task.backend.client)
        return end()

    with pytest.raises(Ignore):
        executed(run, work)
    assert run.task.backend.revoked == ["1"]


def test_the_first_report_and_the_complete_one_are_always_written(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(context, "current_run", lambda: run)
    monkeypatch.setattr(context, "time", SimpleNamespace(monotonic=lambda: now[0]))
    progress(1, 4)
    progress(2, 4)
    now[0] += PROGRESS_INTERVAL * 1.5
    progress(3, 4)
    progress(4, 4, note="done")
    assert [meta["done"] for _, meta in run.task.states] == [1, 3, 4]
    assert run.task.states[-1] == ("PROGRESS", {"done": 4, "total": 4, "data": {"note": "done"}})


@pytest.mark.parametrize(
    ("done", "total", "paths"),
    [(True, 2, ["/done"]), (1, False, ["/total"]), (float("nan"), "2", ["/done", "/total"])],
)
def test_a_report_counts_in_finite_numbers(
    run: Run, monkeypatch: pytest.MonkeyPatch, done: Any, total: Any, paths: list[str]
) -> None:
    monkeypatch.setattr(context, "current_run", lambda: run)
    with pytest.raises(InvalidResult) as refused:
        progress(done, total)
    assert [problem["path"] for problem in refused.value.details["errors"]] == paths
