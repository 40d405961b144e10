"""A task that RabbitMQ does not wait for is refused where the app is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from celery.exceptions import ImproperlyConfigured
from kombu import Queue

from taskgate import create_app
from tests.isolation import source

LONG = "from taskgate import task\n\n@task(queue='cpu', time_limit=7200)\ndef long() -> None: ...\n"


@pytest.fixture
def make(package: Callable[..., str]) -> Callable[..., Any]:
    def made(text: str = LONG, url: str = "amqp://", **settings: Any) -> Any:
        return create_app("t", tasks=package(jobs=text), broker_url=url, **settings)

    return made


def test_it_names_the_task_both_times_and_what_to_do(make: Callable[..., Any]) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        make()
    assert str(raised.value) == (
        "jobs.long: the time limit of 7200 s is not below the 1800 s after which RabbitMQ delivers what is "
        "not acknowledged a second time; lower the limit, or declare the queue 'cpu' in task_queues with "
        "{'x-consumer-timeout': 8640000} (RabbitMQ 3.12 and later), or give the broker a consumer_timeout of "
        "8640000 and say so: taskgate_consumer_timeout=8640"
    )


def test_the_limit_of_the_app_counts_for_all_tasks(make: Callable[..., Any]) -> None:
    with pytest.raises(ImproperlyConfigured, match="the app: the time limit of 1800 s"):
        make(source("f"), task_time_limit=1800)


@pytest.mark.parametrize(
    "settings",
    [
        {"taskgate_consumer_timeout": 7201},
        {"taskgate_consumer_timeout": 0},
        {"task_queues": [Queue("cpu", queue_arguments={"x-consumer-timeout": 8_000_000}), Queue("celery")]},
        {"url": "redis://"},
    ],
    ids=["said", "none", "of the queue", "on Redis"],
)
def test_what_the_broker_waits_for_is_let_through(make: Callable[..., Any], settings: dict[str, Any]) -> None:
    make(**settings)


def test_a_queue_that_waits_for_less_is_heeded(make: Callable[..., Any]) -> None:
    queues = [Queue("cpu", queue_arguments={"x-consumer-timeout": 60_000}), Queue("celery")]
    with pytest.raises(ImproperlyConfigured, match="not below the 60 s"):
        make(task_queues=queues, taskgate_consumer_timeout=0)


def test_a_message_that_is_acknowledged_first_may_take_its_time(make: Callable[..., Any]) -> None:
    make(LONG.replace("time_limit", "acks_late=False, time_limit"))


@pytest.mark.parametrize("seconds", [-1, "x", True, float("nan")])
def test_seconds_that_are_none_are_refused(make: Callable[..., Any], seconds: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="taskgate_consumer_timeout is "):
        make(taskgate_consumer_timeout=seconds)
