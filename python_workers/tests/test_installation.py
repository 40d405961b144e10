"""`install` on a shop that was not written for Taskgate, with a worker in this process."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from celery.exceptions import ImproperlyConfigured
from celery.worker.control import Panel

from taskgate import install
from taskgate.settings.defaults import INSTALLED
from taskgate.worker import inspection, mapping
from tests.serving import failure_of

SHOP = "tests.foreign.shop"


@pytest.fixture
def shop() -> Iterator[Any]:
    """Return the module anew, as nobody has touched it."""
    sys.modules.pop(SHOP, None)
    yield importlib.import_module(SHOP)
    sys.modules.pop(SHOP, None)


@pytest.fixture
def serve(shop: Any) -> Iterator[Callable[..., Any]]:
    """Return what installs Taskgate, starts a worker, and returns the module."""
    workers = []

    def start(**options: Any) -> Any:
        install(shop.app, **options)
        worker = start_worker(shop.app, pool="solo", perform_ping_check=False, shutdown_timeout=20)
        worker.__enter__()
        workers.append(worker)
        return shop

    yield start
    for worker in workers:
        worker.__exit__(None, None, None)


def send(app: Celery, name: str, *args: Any, **kwargs: Any) -> Any:
    return app.send_task(f"{SHOP}.{name}" if "." not in name else name, args, kwargs)


def test_tasks_answer_as_before(serve: Callable[..., Any], said: list[str]) -> None:
    app = serve().app
    sent = {
        "process_rows": send(app, "process_rows"),
        "add": send(app, "add", 1, y=2),
        "fetch": send(app, "fetch", "http://example.org"),
        "shop.reprice": send(app, "shop.reprice", 10.0, by=2.0),
        "ship": send(app, "ship", {"weight": 2.5}, express=True),
        "xsum": send(app, "xsum", 1, 2, 3, scale=2, a="b"),
        "due": send(app, "due", "2026-01-02"),
        "dump_context": send(app, "dump_context", 1, {"any": "thing"}),
    }
    assert {name: result.get(timeout=20) for name, result in sent.items()} == {
        "process_rows": [1, 2],
        "add": 3,
        "fetch": 1,
        "shop.reprice": 20.0,
        "ship": {"price": 5.0},
        "xsum": 13,
        "due": "str",
        "dump_context": None,
    }
    assert said == []


def test_a_failure_has_its_facts_and_is_the_same_exception_in_python(serve: Callable[..., Any]) -> None:
    shop = serve()
    result = send(shop.app, "order", "chairs")
    assert failure_of(result) == {
        "code": "TASK_FAILED",
        "exception": f"{SHOP}.OutOfStock",
        "message": "no chairs left",
        "details": {"product": "chairs"},
        "retryable": False,
    }
    with pytest.raises(Exception, match="no chairs left") as raised:
        result.get(timeout=20)
    assert type(raised.value).__name__ == "OutOfStock"
    assert failure_of(send(shop.app, "stubborn", 0))["exception"] == "ZeroDivisionError"


def test_a_worker_outlives_what_celery_ends_it_for(serve: Callable[..., Any]) -> None:
    app = serve().app
    assert failure_of(send(app, "exhaust"))["exception"] == "MemoryError"
    assert send(app, "add", 1, 2).get(timeout=20) == 3


def test_what_does_not_fit_is_logged_once_a_place_and_goes_on(
    serve: Callable[..., Any], said: list[str]
) -> None:
    app = serve().app
    for _ in range(3):
        assert send(app, "add", "1", "2").get(timeout=20) == "12"
    assert send(app, "many", ["a", "b", 1.0]).get(timeout=20) == ["a", "b", 1.0]
    found = [line.partition(" (one line in 3600 s")[0] for line in said]
    integer, number = "Input should be a valid integer", "Input should be a valid number"
    assert found == [
        f"the arguments of {SHOP}.add do not fit the contract at /x: {integer}",
        f"the arguments of {SHOP}.add do not fit the contract at /y: {integer}",
        f"the result of {SHOP}.add does not fit the contract at the whole: {integer}",
        f"the arguments of {SHOP}.many do not fit the contract at /prices/*: {number}",
        f"the result of {SHOP}.many does not fit the contract at /*: {number}",
    ]


def test_told_to_refuse_it_fails_the_call_before_the_function_runs(serve: Callable[..., Any]) -> None:
    shop = serve(validation="refuse")
    facts = failure_of(send(shop.app, "price", "10"))
    assert facts["code"] == "INVALID_ARGUMENTS"
    assert facts["details"]["errors"] == [{"path": "/net", "message": "Input should be a valid number"}]
    assert failure_of(send(shop.app, "add", 1, 2, 3))["code"] == "INVALID_ARGUMENTS"
    assert failure_of(send(shop.app, "xsum", 1, "2"))["details"]["errors"][0]["path"] == "/numbers/1"
    assert failure_of(send(shop.app, "xsum", 1, a=2))["details"]["errors"][0]["path"] == "/labels/a"
    # It fits no better the second time, though the task is tried again for any exception.
    stubborn = send(shop.app, "stubborn", "1")
    assert failure_of(stubborn)["code"] == "INVALID_ARGUMENTS"
    assert send(shop.app, "stubborn", 5).get(timeout=20) == 2
    assert failure_of(send(shop.app, "many", [1.0], more=1))["code"] == "INVALID_ARGUMENTS"


def test_told_to_refuse_it_tells_a_caller_of_another_contract_so(
    serve: Callable[..., Any], said: list[str]
) -> None:
    app = serve(validation="refuse").app
    other = {"taskgate-contract": f"sha256:{'0' * 64}"}

    def add(headers: dict[str, str], **kwargs: Any) -> Any:
        return app.send_task(f"{SHOP}.add", (), kwargs, headers=headers)

    facts = failure_of(add(other, x="1", y=2))
    assert facts["code"] == "CONTRACT_MISMATCH"
    assert facts["details"]["errors"] == [{"path": "/x", "message": "Input should be a valid integer"}]
    assert facts["details"]["caller"] == other["taskgate-contract"]
    own = {"taskgate-contract": facts["details"]["worker"]}
    assert failure_of(add(own, x="1", y=2))["code"] == "INVALID_ARGUMENTS"
    assert add(other, x=1, y=2).get(timeout=20) == 3
    # It fits no better the second time, though the task is tried again for any exception.
    stubborn = app.send_task(f"{SHOP}.stubborn", ("1",), headers=other)
    assert failure_of(stubborn)["code"] == "CONTRACT_MISMATCH"
    chunk = {"task": f"{SHOP}.add", "inputs": [{"x": "1", "y": 2}]}
    (outcome,) = app.send_task(mapping.NAME, (), chunk, headers=other).get(timeout=20)["results"]
    assert outcome["error"]["code"] == "CONTRACT_MISMATCH"
    install(app, validation="warn")
    assert said == []
    assert add(other, x="1", y="2").get(timeout=20) == "12"
    theirs, ours = other["taskgate-contract"], own["taskgate-contract"]
    of_both = f"the caller has the contract {theirs}, and this worker {ours}"
    assert f"at /x: Input should be a valid integer; {of_both} (one line in 3600 s" in said[0]


def test_told_not_to_look_it_logs_nothing(serve: Callable[..., Any], said: list[str]) -> None:
    app = serve(validation="off").app
    assert send(app, "add", "1", "2").get(timeout=20) == "12"
    assert said == []
    assert failure_of(send(app, "order", "chairs"))["code"] == "TASK_FAILED"


def test_a_base_class_with_a_call_of_its_own_is_reached(serve: Callable[..., Any], said: list[str]) -> None:
    shop = serve()
    assert send(shop.app, "price", 10.0).get(timeout=20) == 12.0
    assert failure_of(send(shop.app, "price", "10"))["exception"] == "TypeError"
    assert [line.split(" at ")[1].split(":")[0] for line in said] == ["/net"]
    # A task that calls itself is a function then, and is checked once.
    assert send(shop.app, "nested_price", "text", depth=0).get(timeout=20) == "text"
    assert send(shop.app, "nested_price", 1.0, depth=1).get(timeout=20) == 1.0
    assert shop.AUDIT.count(f"{SHOP}.price") == 2


def test_a_base_class_with_a_call_of_its_own_is_reached_without_a_worker(shop: Any, said: list[str]) -> None:
    install(shop.app)
    assert shop.price.apply(("10",)).state == "FAILURE"
    assert [line.split(" at ")[1].split(":")[0] for line in said] == ["/net"]


def test_tasks_that_come_later_are_reached(shop: Any) -> None:
    app: Celery = shop.app
    install(app)
    app.conf.task_always_eager = True
    app.conf.task_store_eager_result = True

    @app.task(name="late.decorated")
    def decorated() -> None:
        raise shop.OutOfStock("tables")

    class Late(shop.DatabaseTask):  # type: ignore[misc]
        name = "late.registered"

        def run(self) -> None:
            raise shop.OutOfStock("chairs")

    app.register_task(Late())
    app.finalize()
    names = [name for name in app.tasks if not name.startswith(("celery.", "taskgate."))]
    assert {"late.decorated", "late.registered", f"{SHOP}.add", f"{SHOP}.order", "shop.reprice"} <= set(names)
    assert all(getattr(app.tasks[name], "taskgate_hardened", False) for name in names)
    for name in ("late.decorated", "late.registered"):
        result = app.tasks[name].apply()
        backend: Any = app.backend
        stored = backend.decode(backend.get(backend.get_key_for_task(result.id)))
        assert stored["result"]["taskgate"]["exception"] == f"{SHOP}.OutOfStock"


def test_a_task_that_nobody_has_used_before_is_reached() -> None:
    app: Any = Celery("t", broker="memory://", set_as_current=False)

    def before() -> None: ...

    def after() -> None: ...

    app.task(name="a.before", shared=False)(before)
    install(app)
    assert not app.finalized
    app.task(name="a.after", shared=False)(after)
    app.finalize()
    # Each is put around once, whichever way it was reached.
    assert [app.tasks[name].run.__wrapped__ for name in ("a.before", "a.after")] == [before, after]


def test_it_sets_only_what_the_app_has_not_and_nothing_about_delivery(shop: Any) -> None:
    app = shop.app
    before = dict(app.conf)
    install(app)
    changed = {name for name, value in dict(app.conf).items() if before.get(name) != value}
    assert changed == {
        "redis_socket_keepalive",
        "redis_retry_on_timeout",
        "redis_backend_health_check_interval",
        "result_backend_always_retry",
        "taskgate_body_max",
        "taskgate_guard",
        "worker_consumer",
    } | ({"broker_connection_retry_on_startup"} & changed)
    assert changed < {setting.name for setting in INSTALLED}
    assert app.conf.result_backend_max_retries == 3
    assert app.conf.task_acks_late is False
    assert app.conf.worker_prefetch_multiplier == 2
    assert type(app.amqp).__module__ == "celery.app.amqp"


@pytest.mark.parametrize("configured", [True, False])
def test_settings_that_are_read_before_or_later_win(configured: bool) -> None:
    app = Celery("t", broker="memory://", set_as_current=False)
    settings = {"CELERY_REDIS_SOCKET_KEEPALIVE": False, "CELERY_RESULT_BACKEND_ALWAYS_RETRY": False}
    if configured:
        app.config_from_object(settings, namespace="CELERY")
        assert app.conf.redis_socket_keepalive is False
    install(app)
    if not configured:
        app.config_from_object(settings, namespace="CELERY")
    assert app.conf.redis_socket_keepalive is False
    assert app.conf.result_backend_always_retry is False
    assert app.conf.redis_retry_on_timeout is True
    app.conf.update(redis_retry_on_timeout=False)
    assert app.conf.redis_retry_on_timeout is False


def test_called_again_it_only_changes_the_validation(shop: Any) -> None:
    app: Any = shop.app
    install(app)
    app.finalize()
    before = {name: task.run for name, task in app.tasks.items()}
    assert not hasattr(before[f"{SHOP}.add"].__wrapped__, "__wrapped__"), "what is put around it is put once"
    backend, checks = app.backend, app.taskgate_validation
    assert install(app, validation="refuse") is app
    assert {name: task.run for name, task in app.tasks.items()} == before
    assert app.backend is backend
    assert type(backend).__mro__.count(type(backend)) == 1
    assert checks.mode == "refuse"
    app.conf.task_always_eager = True
    assert shop.add.apply(("1", "2")).state == "FAILURE"
    install(app)
    assert shop.add.apply(("1", "2")).get() == "12"


def test_a_backend_that_is_already_there_tells_the_facts_too(shop: Any) -> None:
    there = shop.app.backend
    install(shop.app)
    assert shop.app.backend is there
    assert "taskgate" in there.prepare_exception(ValueError("x"), "json")


def test_called_in_python_a_task_is_the_function(shop: Any, said: list[str]) -> None:
    install(shop.app, validation="refuse")
    assert shop.add("1", "2") == "12"
    assert shop.price(10.0) == 12.0
    assert said == []


def test_workers_tell_the_contracts_of_plain_tasks(shop: Any) -> None:
    install(shop.app)
    commands: Any = Panel.data
    reply = commands[inspection.NAME](SimpleNamespace(app=shop.app))
    names = [contract["name"] for contract in reply["contracts"]]
    assert "shop.reprice" in names
    assert f"{SHOP}.xsum" in names
    assert mapping.NAME not in names
    assert json.loads(json.dumps(reply)) == reply
    # What refuses arguments is told by a code, and is none of the exceptions of the author's.
    assert all(contract["errors"] == [] for contract in reply["contracts"])


def test_a_chunk_of_calls_is_placed_and_checked_as_calls_are(serve: Callable[..., Any]) -> None:
    app = serve(validation="refuse").app

    def chunk(name: str, *inputs: dict[str, Any]) -> list[Any]:
        result = app.send_task(mapping.NAME, (), {"task": f"{SHOP}.{name}", "inputs": list(inputs)})
        outcomes = result.get(timeout=20)["results"]
        return [each.get("value", each.get("error", {}).get("code")) for each in outcomes]

    assert chunk("add", {"x": 1, "y": 2}, {"x": "1", "y": 2}) == [3, "INVALID_ARGUMENTS"]
    assert chunk("pair", {"first": 1}, {"first": 1, "second": 2}) == [[1, None], [1, 2]]
    assert chunk("xsum", {"numbers": [1, 2], "scale": 3, "labels": {"a": "b"}}) == [10]


def test_an_unknown_validation_is_refused(shop: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="give one of 'warn', 'refuse', 'off'"):
        install(shop.app, validation="maybe")
