"""Workers that keep their contracts and note who calls: apps of create_app, and those that were hardened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from celery import Celery, signals
from celery.contrib.testing.worker import start_worker

from taskgate import create_app, install
from taskgate.app import contracts_of
from taskgate.worker import keeper, sightings
from taskgate.worker.notes import notes
from taskgate.worker.sightings import SEEN_KEY
from tests.waiting import until

pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated setex:DeprecationWarning")  # Celery's

Serve = Callable[[Celery], Any]

OTHER = "sha256:" + "b" * 64

TASKS = """
    from taskgate import task

    @task
    def double(x: int) -> int:
        return 2 * x
"""


@pytest.fixture
def serve(url: str) -> Iterator[Serve]:
    """Start a worker of an app in this process, with its results in Redis."""
    notes._noted.clear()
    with ExitStack() as stack:
        # With a receiver Celery leaves the root logger alone, which other tests listen to.
        signals.setup_logging.connect(_no_logging)
        stack.callback(signals.setup_logging.disconnect, _no_logging)

        def started(app: Any) -> Any:
            app.conf.update(broker_url="memory://", result_backend=url)
            app.conf.broker_transport_options = {"polling_interval": 0.01}
            stack.callback(_close, app)
            stack.enter_context(start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20))
            # Celery's worker for tests does not say that it is ready.
            _ready(app)
            stack.callback(_gone, app)
            return app

        yield started


def _no_logging(**_: Any) -> None:
    """Set up nothing."""


class _Sender:
    def __init__(self, app: Any) -> None:
        self.app = app


def _ready(app: Any) -> None:
    signals.worker_ready.send(sender=_Sender(app))


def _gone(app: Any) -> None:
    signals.worker_shutdown.send(sender=_Sender(app))


def _close(app: Any) -> None:
    app.backend.result_consumer.stop()
    app.backend.client.connection_pool.disconnect()


def _threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "taskgate-contracts"]


def test_worker_of_create_app_keeps_its_contracts_and_notes_calls(
    serve: Serve, package: Callable[..., str], redis: Any
) -> None:
    app = serve(create_app("t", tasks=package(jobs=TASKS)))
    (contract,) = contracts_of(app)
    until(lambda: sightings.contract_of(redis, contract["fingerprint"]) == contract)
    double = app.tasks["jobs.double"]
    headers = {"taskgate-contract": contract["fingerprint"]}
    assert double.apply_async(kwargs={"x": 4}, headers=headers).get(timeout=10) == 8
    assert double.apply_async(kwargs={"x": 5}).get(timeout=10) == 10
    found = sightings.sightings(redis, SEEN_KEY, 0)
    assert {(each.task, each.fingerprint) for each in found} == {
        ("jobs.double", contract["fingerprint"]),
        ("jobs.double", None),
    }
    assert all(redis.ttl(key) > 0 for key in redis.keys("*taskgate:*"))
    mapped = app.tasks["taskgate.map"].apply_async(
        kwargs={"task": "jobs.double", "inputs": [{"x": 1}]},
        headers={"taskgate-contract": "sha256:" + "b" * 64},
    )
    assert mapped.get(timeout=10) == {"results": [{"value": 2}]}
    found = sightings.sightings(redis, SEEN_KEY, 0)
    assert ("jobs.double", OTHER) in {(each.task, each.fingerprint) for each in found}
    assert not [each for each in found if each.task.startswith("taskgate.")]


def test_worker_of_a_hardened_app_does_the_same(serve: Serve, redis: Any) -> None:
    app = install(Celery("shop"))

    @app.task(name="shop.add")
    def add(x: int, y: int) -> int:
        return x + y

    serve(app)
    (contract,) = contracts_of(app)
    until(lambda: sightings.contract_of(redis, contract["fingerprint"]) == contract)
    assert add.apply_async((1, 2)).get(timeout=10) == 3
    (seen,) = sightings.sightings(redis, SEEN_KEY, 0)
    assert (seen.task, seen.fingerprint) == ("shop.add", None)


def test_app_that_is_not_hardened_writes_nothing_of_ours(serve: Serve, redis: Any) -> None:
    app = Celery("shop")

    @app.task(name="shop.add")
    def add(x: int, y: int) -> int:
        return x + y

    serve(app)
    assert add.apply_async((1, 2)).get(timeout=10) == 3
    assert _threads() == []
    assert redis.keys("*taskgate:*") == []


def test_thread_ends_with_its_worker(package: Callable[..., str], redis: Any) -> None:
    app = create_app("t", tasks=package(jobs=TASKS), result_backend="redis://127.0.0.1:1/0")
    for _ in range(2):  # ready comes again with every connection to the broker
        _ready(app)
        assert _threads() == ["taskgate-contracts"]
    _gone(app)
    until(lambda: _threads() == [])


@pytest.mark.parametrize("settings", [{"result_backend": "rpc://"}, {"taskgate_seen_expires": 0}])
def test_nothing_is_kept_without_redis_or_where_the_app_says_so(
    settings: dict[str, Any], empty_tasks: str, url: str
) -> None:
    _ready(create_app("t", tasks=empty_tasks, **{"result_backend": url, **settings}))
    assert _threads() == []


def test_contracts_are_kept_again_before_their_time_is_over(
    monkeypatch: pytest.MonkeyPatch, package: Callable[..., str], redis: Any, url: str
) -> None:
    app = create_app("t", tasks=package(jobs=TASKS), result_backend=url)
    waits: list[float | None] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout == keeper.DELAY:
                return False
            waits.append(timeout)
            kept.append(len(redis.keys("taskgate:contract:*")))
            redis.flushall()
            return len(waits) % 3 == 0

    kept: list[int] = []
    keeper._keep(app, 30, Stop())
    assert (waits, kept) == ([10.0, 10.0, 10.0], [1, 1, 1])
    refused = create_app("u", tasks=package(), result_backend="redis://127.0.0.1:1/0")
    monkeypatch.setattr(keeper, "contracts_of", lambda _: contracts_of(app))
    keeper._keep(refused, 604_800, Stop())
    keeper._keep(app, 604_800, Stop())
    assert waits[3:] == [keeper.AGAIN] * 3 + [keeper.RENEWAL] * 3
