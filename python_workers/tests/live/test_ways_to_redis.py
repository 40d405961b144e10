"""A Redis that is reached by TLS with a user of its own, or by a sentinel that names another meanwhile."""

from __future__ import annotations

import contextlib
import json
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from redis import Redis, RedisError

import taskgate
from taskgate.cli import main
from taskgate.dev.child import Child
from taskgate.dev.ports import LOOPBACK, free_ports
from taskgate.dev.processes import Processes
from taskgate.dev.redis import find_server, start_redis
from tests.live.conftest import celery_client
from tests.live.holding import TASKS
from tests.live.posting import Post
from tests.live.process import running_worker
from tests.waiting import until

pytestmark = pytest.mark.live

WAIT = 60
"""Seconds."""

DATABASE = 5


@dataclass
class Way:
    """How a worker reaches its Redis, and a client that looks into it from beside."""

    url: str
    beside: Callable[[], Redis]
    options: dict[str, Any] = field(default_factory=dict)
    fail_over: Callable[[], None] = lambda: None


@pytest.fixture(params=["tls", "sentinel"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    with Processes() as processes:
        yield (by_tls if request.param == "tls" else by_sentinel)(processes, tmp_path)


def by_tls(processes: Processes, folder: Path) -> Way:
    key, certificate = folder / "key", folder / "certificate"
    names = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{LOOPBACK},DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run(
        [*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True, timeout=60
    )
    [port] = free_ports(1)
    settings = {
        "tls-port": port,
        "tls-cert-file": certificate,
        "tls-key-file": key,
        "tls-ca-cert-file": certificate,
        "tls-auth-clients": "no",
    }
    server = start_redis(processes, settings=settings)
    opened: Any = Redis(port=server.port)
    with closing(opened) as redis:
        rules = ["on", ">secret", "~*", "&*", "+@all", "-@dangerous", "+info"]
        redis.execute_command("ACL", "SETUSER", "worker", *rules)
    query = f"ssl_cert_reqs=required&ssl_ca_certs={certificate}"
    return Way(
        f"rediss://worker:secret@{LOOPBACK}:{port}/{DATABASE}?{query}",
        lambda: Redis(port=server.port, db=DATABASE),
    )


def by_sentinel(processes: Processes, folder: Path) -> Way:
    leader = start_redis(processes)
    follower = start_redis(processes, settings={"replicaof": f"{LOOPBACK} {leader.port}"})
    [port] = free_ports(1)
    settings = folder / "sentinel.conf"
    settings.write_text(
        f"port {port}\nbind {LOOPBACK}\ndir {folder}\n"
        f"sentinel monitor leader {LOOPBACK} {leader.port} 1\n"
        "sentinel down-after-milliseconds leader 500\nsentinel failover-timeout leader 2000\n"
    )
    sentinel: Child = processes.start("sentinel", [find_server(), str(settings), "--sentinel"])
    sentinels: Any = Redis(port=port)

    def knows_the_follower() -> bool:
        with contextlib.suppress(RedisError):
            return len(sentinels.sentinel_slaves("leader")) == 1
        return False

    processes.wait_until(knows_the_follower, sentinel, WAIT)

    def fail_over() -> None:
        with closing(Redis(port=leader.port)) as redis:
            redis.wait(1, WAIT * 1000)
        leader.child.farewell = ()
        processes.stop(leader.child)

        def is_leader() -> bool:
            with closing(Redis(port=follower.port)) as redis:
                found: Any = redis.info("replication")
                return bool(found["role"] == "master")

        until(is_leader, WAIT)
        sentinels.close()

    options = {"master_name": "leader"}
    url = f"sentinel://{LOOPBACK}:{port}/{DATABASE}"
    return Way(url, lambda: Redis(port=follower.port, db=DATABASE), options, fail_over)


def test_leases_keys_letters_and_counts(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = f"test-{uuid.uuid4()}"
    options = {**way.options, "visibility_timeout": 6, "unacked_restore_interval": 0.2}
    monkeypatch.setenv("CELERY_BROKER_TRANSPORT_OPTIONS", json.dumps(options))
    monkeypatch.setenv("CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS", json.dumps(way.options))
    with (
        celery_client(queue, way.url, way.url) as client,
        running_worker(tmp_path, TASKS, queue, way.url, way.url, "-l", "info"),
    ):
        app: Any = client
        app.conf.update(broker_transport_options=options, result_backend_transport_options=way.options)
        taskgate.install(app)
        held = app.send_task("jobs.hold", (str(tmp_path), 1), idempotency_key="one")
        until((tmp_path / "begun").exists, WAIT)
        way.fail_over()
        again = Post.call("jobs.double", 2)
        with closing(way.beside()) as redis:
            beside: Any = redis
            info = {"exchange": "", "routing_key": queue, "redelivered": True}
            again.properties["delivery_info"] = info
            before = dict(beside.zrange("taskgate:unacked_index", 0, -1, withscores=True))
            beside.lpush(queue, json.dumps(again.as_element(queue)))
            until(lambda: beside.exists(f"celery-task-meta-{again.id}"), WAIT)
            until(
                lambda: before != dict(beside.zrange("taskgate:unacked_index", 0, -1, withscores=True)), WAIT
            )
            (tmp_path / "go").touch()
            assert held.get(timeout=WAIT) == 1
            record = beside.hgetall(f"taskgate:idempotency:{held.id}")
            assert record[b"state"] == b"succeeded"
            with pytest.raises(ValueError, match="it fails"):
                app.send_task("jobs.fails").get(timeout=WAIT)
            until(lambda: beside.llen("taskgate:dead") == 1, WAIT)
            until(lambda: not beside.zcard("taskgate:unacked_index"), WAIT)
        same = app.send_task("jobs.hold", (str(tmp_path), 1), idempotency_key="one")
        assert same.get(timeout=WAIT) == 1
        listed = CliRunner().invoke(main, ["dead", "list", "--broker", way.url])
        assert "jobs.fails  1 run  it fails" in listed.output, listed.output
    assert (tmp_path / "begun").read_text().count("begun") == 1
    log = (tmp_path / "log").read_text()
    for line in ("cannot count", "cannot say", "was not kept", "Unrecoverable"):
        assert line not in log
