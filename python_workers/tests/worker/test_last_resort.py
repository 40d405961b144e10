"""The last bound of a worker that leaves, however it was told to."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from celery.exceptions import WorkerShutdown

from taskgate.worker.leaving import consumer as leaving
from taskgate.worker.leaving import last_resort
from taskgate.worker.leaving.last_resort import LAST, arm
from tests.waiting import until

CONF = {"taskgate_shutdown_timeout": 20}


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have ended this process, and after how many seconds."""
    found: list[Any] = []
    monkeypatch.setattr(last_resort, "_end_process", lambda *given: found.append(given))
    return found


def worker() -> Any:
    return SimpleNamespace(app=SimpleNamespace(conf=CONF))


def test_it_is_armed_once(ends: list[Any]) -> None:
    told = worker()
    arm(told)
    arm(told)
    until(lambda: bool(ends))
    assert ends == [(20 + LAST, told)]


def test_the_process_around_the_worker_of_a_test_is_left_alone(ends: list[Any]) -> None:
    thread = threading.Thread(target=arm, args=(worker(),))
    thread.start()
    thread.join()
    assert not ends


def test_the_command_shutdown_arms_it_too(ends: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    class Told:
        app = SimpleNamespace(conf=CONF)
        hub, controller = object(), worker()

        def start(self) -> None:
            raise WorkerShutdown(0)

    class Consumer(leaving.Leaves, Told):
        pass

    left: list[Any] = []
    monkeypatch.setattr(leaving, "_leave", lambda consumer, limit: left.append(limit))
    with pytest.raises(WorkerShutdown):
        Consumer().start()
    until(lambda: bool(ends))
    assert (ends, left) == ([(20 + LAST, Told.controller)], [20])
