"""The defaults, their documentation, and what overrides them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery.app.defaults import NAMESPACES, flatten
from celery.exceptions import ImproperlyConfigured

from taskgate import create_app
from taskgate.app import tasks_of
from taskgate.settings.defaults import DEFAULTS
from taskgate.settings.environment import from_environment, setting_types
from taskgate.settings.own import LEASED
from tests.isolation import source

DOCUMENT = Path(__file__).parents[3] / "docs" / "settings.md"


def test_document_is_the_table_of_the_defaults() -> None:
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    expected = [f"| `{each.name}` | `{json.dumps(each.default)}` | {each.reason} |" for each in DEFAULTS]
    assert rows == expected


def test_every_default_is_a_setting_of_celery() -> None:
    assert {each.name for each in DEFAULTS} <= setting_types().keys()
    assert all(each.reason.endswith(".") for each in DEFAULTS)


def test_every_type_of_celery_can_be_parsed() -> None:
    options: Any = flatten(NAMESPACES)
    kinds = {str(option.type) for _, option in options}
    known = {
        "any",
        "bool",
        "bytes",
        "dict",
        "float",
        "int",
        "list",
        "string",
        "tuple",
        "str",
        "<class 'int'>",
    }
    assert kinds == known, "Celery has a type that environment.py should look at"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("task_time_limit", "600", 600.0),
        ("worker_prefetch_multiplier", "4", 4),
        ("task_acks_late", "false", False),
        ("task_acks_late", "1", True),
        ("accept_content", "json,yaml", ["json", "yaml"]),
        ("accept_content", '["json"]', ["json"]),
        ("imports", "a, b", ("a", "b")),
        ("broker_transport_options", '{"visibility_timeout": 7200}', {"visibility_timeout": 7200}),
        ("worker_concurrency", "auto", "auto"),
        ("worker_concurrency", "4", 4),
        ("task_default_priority", "3", 3),
        ("beat_cron_starting_deadline", "30", 30),
        ("redis_backend_health_check_interval", "5", 5),
        ("broker_url", "redis://broker", "redis://broker"),
    ],
)
def test_environment_is_parsed(name: str, text: str, value: object) -> None:
    found = from_environment({f"CELERY_{name.upper()}": text, "CELERY_LOADER": "x", "PATH": "y"})
    assert found == {name: value}
    assert type(found[name]) is type(value)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("CELERY_TASK_TIME_LIMIT", "ten"),
        ("CELERY_WORKER_PREFETCH_MULTIPLIER", "1.5"),
        ("CELERY_TASK_ACKS_LATE", "perhaps"),
        ("CELERY_BROKER_TRANSPORT_OPTIONS", "{"),
        ("CELERY_BROKER_TRANSPORT_OPTIONS", "[]"),
        ("CELERY_ACCEPT_CONTENT", "[json"),
    ],
)
def test_environment_that_cannot_be_read_is_named(variable: str, text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=variable):
        from_environment({variable: text})


def test_empty_variable_means_unset() -> None:
    assert from_environment({"CELERY_TASK_TIME_LIMIT": ""}) == {}


def test_precedence(monkeypatch: pytest.MonkeyPatch, empty_tasks: str) -> None:
    monkeypatch.setenv("CELERY_TASK_TIME_LIMIT", "30")
    monkeypatch.setenv("CELERY_BROKER_URL", "memory://")
    app = create_app("t", tasks=empty_tasks, task_time_limit=20, task_soft_time_limit=10, broker_url="x://")
    assert app.conf.task_time_limit == 30
    assert app.conf.task_soft_time_limit == 10
    assert app.conf.broker_url == "memory://"
    assert app.conf.worker_prefetch_multiplier == 1


@pytest.mark.parametrize(("url", "expected"), [("rpc://", False), ("redis://x", True), (None, True)])
def test_workers_do_not_look_for_results_that_they_cannot_see(
    monkeypatch: pytest.MonkeyPatch, empty_tasks: str, url: str | None, expected: bool
) -> None:
    settings = {"result_backend": url} if url else {}
    assert create_app("t", tasks=empty_tasks, **settings).conf.worker_deduplicate_successful_tasks is expected
    if url:
        monkeypatch.setenv("CELERY_RESULT_BACKEND", url)
        app = create_app("t", tasks=empty_tasks)
        assert app.conf.worker_deduplicate_successful_tasks is expected
        app = create_app("t", tasks=empty_tasks, worker_deduplicate_successful_tasks=True)
        assert app.conf.worker_deduplicate_successful_tasks is True


def test_two_apps_do_not_share_a_default(empty_tasks: str) -> None:
    first = create_app("a", tasks=empty_tasks)
    first.conf.broker_transport_options["visibility_timeout"] = 1
    second = create_app("b", tasks=empty_tasks)
    assert second.conf.broker_transport_options == LEASED


def test_transport_options_are_put_over_the_defaults(
    empty_tasks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_BROKER_TRANSPORT_OPTIONS", '{"visibility_timeout": 7}')
    app = create_app("t", tasks=empty_tasks, broker_transport_options={"global_keyprefix": "x"})
    assert app.conf.broker_transport_options == {**LEASED, "visibility_timeout": 7}
    monkeypatch.setenv("CELERY_TASKGATE_LEASE_RENEWAL", "0")
    app = create_app("t", tasks=empty_tasks)
    assert app.conf.broker_transport_options == {"visibility_timeout": 7}


def test_slip_in_a_setting_is_refused(empty_tasks: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="did you mean task_time_limit"):
        create_app("t", tasks=empty_tasks, task_timelimit=3)


def test_setting_of_an_extension_is_kept(empty_tasks: str) -> None:
    assert create_app("t", tasks=empty_tasks, redbeat_redis_url="redis://x").conf["redbeat_redis_url"]


def test_time_limit_beyond_a_lease_that_nobody_renews_is_refused(empty_tasks: str) -> None:
    redis: Any = {"broker_url": "redis://localhost", "task_time_limit": 3600}
    with pytest.raises(ImproperlyConfigured, match="visibility_timeout"):
        create_app("t", tasks=empty_tasks, **redis, taskgate_lease_renewal=False)
    create_app("t", tasks=empty_tasks, **redis)
    rabbitmq = {"broker_url": "amqp://x", "taskgate_lease_renewal": False, "taskgate_consumer_timeout": 0}
    create_app("t", tasks=empty_tasks, **redis | rabbitmq)


@pytest.mark.parametrize("timeout", [0, -1, "60"])
def test_visibility_timeout_that_is_none_is_refused(empty_tasks: str, timeout: object) -> None:
    with pytest.raises(ImproperlyConfigured, match="visibility_timeout"):
        create_app(
            "t",
            tasks=empty_tasks,
            broker_url="redis://localhost",
            broker_transport_options={"visibility_timeout": timeout},
        )


@pytest.mark.parametrize(
    ("variables", "settings", "hard", "soft"),
    [
        ({}, {}, 1500, 1440),
        ({}, {"task_time_limit": 100}, 100, 96),
        ({"CELERY_TASK_TIME_LIMIT": "50"}, {"task_soft_time_limit": 20}, 50, 20),
        ({"CELERY_TASK_TIME_LIMIT": "50"}, {"task_time_limit": 100}, 50, 48),
        ({}, {"task_soft_time_limit": 100}, 1500, 100),
    ],
)
def test_soft_limit_follows_the_hard_one(
    monkeypatch: pytest.MonkeyPatch,
    empty_tasks: str,
    variables: dict[str, str],
    settings: dict[str, float],
    hard: float,
    soft: float,
) -> None:
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    app = create_app("t", tasks=empty_tasks, **settings)
    assert (app.conf.task_time_limit, app.conf.task_soft_time_limit) == (hard, soft)


def test_soft_limit_above_the_hard_one_is_refused(empty_tasks: str, package: Callable[..., str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="the app: the soft time limit of 2000 s"):
        create_app("t", tasks=empty_tasks, task_soft_time_limit=2000)
    with pytest.raises(ImproperlyConfigured, match=r"a\.one: the soft time limit of 2000 s"):
        create_app("t", tasks=package(a=source(soft_time_limit=2000)))


def test_limits_of_a_task(package: Callable[..., str]) -> None:
    app = create_app("t", tasks=package(a=source(time_limit=100), b=source(soft_time_limit=5)))
    assert (app.tasks["a.one"].time_limit, app.tasks["a.one"].soft_time_limit) == (100, 96)
    assert (app.tasks["b.one"].time_limit, app.tasks["b.one"].soft_time_limit) == (1500, 5)
    limits = [definition.contract()["limits"] for definition in tasks_of(app)]
    assert limits == [{"timeLimit": 100, "softTimeLimit": 96}, {"timeLimit": None, "softTimeLimit": 5}]
