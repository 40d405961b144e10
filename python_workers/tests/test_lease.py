"""Who renews a lease, and for what."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from types import SimpleNamespace
from typing import Any

import pytest
from celery.bootsteps import RUN  # type: ignore[attr-defined]
from celery.concurrency.solo import TaskPool as Solo
from celery.worker import state

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
