"""A Redis that is full, or a replica for a while: results, letters, counts, leases and keys outlive it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from redis import Redis

import taskgate
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis
from taskgate.settings.own import LEASED
from tests.live.conftest import celery_client
from tests.live.holding import TASKS
from tests.live.posting import Post, outside
from tests.live.process import running_worker
from tests.waiting import until

pytestmark = pytest.mark.live

WAIT = 60
"""Seconds: a result is stored again after up to ten."""


class Site:
    """A worker of one process, its broker and its results in two servers, and the folder of `hold`."""

    def __init__(self, client: Celery, servers: dict[str, Any], queue: str, folder: Path) -> None:
        self.client: Any = client
        self.servers = servers
        self.queue = queue
        self.folder = folder

    def send(self, task: str, *args: Any, **options: Any) -> Any:
        return self.client.send_task(f"jobs.{task}", args, **options)

    def hold(self, value: int, **options: Any) -> Any:
        sent = self.send("hold", str(self.folder), value, **options)
        until((self.folder / "begun").exists, WAIT)
        return sent

    def go(self) -> None:
        (self.folder / "go").touch()

    def begun(self) -> int:
        return (self.folder / "begun").read_text().count("begun")

    def log(self, text: str) -> int:
        """Return how often a text is in the log."""
        return (self.folder / "log").read_text().count(text)

    def noted(self) -> dict[str, float]:
        found: Any = self.servers["broker"].zrange(LEASED["unacked_index_key"], 0, -1, withscores=True)
        return dict(found)

    @contextmanager
    def refusing(self, which: str, how: str) -> Iterator[None]:
        """Let a server take nothing until the end of the block."""
        server = self.servers[which]
        if how == "full":
            server.config_set("maxmemory", 1)
        else:
            server.replicaof("127.0.0.1", 1)
        try:
            yield
        finally:
            server.config_set("maxmemory", 0)
            server.replicaof("NO", "ONE")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    options = {"visibility_timeout": 3, "unacked_restore_interval": 0.2}
    monkeypatch.setenv("CELERY_BROKER_TRANSPORT_OPTIONS", json.dumps(options))
    monkeypatch.setenv("CELERY_RESULT_BACKEND_MAX_SLEEP_BETWEEN_RETRIES_MS", "500")
    queue = f"test-{uuid.uuid4()}"
    with Processes() as processes:
        broker, results = start_redis(processes).url(0), start_redis(processes).url(0)
        with (
            closing(Redis.from_url(broker)) as at_broker,
            closing(Redis.from_url(results)) as at_results,
            celery_client(queue, broker, results) as client,
            running_worker(tmp_path, TASKS, queue, broker, results, "-c", "1", "-l", "info"),
        ):
            taskgate.install(client)
            servers = {"broker": at_broker, "results": at_results}
            yield Site(client, servers, queue, tmp_path)


def test_broker_that_is_full(site: Site) -> None:
    held = site.hold(1)
    failing = site.send("fails")
    again = Post.call("jobs.double", 2)
    again.properties["delivery_info"] = {"exchange": "", "routing_key": site.queue, "redelivered": True}
    url = f"redis://127.0.0.1:{site.servers['broker'].get_connection_kwargs()['port']}/0"
    with outside(url, site.queue) as way:
        way.post(again)
    with site.refusing("broker", "full"):
        before = site.noted()
        until(lambda: site.noted().keys() == before.keys() and site.noted() != before, WAIT)  # the lease
        site.go()
        assert held.get(timeout=WAIT) == 1
        with pytest.raises(ValueError, match="it fails"):
            failing.get(timeout=WAIT)
        assert site.client.AsyncResult(again.id).get(timeout=WAIT) == 4
        until(lambda: not site.noted(), WAIT)
    assert site.send("double", 4).get(timeout=WAIT) == 8
    assert site.begun() == 1
    lines = ("cannot count how often", "dead letter", "was not kept", "event loop has stood")
    assert [site.log(line) for line in lines] == [1, 1, 0, 0]
    assert site.servers["broker"].llen("taskgate:dead") == 1


@pytest.mark.parametrize("how", ["full", "replica"])
def test_results_that_cannot_be_stored_are_stored_later(site: Site, how: str) -> None:
    held = site.hold(1, idempotency_key="one")
    with site.refusing("results", how):
        site.go()
        until(lambda: site.log("Failed operation") > 0, WAIT)
    assert held.get(timeout=WAIT) == 1
    # What stands under the key is the result, and not a second run.
    assert site.send("hold", str(site.folder), 1, idempotency_key="one").get(timeout=WAIT) == 1
    assert site.begun() == 1
    assert site.send("double", 4).get(timeout=WAIT) == 8


def test_broker_that_is_a_replica(site: Site) -> None:
    held = site.hold(1)
    with site.refusing("broker", "replica"):
        site.go()
        assert held.get(timeout=WAIT) == 1
        until(lambda: site.log("onnection to broker lost") > 0 and site.log("Couldn't ack") > 0, WAIT)
    assert site.send("double", 4).get(timeout=WAIT) == 8
    until(lambda: not site.noted(), WAIT)
    assert held.backend.get_task_meta(held.id, cache=False)["result"] == 1
    assert site.begun() == 1
