"""What an app is refused for, where it is made and where its worker starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.concurrency.prefork import TaskPool as Prefork
from celery.concurrency.solo import TaskPool as Solo
from celery.exceptions import ImproperlyConfigured
from kombu import Queue

from taskgate import create_app, install
from taskgate.checks.consumer_timeout import unbounded
from taskgate.checks.ranges import RANGES, SWITCHES
from taskgate.settings import own
from taskgate.settings.defaults import DEFAULTS
from tests.isolation import source


def start(app: Celery, **options: Any) -> Any:
    """Make a worker as `celery worker` does; nothing of it runs."""
    return app.WorkController(hostname="t@h", pool="solo", **options)


def test_each_setting_of_ours_has_a_range() -> None:
    ours = {each.name for each in DEFAULTS if each.name.startswith("taskgate_")}
    assert ours == {each.name for each in RANGES} | {*SWITCHES, own.DEAD_LETTERS}
    for each in RANGES:
        (default,) = (known.default for known in DEFAULTS if known.name == each.name)
        assert each.problem(default) is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            own.MAX_DELIVERIES,
            -1,
            "give a whole number of deliveries from 1 to 1000, or 0, which sets no",
        ),
        (own.MAX_DELIVERIES, 2.5, "give a whole number of deliveries from 1 to 1000"),
        (own.SEEN_EXPIRES, "week", "give a whole number of seconds from 1 to 315360000, or 0, which"),
        (own.DEAD_LETTERS_MAX, 0, "give a whole number of letters from 1 to 2147483647$"),
        (own.DEAD_LETTERS_EXPIRES, 4_294_968, "give a whole number of seconds from 1 to 4294967$"),
        (own.IDEMPOTENCY_WINDOW, -1, "give a whole number of seconds from 1 to .*, which heeds no keys"),
        (own.IDEMPOTENCY_LEASE, 0, "give seconds from 0.1 to 315360000$"),
        (own.BODY_MAX, True, "give a whole number of bytes from 1024 to 2147483647, or 0"),
        (own.CONSUMER_TIMEOUT, -1, "give seconds from 1 to 315360000, or 0, which stands for"),
        (own.CONSUMER_TIMEOUT, float("nan"), "give seconds from"),
        (own.SHUTDOWN_TIMEOUT, float("inf"), "give seconds from 0.1 to 315360000, or 0, which waits"),
        (own.SHUTDOWN_TIMEOUT, None, "give seconds"),
        (own.GUARD, "off", "give True or False"),
        (own.LEASE_RENEWAL, None, "give True or False"),
        (own.DEAD_LETTERS, 7, "give a name, or 'off'"),
    ],
)
def test_a_setting_out_of_its_range_is_refused(
    empty_tasks: str, name: str, value: Any, sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is .*{sentence}"):
        create_app("t", tasks=empty_tasks, **{name: value})


def test_letters_that_rabbitmq_cannot_keep_so_long_are_kept_in_redis(empty_tasks: str) -> None:
    create_app("t", tasks=empty_tasks, broker_url="redis://", taskgate_dead_letters_expires=10_000_000)


def test_what_was_changed_after_the_app_was_made_is_refused_when_a_worker_starts(empty_tasks: str) -> None:
    app = create_app("t", tasks=empty_tasks, broker_url="memory://")
    start(app)
    app.conf.taskgate_max_deliveries = -1
    with pytest.raises(ImproperlyConfigured, match=r"taskgate_max_deliveries is -1"):
        start(app)
    app.conf.taskgate_max_deliveries = 3
    app.conf.task_acks_late = False
    with pytest.raises(ImproperlyConfigured) as raised:
        start(app)
    assert str(raised.value) == (
        "task_acks_late was changed to False after create_app(), whose tasks have True: give it to "
        "create_app(task_acks_late=False), or set CELERY_TASK_ACKS_LATE"
    )


def test_a_limit_that_the_tasks_would_not_heed_is_refused(empty_tasks: str) -> None:
    app = create_app("t", tasks=empty_tasks, broker_url="memory://")
    start(app, time_limit=1500)
    with pytest.raises(
        ImproperlyConfigured, match=r"^--time-limit 60 is not heeded: .* CELERY_TASK_TIME_LIMIT=60$"
    ):
        start(app, time_limit=60)
    with pytest.raises(ImproperlyConfigured, match=r"^--soft-time-limit 7 is not heeded"):
        start(app, soft_time_limit=7)


def test_a_task_that_came_later_is_looked_at_when_a_worker_starts(empty_tasks: str) -> None:
    app = create_app("t", tasks=empty_tasks, broker_url="memory://")

    def one() -> None: ...

    app.task(name="late.one", time_limit=10)(one)
    with pytest.raises(
        ImproperlyConfigured, match=r"late\.one: the soft time limit of 1440 s is above the h"
    ):
        start(app)


def test_queues_may_be_given_after_the_app_was_made(empty_tasks: str) -> None:
    app = create_app("t", tasks=empty_tasks, broker_url="amqp://")
    app.conf.task_queues = [Queue("other")]
    assert list(app.amqp.queues) == ["other"]


def test_the_command_says_it_in_a_sentence_and_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "own_tasks").mkdir()
    (tmp_path / "own_tasks" / "__init__.py").touch()
    (tmp_path / "changed.py").write_text(
        "from taskgate import create_app\n"
        "app = create_app('t', tasks='own_tasks', broker_url='memory://')\n"
        "app.conf.taskgate_shutdown_timeout = -3\n"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "changed", "worker", "-P", "solo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert ended.returncode == 2
    assert "Error: taskgate_shutdown_timeout is -3: give seconds" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_app_that_was_only_hardened_is_told_and_starts(caplog: pytest.LogCaptureFixture) -> None:
    app = install(Celery("t", broker="amqp://", set_as_current=False))
    app.conf.update(task_acks_late=True, task_time_limit=7200)
    start(app)
    assert "the app: the time limit of 7200 s is not below the 1800 s" in caplog.text


def test_an_app_that_was_only_hardened_is_refused_for_settings_of_ours() -> None:
    app = install(Celery("t", broker="memory://", set_as_current=False))
    app.conf.taskgate_body_max = -1
    with pytest.raises(ImproperlyConfigured, match="taskgate_body_max is -1: give a whole number of bytes"):
        start(app)


def test_tasks_that_nothing_ends_are_told_where_rabbitmq_does_not_wait(
    package: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    limits: Any = {"task_time_limit": None, "task_soft_time_limit": None}
    app = create_app("t", tasks=package(jobs=source()), broker_url="amqp://", **limits)
    assert unbounded(app, Prefork) == (
        "1 tasks have no time limit (jobs.one): RabbitMQ delivers one that runs for 1800 s a second time; "
        "give task_time_limit below that, or the broker a longer consumer_timeout, and say so: "
        "taskgate_consumer_timeout in seconds, 0 for none"
    )
    start(app)
    assert "have a pool that ends no task at its time limit (jobs.one)" in caplog.text
    app.conf.taskgate_consumer_timeout = 0
    assert unbounded(app, Prefork) is None


def test_limits_and_redis_are_nothing_to_tell_of(package: Callable[..., str]) -> None:
    app = create_app("t", tasks=package(jobs=source()), broker_url="amqp://")
    assert unbounded(app, Prefork) is None
    assert unbounded(app, Solo) is not None
    other = create_app("t", tasks=package(), broker_url="redis://")
    assert unbounded(other, Solo) is None
