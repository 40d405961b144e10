"""The bound on what is logged of calls that do not fit."""

from __future__ import annotations

from typing import Any

import pytest
from celery import Celery

from taskgate.worker import validation
from taskgate.worker.validation import INTERVAL, MAX_PLACES, Validation


@pytest.fixture
def app() -> Celery:
    return Celery("t", broker="memory://", set_as_current=False)


def test_a_place_is_logged_again_after_an_hour_with_what_was_passed_over(
    app: Celery, said: list[str]
) -> None:
    now = 0.0

    @app.task(name="a.one")
    def one(x: int) -> int:
        return 1

    checks = Validation(app, "warn", clock=lambda: now)

    def call() -> None:
        checks.call(app.tasks["a.one"], lambda x: 1, ["text"], {})

    for _ in range(5):
        call()
    assert len(said) == 1
    assert said[0].endswith("(one line in 3600 s for this place)")
    now = INTERVAL
    call()
    assert len(said) == 2
    assert said[1].endswith("(one line in 3600 s for this place; 4 more since the last line)")


def test_what_is_remembered_is_bounded(app: Celery) -> None:
    @app.task(name="a.any")
    def anything(**values: int) -> None: ...

    checks: Any = Validation(app, "warn")
    for number in range(MAX_PLACES + 50):
        checks.call(app.tasks["a.any"], lambda **_: None, [], {f"name{number}": "x"})
    assert len(checks._logged) == MAX_PLACES


def test_a_contract_that_cannot_be_read_fails_no_task(
    app: Celery, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @app.task(name="a.one")
    def one(x: int) -> int:
        return x

    def fail(*_: Any) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(validation, "reading_of", fail)
    checks = Validation(app, "refuse")
    assert checks.call(app.tasks["a.one"], lambda x: x, ["text"], {}) == "text"
    assert "surprise" in said[0]
