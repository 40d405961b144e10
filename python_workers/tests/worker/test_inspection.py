"""The control command by which a worker tells its contracts."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from celery.worker.control import Panel

from taskgate import create_app
from taskgate.app import tasks_of
from taskgate.worker import inspection

TASKS = """
    from celery import shared_task
    from taskgate import task

    @task
    def second(x: int = 1) -> int:
        return x

    @task(queue="cpu", queue_type="quorum")
    def first(name: str) -> list[str]:
        return [name]

    @shared_task
    def plain(x):
        return x
"""


@pytest.fixture
def reply() -> Callable[[Any], Any]:
    commands: Any = Panel.data

    def ask(app: Any) -> Any:
        return commands[inspection.NAME](SimpleNamespace(app=app))

    return ask


def test_reply_is_the_contracts_as_they_are_exported(
    package: Callable[..., str], reply: Callable[[Any], Any]
) -> None:
    app = create_app("t", tasks=package(jobs=TASKS))
    found = reply(app)
    # A plain task keeps the name that Celery has given it.
    names = ["jobs.first", "jobs.second", f"{app.tasks['jobs.first'].run.__module__}.plain"]
    assert [each["name"] for each in found["contracts"]] == names
    assert found["contracts"][:2] == [definition.contract() for definition in tasks_of(app)]
    assert [each["queue"]["name"] for each in found["contracts"]] == ["cpu", "celery", "celery"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_task_without_a_queue_is_in_the_default_queue_of_the_app(
    package: Callable[..., str], reply: Callable[[Any], Any]
) -> None:
    app = create_app("t", tasks=package(jobs=TASKS), task_default_queue="reports")
    assert [each["queue"]["name"] for each in reply(app)["contracts"]] == ["cpu", "reports", "reports"]


def test_tasks_that_carry_older_calls_over_are_named(
    package: Callable[..., str], reply: Callable[[Any], Any]
) -> None:
    older = """
    from typing import Any

    def of_text(x: str) -> dict[str, Any]:
        return {"x": int(x)}

    @task(older=[of_text])
    def carries(x: int) -> int:
        return x
"""
    assert reply(create_app("t", tasks=package(jobs=TASKS + older)))["older"] == ["jobs.carries"]


def test_app_without_tasks_has_no_contracts(empty_tasks: str, reply: Callable[[Any], Any]) -> None:
    assert reply(create_app("t", tasks=empty_tasks)) == {"contracts": [], "older": [], "queues": []}


def test_celery_lists_it_among_the_commands_that_only_look() -> None:
    meta: Any = Panel.meta
    assert meta[inspection.NAME].type == "inspect"
    assert meta[inspection.NAME].help == "Contracts of the app's tasks."
