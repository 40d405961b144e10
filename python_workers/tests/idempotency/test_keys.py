"""What both sides of a call with a key agree on, and what is refused. What workers do with it is in live/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.app.task import Context
from celery.exceptions import ImproperlyConfigured

from taskgate import task
from taskgate.contracts.definition import Definition
from taskgate.errors import InvalidContract, Unsupported
from taskgate.idempotency import bounds, checks, claims, keys, record
from taskgate.idempotency.declared import declared_key

CLAIM = Path(__file__).parents[3] / "protocol" / "claim.lua"


def test_script_is_that_of_the_protocol() -> None:
    text = CLAIM.read_text()
    assert text[text.index("local state") :] == record.CLAIM


def test_id_follows_from_task_and_key_and_from_where_one_ends() -> None:
    ids = {keys.task_id(task, key) for task, key in [("a.b", "c"), ("a.", "bc"), ("a.b", "d"), ("x.y", "c")]}
    assert len(ids) == 4
    assert {each[14] for each in ids} == {"8"}
    assert {each[19] for each in ids} <= set("89ab")


@pytest.mark.parametrize(
    ("args", "kwargs", "names"),
    [
        ((1, "x"), {}, ("a", "b")),
        ((1.0,), {"b": "x"}, ("a", "b")),
        ((), {"b": "x", "a": 1}, None),
    ],
)
def test_digest_is_that_of_the_arguments_by_name(args: Any, kwargs: Any, names: Any) -> None:
    assert keys.digest(args, kwargs, names) == keys.digest((), {"a": 1, "b": "x"}, ())


@pytest.mark.parametrize(
    ("args", "kwargs", "names"),
    [
        ((1,), {}, None),
        ((1, 2), {}, ("a",)),
        ((1,), {"a": 1}, ("a",)),
        ((), {"a": 2**60}, None),
        ((), {"a": object()}, None),
    ],
)
def test_what_cannot_be_named_or_is_no_json_has_no_digest(args: Any, kwargs: Any, names: Any) -> None:
    assert keys.digest(args, kwargs, names) == ""


@pytest.mark.parametrize("key", ["", None, 7, "é" * 128])
def test_a_key_is_a_short_text(key: object) -> None:
    with pytest.raises(ValueError, match="1 to 255 bytes"):
        keys.check_key(key)


def test_a_key_without_redis_is_refused_before_anything_is_sent() -> None:
    with Celery(broker="memory://", backend="rpc://", set_as_current=False) as app:
        sent: list[Any] = []
        with pytest.raises(Unsupported, match="redis://"):
            claims.send(app, lambda *args, **options: sent.append(args), "a.b", idempotency_key="k")
        assert sent == []


def test_a_call_without_a_key_is_celerys() -> None:
    with Celery(broker="memory://", set_as_current=False) as app:
        sent = claims.send(app, lambda *args, **options: (args, options), "a.b", (1,), queue="q")
    assert sent == (("a.b", (1,)), {"queue": "q"})


def test_what_bears_no_key_has_none() -> None:
    for headers in (None, {}, {keys.HEADER: ""}, {keys.HEADER: 7}):
        request: Any = Context(headers=headers)
        assert keys.key_of(request) is None
    request = Context(headers={keys.HEADER: "k"})
    assert keys.key_of(request) == "k"


@pytest.fixture
def definition() -> Definition:
    @task(name="keys.place", idempotent_by=("order", "part"))
    def place(order: str, *, part: int = 0, note: str = "") -> str:
        """Place an order."""
        return order

    made: Any = place
    return made.taskgate  # type: ignore[no-any-return]


def test_declared_key_is_of_the_named_parameters_alone(definition: Definition) -> None:
    key = declared_key(definition, (), {"order": "7"})
    assert key.startswith("by:")
    assert declared_key(definition, ("7",), {"note": "other", "part": 0}) == key
    assert declared_key(definition, (), {"order": "8"}) != key


@pytest.mark.parametrize(
    ("names", "message"),
    [(("ordre",), "no parameter; there are: order"), ("order", "write \\('order',\\)"), (7, "is a list")],
)
def test_declared_names_are_parameters(names: Any, message: str) -> None:
    with pytest.raises(InvalidContract, match=message):

        @task(name="keys.bad", idempotent_by=names)
        def bad(order: str) -> str:
            return order


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"taskgate_idempotency_window": 90_000, "result_expires": 86_400},
            "window of 90000 s is longer than results are kept: set result_expires to 90000 or more",
        ),
        ({"result_backend": "rpc://"}, "idempotent_by needs a store that all workers see"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    definition: Definition, settings: Any, message: str
) -> None:
    with Celery(set_as_current=False) as app:
        app.conf.update(settings)
        with pytest.raises(ImproperlyConfigured, match=message):
            checks.idempotency_keys(app, [definition])


def test_app_that_keeps_results_for_less_than_a_day_keeps_keys_so_long() -> None:
    with Celery(set_as_current=False) as app:
        app.conf.update(result_expires=600)
        checks.idempotency_keys(app, [])
        assert bounds.window(app) == 600
        app.conf.update(result_expires=None)
        assert bounds.window(app) == 86_400


def test_results_that_are_kept_for_ever_outlive_every_window() -> None:
    with Celery(set_as_current=False) as app:
        app.conf.update(result_expires=None, taskgate_idempotency_window=10**9)
        checks.idempotency_keys(app, [])
