"""Which queue a task waits in, how it is declared, and what cannot be asked of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from celery import Celery
from celery.exceptions import ImproperlyConfigured
from click.testing import CliRunner
from kombu import Queue

from taskgate import create_app
from taskgate.app import contracts_of, queues_of
from taskgate.cli import main
from taskgate.errors import InvalidContract

Package = Callable[..., str]
REDIS, RABBITMQ = "redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"


def source(**options: Any) -> str:
    given = ", ".join(f"{name}={value!r}" for name, value in options.items())
    return f"from taskgate import task\n@task({given})\ndef one() -> None: ...\n"


def declared(app: Celery) -> dict[str, Any]:
    queues: Any = app.amqp.queues
    return {name: (queue.queue_arguments or {}, queue.max_priority) for name, queue in queues.items()}


def test_a_route_by_name_moves_a_task_for_python_and_for_node(package: Package) -> None:
    name = package(a=source(queue="cpu", queue_type="quorum"), b=source(queue="cpu"), c=source())
    routes = {"a.*": {"queue": "slow"}, "c.one": {"queue": "fast"}}
    app = create_app("t", tasks=name, task_routes=routes)
    assert queues_of(app) == ["cpu", "fast", "slow"]
    assert declared(app) == {
        "celery": ({}, None),
        "cpu": ({}, None),
        "fast": ({}, None),
        "slow": ({"x-queue-type": "quorum"}, None),
    }
    contracts = {each["name"]: each["queue"] for each in contracts_of(app)}
    assert contracts == {
        "a.one": {"name": "slow", "type": "quorum"},
        "b.one": {"name": "cpu", "type": "classic"},
        "c.one": {"name": "fast", "type": "classic"},
    }
    router: Any = app.amqp.router
    sent = {each: router.route({}, each, task_type=app.tasks[each])["queue"].name for each in contracts}
    assert sent == {each: queue["name"] for each, queue in contracts.items()}


def test_a_route_that_decides_with_each_call_is_no_place(package: Package) -> None:
    app = create_app("t", tasks=package(a=source(queue="cpu")), task_routes=[lambda *_, **__: {"queue": "x"}])
    assert queues_of(app) == ["cpu"]


def test_two_types_by_a_route_are_refused(package: Package) -> None:
    name = package(a=source(queue="cpu", queue_type="quorum"), b=source())
    with pytest.raises(InvalidContract, match="the queue 'cpu' cannot be of two types"):
        create_app("t", tasks=name, task_routes={"b.one": "cpu"})


@pytest.mark.parametrize(
    ("url", "numbers"),
    [(REDIS, {"high": 0, "normal": 3, "low": 9}), (RABBITMQ, {"high": 9, "normal": 4, "low": 0})],
)
def test_words_are_the_numbers_of_the_broker(package: Package, url: str, numbers: dict[str, int]) -> None:
    tasks = package(
        **{word: source(queue="q", priority=word) for word in numbers}, plain=source(priority=200)
    )
    app = create_app("t", tasks=tasks, broker_url=url)
    assert {word: app.tasks[f"{word}.one"].priority for word in numbers} == numbers
    assert app.tasks["plain.one"].priority == 200
    assert declared(app) == {"celery": ({}, 200), "q": ({}, 9)}


@pytest.mark.parametrize("priority", ["urgent", -1, 256, True, 1.5])
def test_priority_that_is_none_is_refused(package: Package, priority: Any) -> None:
    with pytest.raises(
        InvalidContract, match=r"priority=.*: give 'high', 'normal', 'low', or an integer from 0"
    ):
        create_app("t", tasks=package(a=source(priority=priority)))


@pytest.mark.parametrize(
    ("options", "settings", "sentence"),
    [
        (
            {"queue": "q", "queue_type": "quorum", "priority": "high"},
            {},
            r"task 'a\.one' \(.*a\.py:2\): the quorum queue 'q' has no priorities in RabbitMQ; leave out",
        ),
        (
            {"queue": "q", "queue_type": "quorum"},
            {"task_queue_max_priority": 9},
            "task_queue_max_priority: the quorum queue 'q' has no priorities in RabbitMQ, which refuses",
        ),
        (
            {"queue": "q", "priority": 5},
            {"task_queues": [Queue("q")]},
            r"task 'a\.one' .*: the queue 'q' of task_queues has no priorities; give that queue max",
        ),
        (
            {},
            {"task_queues": [Queue("q", queue_arguments={"x-queue-type": "quorum"}, max_priority=3)]},
            "task_queues, 'q': max_priority: the quorum queue 'q' has no priorities",
        ),
    ],
)
def test_priority_that_rabbitmq_would_not_heed_is_refused(
    package: Package, options: dict[str, Any], settings: dict[str, Any], sentence: str
) -> None:
    name = package(a=source(**options))
    with pytest.raises(ImproperlyConfigured, match=sentence):
        create_app("t", tasks=name, broker_url=RABBITMQ, **settings)
    create_app("t", tasks=name, broker_url=REDIS, **settings)  # where every queue has priorities


@pytest.mark.parametrize(
    ("options", "settings", "place"),
    [
        ({"rate_limit": "10/y"}, {}, r"task 'a\.one' \(.*a\.py:2\): the rate limit '10/y' is none"),
        ({"rate_limit": "many"}, {}, r"task 'a\.one' .*: the rate limit 'many' is none"),
        ({}, {"task_default_rate_limit": -1}, "task_default_rate_limit: the rate limit -1 is none"),
    ],
)
def test_rate_that_is_none_is_refused(
    package: Package, options: dict[str, Any], settings: dict[str, Any], place: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=place):
        create_app("t", tasks=package(a=source(**options)), **settings)


def test_rates_that_celery_reads_are_kept(package: Package) -> None:
    limits = ["10/m", "0.5/s", "3", 2, 0.1, None]
    create_app("t", tasks=package(**{f"a{at}": source(rate_limit=each) for at, each in enumerate(limits)}))


def test_command_lists_the_queues(package: Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    name = package(
        a=source(queue="critical", priority="high", time_limit=10),
        b=source(queue="low", queue_type="quorum", rate_limit="10/m", expires=60, time_limit=20.5),
    )
    (tmp_path / f"app_{name}.py").write_text(
        "from taskgate import create_app\n"
        f"app = create_app('x', tasks={name!r}, task_default_queue='default')\n"
    )
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["queues", "-A", f"app_{name}"])
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "critical (classic, priorities up to 9 on RabbitMQ)",
            "  a.one: priority high, time limit 10 s",
            f"  $ celery -A app_{name} worker -Q critical -n critical@%h",
            "",
            "default (classic)",
            "  no task waits here unless a call says so",
            f"  $ celery -A app_{name} worker -Q default -n default@%h",
            "",
            "low (quorum)",
            "  b.one: at most 10/m a worker, expires after 60 s, time limit 20.5 s",
            f"  $ celery -A app_{name} worker -Q low -n low@%h",
        ],
    )
    missing = CliRunner().invoke(main, ["queues", "-A", "nowhere_at_all"])
    assert missing.exit_code == 3
