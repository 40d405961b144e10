"""Whoever waits for a message that no process will run hears of its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from celery.exceptions import NotRegistered

from taskgate.worker.callers import tell


@pytest.fixture
def app() -> Iterator[Celery]:
    with Celery("callers", set_as_current=False) as made:
        made.conf.update(broker_url="memory://", result_backend="cache+memory://")
        yield made


def told(app: Celery, headers: dict[str, Any], properties: dict[str, Any] | None = None) -> bool:
    return tell(app, NotRegistered("a.b"), headers=headers, properties=properties or {})


def test_failure_is_stored_under_the_id(app: Celery) -> None:
    assert told(app, {"id": "one", "task": "a.b"})
    assert app.AsyncResult("one").state == "FAILURE"


def test_correlation_id_stands_in_for_an_id_that_is_none(app: Celery) -> None:
    assert told(app, {"id": 7, "group": [], "group_index": "x"}, {"correlation_id": "two"})
    assert app.AsyncResult("two").state == "FAILURE"


@pytest.mark.parametrize("headers", [{}, {"id": ""}, {"id": None}])
def test_nobody_is_told_where_nobody_is_named(app: Celery, headers: dict[str, Any]) -> None:
    assert not told(app, headers)


def test_nothing_is_stored_for_a_caller_who_ignores_it(app: Celery) -> None:
    assert told(app, {"id": "three", "ignore_result": True})
    assert app.AsyncResult("three").state == "PENDING"


def test_backend_that_fails_is_no_reason_to_die(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    backend: Any = app.backend
    backend.mark_as_failure = lambda *_, **__: 1 / 0
    assert not told(app, {"id": "four"})
    assert "cannot tell the caller of task four" in caplog.text
