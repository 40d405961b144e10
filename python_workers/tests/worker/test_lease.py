"""Who renews a lease, and for what."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from celery.bootsteps import RUN  # type: ignore[attr-defined]
from celery.concurrency.solo import TaskPool as Solo
from celery.worker import state
from kombu import Connection

from taskgate.worker.deliveries import lease


def app(url: str = "redis://x", **settings: Any) -> Any:
    conf = {"taskgate_lease_renewal": True, **settings}
    return SimpleNamespace(conf=type("Conf", (dict,), {"broker_url": url})(conf))


def test_only_on_redis_and_where_it_is_on() -> None:
    assert lease.is_renewed(app())
    assert lease.is_renewed(app("sentinel://x"))
    assert not lease.is_renewed(app("amqp://x"))
    assert not lease.is_renewed(app(taskgate_lease_renewal=False))


def request(tag: str, *, acknowledged: bool = False) -> Any:
    return SimpleNamespace(message=SimpleNamespace(delivery_tag=tag), acknowledged=acknowledged)


def consumer(*tags: str, dirty: tuple[str, ...] = (), closed: bool = False, connection: Any = "open") -> Any:
    qos = SimpleNamespace(_delivered=OrderedDict.fromkeys(tags), _dirty=set(dirty))
    channel = SimpleNamespace(_qos=qos, closed=closed)
    return SimpleNamespace(task_consumer=SimpleNamespace(channel=channel), connection=connection)


def test_what_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    running = {"a": request("a"), "b": request("b", acknowledged=True)}
    monkeypatch.setattr(state, "requests", running)
    assert lease.held(consumer("a", "c", "d", dirty=("d",))) == {"a", "c"}
    # What was not begun went with its connection; what runs on did not.
    assert lease.held(consumer("c", closed=True)) == {"a"}
    assert lease.held(consumer("c", connection=None)) == {"a"}
    assert lease.held(SimpleNamespace(task_consumer=None, connection=None)) == {"a"}


@pytest.mark.parametrize(
    ("change", "hung"),
    [
        ({}, True),
        ({"blueprint": SimpleNamespace(state=RUN + 1)}, False),
        ({"consumer": SimpleNamespace(connection=None)}, False),
        ({"pool": Solo(app=None)}, False),
    ],
)
def test_worker_whose_loop_stands_still(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, change: dict[str, Any], hung: bool
) -> None:
    caplog.set_level(logging.WARNING, logger=lease.logger.name)  # a worker in this process has set the root's
    monkeypatch.setattr(state, "active_requests", {"a"})
    worker: Any = SimpleNamespace(
        app=app(), blueprint=SimpleNamespace(state=RUN), consumer=consumer(), pool=None, **{}
    )
    vars(worker).update(change)
    step: Any = lease.Lease(worker)
    assert not step._is_hung(worker)
    step._turned_at = time.monotonic()
    assert not step._is_hung(worker)
    step._turned_at = time.monotonic() - lease.HUNG - 1
    assert [step._is_hung(worker) for _ in range(2)] == [hung, hung]
    assert caplog.text.count("the event loop has stood") == hung


def test_batches() -> None:
    tags = list(map(str, range(2 * lease.BATCH + 1)))
    assert [len(each) for each in lease._batches(tags)] == [lease.BATCH, lease.BATCH, 1]


class Ended:
    """An event that is set after so many waits, and notes how long those are."""

    def __init__(self, waits: int) -> None:
        self.waits = waits
        self.seconds: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) > self.waits


class Index:
    """What was renewed, through how many connections; it fails as often as it is told."""

    opened: ClassVar[list[Index]] = []
    failures = 0

    def __init__(self, address: Any) -> None:
        self.address = address
        self.renewed: list[Any] = []
        self.is_closed = False
        self.opened.append(self)

    def renew(self, tags: Any) -> None:
        if type(self).failures:
            type(self).failures -= 1
            raise ConnectionError("away")
        self.renewed.append(set(tags))

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> type[Index]:
    monkeypatch.setattr(lease, "Index", Index)
    monkeypatch.setattr(Index, "opened", [])
    monkeypatch.setattr(Index, "failures", 0)
    monkeypatch.setattr(state, "requests", {})
    return Index


def keep(ended: Ended, *tags: str, timeout: float = 60, addresses: tuple[str, ...] = ("a",)) -> None:
    """Renew until the worker has ended; with each wait it is connected to the next address."""
    made = app()
    made.conf.broker_transport_options = {"visibility_timeout": timeout}
    worker: Any = SimpleNamespace(
        app=made,
        blueprint=SimpleNamespace(shutdown_complete=ended, state=RUN),
        consumer=consumer(*tags),
        pool=None,
    )
    step: Any = lease.Lease(worker)
    left = list(addresses)
    step._address = left[0]
    wait = ended.wait

    def next_address(seconds: float) -> bool:
        step._address = left.pop(0) if len(left) > 1 else left[0]
        return wait(seconds)

    ended.wait = next_address  # type: ignore[method-assign]
    step._keep(worker)


def test_three_times_within_the_timeout(index: type[Index]) -> None:
    ended = Ended(3)
    keep(ended, "x", "y")
    assert ended.seconds == [20, 20, 20, 20]
    (only,) = index.opened
    assert only.renewed == [{"x", "y"}] * 3
    assert only.is_closed


def test_redis_that_is_away_is_tried_again_soon_by_another_connection(
    index: type[Index], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger=lease.logger.name)
    index.failures = 2
    ended = Ended(4)
    keep(ended, "x")
    assert ended.seconds == [20, lease.AGAIN, lease.AGAIN, 20, 20]
    assert [(each.renewed, each.is_closed) for each in index.opened] == [
        ([], True),
        ([], True),
        ([{"x"}] * 2, True),
    ]
    assert caplog.text.count("cannot renew the lease") == 1


def test_short_timeout_is_not_outlasted_by_a_pause(index: type[Index]) -> None:
    index.failures = 1
    ended = Ended(2)
    keep(ended, "x", timeout=1.5)
    assert ended.seconds == [0.5, 0.5, 0.5]


def test_lease_goes_with_the_connection_of_the_worker(index: type[Index]) -> None:
    keep(Ended(3), "x", addresses=("a", "b", "b"))
    assert [(each.address, len(each.renewed), each.is_closed) for each in index.opened] == [
        ("a", 1, True),
        ("b", 2, True),
    ]


def test_worker_that_holds_nothing_opens_no_connection(index: type[Index]) -> None:
    keep(Ended(3))
    assert index.opened == []


def test_redis_that_says_nothing_holds_up_no_renewal() -> None:
    options = lease._bounded(
        Connection("redis://", transport_options={"visibility_timeout": 7})
    ).transport_options
    assert options == {
        "visibility_timeout": 7,
        "socket_timeout": lease.LONGEST,
        "socket_connect_timeout": lease.LONGEST,
    }
