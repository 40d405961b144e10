"""The retries in contracts, and that Celery does what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from celery import Celery, Task

from taskgate import task
from taskgate.app import contracts_of
from taskgate.contracts.contract import fingerprint
from taskgate.errors import InvalidContract, TaskgateError

USUAL = {"max": 3, "on": ["ConnectionError"], "except": [], "delaySeconds": 180, "backoff": None}


class Away(Exception):
    """It is not there."""


class Patient(Task):  # type: ignore[type-arg]
    """A base class that says it for all its tasks."""

    autoretry_for = (Away,)
    max_retries = None


AWAY = f"{__name__}.Away"

ON = {"autoretry_for": (ConnectionError,)}

CASES: list[tuple[dict[str, Any], dict[str, Any] | None]] = [
    ({}, None),
    ({"max_retries": 5}, None),
    (ON, USUAL),
    ({**ON, "max_retries": 0}, None),
    ({"autoretry_for": [Away, ConnectionError, Away], "max_retries": None},
     {**USUAL, "max": None, "on": ["ConnectionError", AWAY]}),
    ({"autoretry_for": (Exception,), "dont_autoretry_for": (ValueError,), "default_retry_delay": 7},
     {**USUAL, "on": ["Exception"], "except": ["ValueError"], "delaySeconds": 7}),
    ({**ON, "retry_kwargs": {"max_retries": 5, "countdown": 2}, "max_retries": 1},
     {**USUAL, "max": 5, "delaySeconds": 2}),
    ({**ON, "retry_backoff": True},
     {**USUAL, "delaySeconds": 1, "backoff": {"maxSeconds": 600, "jitter": True}}),
    ({**ON, "retry_backoff": 5, "retry_backoff_max": 60, "retry_jitter": False},
     {**USUAL, "delaySeconds": 5, "backoff": {"maxSeconds": 60, "jitter": False}}),
    ({"base": Patient}, {**USUAL, "max": None, "on": [AWAY]}),
]  # fmt: skip


def of_celery(options: dict[str, Any]) -> Any:
    app = Celery(set_as_current=False)

    @app.task(name="shop.fetch", **options)
    def fetch() -> None: ...

    (written,) = contracts_of(app)
    return written["retries"]


def of_taskgate(options: dict[str, Any]) -> Any:
    return decorated(**{"default_retry_delay": 180, **options}).taskgate.contract()["retries"]


def decorated(**options: Any) -> Any:
    @task(name="shop.fetch", **options)
    def fetch() -> None: ...

    return fetch


@pytest.mark.parametrize(("options", "expected"), CASES)
@pytest.mark.parametrize("of", [of_celery, of_taskgate])
def test_the_contract_says_what_celery_does(
    of: Callable[[dict[str, Any]], Any], options: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    assert of(options) == expected


GROWING = {"maxSeconds": 600, "jitter": True}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"delaySeconds": 5, "backoff": GROWING}),
        ({"retry_backoff_max": 3}, {"delaySeconds": 3, "backoff": {**GROWING, "maxSeconds": 3}}),
        ({"default_retry_delay": 7}, {"delaySeconds": 7}),
        ({"retry_kwargs": {"countdown": 7}}, {"delaySeconds": 7}),
        ({"retry_backoff": False}, {"delaySeconds": 10}),
        ({"retry_time_limit": 90}, {"delaySeconds": 5, "backoff": GROWING, "withinSeconds": 90}),
    ],
)
def test_waits_grow_where_the_author_says_nothing_else(
    options: dict[str, Any], expected: dict[str, Any]
) -> None:
    fetch = decorated(**ON, **options)
    assert fetch.taskgate.contract()["retries"] == {**USUAL, **expected}
    assert TaskgateError in fetch.dont_autoretry_for


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({**ON, "retry_time_limit": 0}, "number of seconds above 0, not 0"),
        ({**ON, "retry_time_limit": "60"}, "number of seconds above 0, not '60'"),
        ({"retry_time_limit": 60}, "name the transient errors in autoretry_for"),
        ({**ON, "retry_timelimit": 60}, "did you mean 'retry_time_limit'"),
    ],
)
def test_a_bound_that_bounds_nothing_is_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidContract, match=reason):
        decorated(**options)


def test_retries_do_not_count_for_the_fingerprint() -> None:
    written = decorated(**ON).taskgate.contract()
    assert written["retries"] is not None
    assert fingerprint({**written, "retries": None}) == written["fingerprint"]


def test_a_task_runs_as_often_as_its_contract_says() -> None:
    app = Celery(set_as_current=False)
    app.conf.update(task_always_eager=True)
    runs = []

    @app.task(name="shop.fetch", autoretry_for=(Away,), retry_kwargs={"max_retries": 2, "countdown": 0})
    def fetch() -> None:
        runs.append(1)
        raise Away

    (written,) = contracts_of(app)
    assert fetch.apply().failed()
    assert len(runs) == 1 + written["retries"]["max"] == 3
