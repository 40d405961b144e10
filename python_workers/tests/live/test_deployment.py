"""`taskgate can-i-deploy` with workers that run, and with what those of before have noted."""

from __future__ import annotations

import json
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from click.testing import CliRunner, Result

from taskgate.cli import main
from taskgate.compatibility.sources import SourceOptions, read
from taskgate.contracts.contract import fingerprint
from taskgate.result_store import store
from taskgate.worker import sightings
from tests.live.conftest import celery_client
from tests.live.process import running_worker
from tests.waiting import until

pytestmark = pytest.mark.live

TASKS = """
    from typing import Annotated
    from annotated_types import Le
    from taskgate import task

    @task
    def shrink(path: str, width: Annotated[int, Le({limit})]) -> list[int]:
        return [width]
"""

# What was a width is a list of sizes now.
CARRYING = """
    from typing import Any
    from taskgate import task

    def by_width(path: str, width: int) -> dict[str, Any]:
        return {"path": path, "sizes": [width]}

    @task(older=[by_width])
    def shrink(path: str, sizes: list[int]) -> list[int]:
        return sizes
"""

Json = dict[str, Any]


class Site:
    """A broker and its results, on which workers with this and that limit run."""

    def __init__(self, broker: str, backend: str, queue: str, folder: Path, client: Celery) -> None:
        self.broker, self.backend, self.client = broker, backend, client
        self._queue, self._folder, self._count = queue, folder, 0

    def worker(self, limit: int, tasks: str = TASKS) -> AbstractContextManager[Path]:
        self._count += 1
        folder = self._folder / f"worker-{self._count}"
        folder.mkdir()
        source = tasks.replace("{limit}", str(limit))
        return running_worker(folder, source, self._queue, self.broker, self.backend, "-n", self.name())

    def name(self) -> str:
        return f"{self._queue}-{self._count}@here"

    def contract(self) -> Json:
        options = SourceOptions(broker=self.broker, timeout_ms=10_000)
        (contract,) = read(f"live:{self.name()}", options)
        return contract

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Keep the worker that was started last from doing anything, though it stays connected."""
        inspect: Any = self.client.control.inspect(destination=[self.name()], timeout=10)
        pid = inspect.stats()[self.name()]["pid"]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def call(self, contract: Json | None) -> None:
        headers = {"taskgate-contract": contract["fingerprint"]} if contract else {}
        result = self.client.send_task("jobs.shrink", kwargs={"path": "a", "width": 5}, headers=headers)
        assert result.get(timeout=60) == [5]
        if self.backend == "rpc://":
            consumer: Any = self.client.backend
            consumer.result_consumer.stop()  # or its connection is left to the garbage collector

    def folder(self, contract: Json, limit: int) -> str:
        changed = json.loads(json.dumps(contract))
        changed["parameters"][1]["schema"]["maximum"] = limit
        changed["fingerprint"] = fingerprint(changed)
        return self.written(f"limit-{limit}", changed)

    def written(self, name: str, contract: Json) -> str:
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        (folder / "jobs.shrink.json").write_text(json.dumps(contract))
        return str(folder)

    def ask(self, role: str, folder: str, *words: str) -> Result:
        given = ["--broker", self.broker, "--backend", self.backend, "--timeout-ms", "1500"]
        nobody = ["--node-client", str(self._folder)]
        return CliRunner().invoke(main, ["can-i-deploy", folder, "--role", role, *given, *nobody, *words])


@pytest.fixture
def on(
    redis_url: str, amqp_url: str, queue: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], Site]]:
    # What other tests have noted in the same Redis stays apart.
    options = {"global_keyprefix": str(uuid.uuid4())}
    monkeypatch.setenv("CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS", json.dumps(options))
    urls = {"redis": redis_url, "rabbitmq": amqp_url, "rpc": "rpc://"}
    with ExitStack() as stack:

        def site(broker: str, backend: str) -> Site:
            client = stack.enter_context(celery_client(queue, urls[broker], urls[backend]))
            client.conf.result_backend_transport_options = options
            return Site(urls[broker], urls[backend], queue, tmp_path, client)

        yield site


def _party_of(result: Result, contract: Json) -> Json:
    parties = json.loads(result.stdout)["parties"]
    (party,) = [each for each in parties if each["fingerprint"] == contract["fingerprint"]]
    return dict(party)


def _found(result: Result) -> Json:
    (party,) = json.loads(result.stdout)["parties"]
    return dict(party)


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_client_of_before_would_break_after_a_rollout(broker: str, on: Callable[[str, str], Site]) -> None:
    site = on(broker, "redis")
    with site.worker(100):
        old = site.contract()
        site.call(old)
        assert _kept(site, old)
    with site.worker(90):
        # Nobody serves the contract of the client any more; it was kept.
        assert site.contract()["fingerprint"] != old["fingerprint"]
        narrowed = site.ask("worker", site.folder(old, 50), "--format", "json")
        widened = site.ask("worker", site.folder(old, 200), "--expect-workers", "1")
        half = site.ask("worker", site.folder(old, 200), "--expect-workers", "2")
        nobody = site.ask("worker", site.folder(old, 50), "--backend", "rpc://")
    assert narrowed.exit_code == 1, narrowed.output
    party = _found(narrowed)
    assert (party["kind"], party["fingerprint"], party["outcome"]) == (
        "client",
        old["fingerprint"],
        "breaking",
    )
    (finding,) = party["findings"]
    assert (finding["rule"], finding["payload"]) == ("parameter-narrowed", {"path": "text", "width": 51})
    assert (widened.exit_code, widened.output.startswith("compatible: 1 running party: 1 fit")) == (0, True)
    assert half.exit_code == 3
    assert "1 worker of 2 answered within 1500 ms" in half.output
    assert nobody.exit_code == 3
    none = site.ask("worker", site.folder(old, 50), "--timeout-ms", "200")
    assert none.exit_code == 2
    assert "no worker answered within 200 ms" in none.output
    assert site.ask("worker", site.folder(old, 50), "--expect-workers", "0").exit_code == 1


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_calls_that_the_new_workers_carry_over_break_nobody(
    broker: str, on: Callable[[str, str], Site]
) -> None:
    site = on(broker, "redis")
    with site.worker(100):
        old = site.contract()
        site.call(old)
        assert _kept(site, old)
    with site.worker(100, CARRYING):
        new = site.contract()
        site.call(old)
        assert [each["carriedBy"] for each in new["older"]] == ["by_width"]
        carried = site.ask("worker", site.written("new", new), "--format", "json")
        bare = {name: value for name, value in new.items() if name != "older"}
        refused = site.ask("worker", site.written("bare", bare), "--format", "json")
        # The clients of before once more, with the workers that stay.
        back = site.ask("client", site.written("old", old))
    assert carried.exit_code == 0, carried.output
    found = {each["rule"]: (each["verdict"], each["level"]) for each in _party_of(carried, old)["findings"]}
    assert found == {
        "carried-over": ("note", "behaviour"),
        "parameter-added-required": ("breaking", "source"),
        "parameter-removed": ("breaking", "source"),
    }
    assert refused.exit_code == 1
    assert {each["level"] for each in _party_of(refused, old)["findings"]} == {"wire"}
    assert (back.exit_code, "compatible: 1 running party: 1 fit" in back.output) == (0, True), back.output


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_worker_that_is_stopped_is_missed(broker: str, on: Callable[[str, str], Site]) -> None:
    site = on(broker, "redis")
    with site.worker(100):
        contract = site.contract()
        folder = site.folder(contract, 100)
        with site.worker(100):
            whole = site.ask("client", folder)
            with site.stopped():
                half = site.ask("client", folder)
                diff = CliRunner().invoke(
                    main,
                    ["contracts", "diff", "live:", folder, "--broker", site.broker, "--timeout-ms", "1500"],
                )
    assert (whole.exit_code, "2 workers answered" in whole.output) == (0, True), whole.output
    assert half.exit_code == 3, half.output
    assert "unknown: 1 worker more did not answer within 1500 ms; raise --timeout-ms" in half.output
    assert diff.exit_code == 2, diff.output
    assert "1 of 2 workers told their contracts within 1500 ms, but not 1 that said nothing" in diff.output


def test_each_distinct_worker_is_asked_for_a_new_client(on: Callable[[str, str], Site]) -> None:
    site = on("redis", "redis")
    with site.worker(100):
        old, first = site.contract(), site.name()
        with site.worker(200):
            result = site.ask("client", site.folder(old, 150), "--format", "json")
            second = site.name()
            fits = site.ask("client", site.folder(old, 60), "--expect-workers", "2")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    outcomes = {tuple(each["workers"]): each["outcome"] for each in document["parties"]}
    assert outcomes == {(first,): "breaking", (second,): "compatible"}
    (broken,) = [each for each in document["parties"] if each["outcome"] == "breaking"]
    assert [each["payload"] for each in broken["findings"]] == [{"path": "text", "width": 101}]
    assert fits.exit_code == 0, fits.output


def test_new_client_of_a_task_that_nobody_has(on: Callable[[str, str], Site]) -> None:
    site = on("redis", "redis")
    with site.worker(100):
        contract = site.contract()
        renamed = {**contract, "name": "jobs.grow"}
        folder = Path(site.folder(contract, 100))
        (folder / "jobs.grow.json").write_text(json.dumps({**renamed, "fingerprint": fingerprint(renamed)}))
        result = site.ask("client", str(folder), "--format", "json")
        unsure = site.ask("client", str(folder), "--expect-workers", "2")
    assert result.exit_code == 1
    (finding,) = [each for each in _found(result)["findings"] if each["counts"]]
    assert (finding["rule"], finding["task"]) == ("task-added", "jobs.grow")
    # The worker that answered takes from the queue, so that it breaks whatever the others have.
    assert unsure.exit_code == 1


def test_callers_without_a_contract_are_unknown_where_they_might_break(
    on: Callable[[str, str], Site],
) -> None:
    site = on("redis", "redis")
    with site.worker(100):
        contract = site.contract()
        site.call(None)
        narrowed = site.ask("worker", site.folder(contract, 50), "--format", "json")
        widened = site.ask("worker", site.folder(contract, 200))
    assert narrowed.exit_code == 3, narrowed.output
    party = _found(narrowed)
    assert (party["fingerprint"], party["outcome"]) == (None, "unknown")
    assert party["findings"][0]["payload"] == {"path": "text", "width": 51}
    assert widened.exit_code == 0, widened.output


def test_rabbitmq_alone_says_at_once_that_nothing_was_noted(on: Callable[[str, str], Site]) -> None:
    site = on("rabbitmq", "rpc")
    with site.worker(100):
        contract = site.contract()
        site.call(contract)
        begun = time.monotonic()
        result = site.ask("worker", site.folder(contract, 50), "--timeout-ms", "60000")
        assert time.monotonic() - begun < 30
        assert result.exit_code == 3
        assert "only in Redis" in result.output
        named = site.ask("worker", site.folder(contract, 50), "--clients", site.folder(contract, 100))
        assert named.exit_code == 1
        assert '{"path": "text", "width": 51}' in named.output
        assert site.ask("client", site.folder(contract, 50)).exit_code == 0
        assert site.ask("client", site.folder(contract, 150)).exit_code == 1


def _kept(site: Site, contract: Json) -> bool:
    """Wait until the worker's thread has kept its contract; a process of the pool has noted the call."""
    client = store(site.client)
    assert client is not None
    until(lambda: sightings.contract_of(client, contract["fingerprint"]) is not None)
    key = sightings.seen_key(site.client)
    (seen,) = sightings.sightings(client, key, 0)
    assert (seen.task, seen.fingerprint) == ("jobs.shrink", contract["fingerprint"])
    # Nothing stays for ever.
    return 0 < client.ttl(key) <= 604_800 and client.ttl(sightings.CONTRACT_KEY + str(seen.fingerprint)) > 0
