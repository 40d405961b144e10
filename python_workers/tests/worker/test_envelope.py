"""What a worker could not carry out in a message is named; what it can is let through."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate.messaging.frames import MARK
from taskgate.worker.guard.envelope import caller, problems
from taskgate.worker.guard.signatures import embedded

HEADERS = {"task": "a.b", "id": "1"}
BODY: list[Any] = [[], {}, None]


@pytest.mark.parametrize(
    ("headers", "payload"),
    [
        (HEADERS, BODY),
        (HEADERS, ((1,), {"x": 1}, {"callbacks": None, "errbacks": [], "chain": None, "chord": None})),
        (HEADERS | {"timelimit": [None, None]}, BODY),
        (HEADERS | {"timelimit": [1.5, 0], "retries": 3, "eta": "2026-01-02T03:04:05Z"}, BODY),
        (HEADERS | {"shadow": "other", "group": "g", "group_index": 0, "x-own": [1]}, BODY),
        (HEADERS, [[], {}, {"chain": [{"task": "a", "args": [], "kwargs": {}, "options": {}}], "new": 1}]),
        (HEADERS, [[], {}, {"errbacks": ["a.name"], "chord": {"task": "a", "options": None}}]),
        (HEADERS, {"args": [1], "kwargs": {}}),
        ({}, {"task": "a.b", "id": "1", "args": [1], "kwargs": {}, "retries": 0, "eta": None}),
    ],
)
def test_what_celery_carries_out_is_let_through(headers: dict[str, Any], payload: Any) -> None:
    assert problems(headers, {"correlation_id": "1", "reply_to": ""}, payload) == []


@pytest.mark.parametrize(
    ("headers", "properties", "payload", "paths"),
    [
        ({}, {}, BODY, ["/headers/task", "/headers/id"]),
        ({"task": "", "id": "\ud800"}, {}, BODY, ["/headers/task", "/headers/id"]),
        (
            HEADERS,
            {"reply_to": 1, "correlation_id": []},
            BODY,
            ["/properties/reply_to", "/properties/correlation_id"],
        ),
        (HEADERS, {}, BODY[:2], ["/body"]),
        (HEADERS, {}, {"kwargs": {}}, ["/body"]),
        (HEADERS, {}, "args", ["/body"]),
        (HEADERS, {}, [None, [], 5], ["/body/0", "/body/1", "/body/2"]),
        (HEADERS, {}, [[], {}, {"chain": 5, "id": 1}], ["/body/2/chain", "/body/2/id"]),
        (HEADERS, {}, [[], {}, {"errbacks": [{"task": "a", "options": []}]}], ["/body/2/errbacks"]),
        (HEADERS, {}, [[], {}, {"chain": ["a"], "chord": "a"}], ["/body/2/chain", "/body/2/chord"]),
        (HEADERS | {"get": 1, "chord": 2}, {}, BODY, ["/headers/chord", "/headers/get"]),
        (HEADERS | {"retries": 10**9}, {}, BODY, ["/headers/retries"]),
        (
            HEADERS | {"retries": -1, "group_index": 1.5},
            {},
            BODY,
            ["/headers/retries", "/headers/group_index"],
        ),
        (HEADERS | {"eta": "9999-12-31T23:00:00-14:00"}, {}, BODY, ["/headers/eta"]),
        (HEADERS | {"expires": "0001-01-01T00:00:00"}, {}, BODY, ["/headers/expires"]),
        (HEADERS | {"timelimit": [1]}, {}, BODY, ["/headers/timelimit"]),
        (HEADERS | {"timelimit": [-1, None]}, {}, BODY, ["/headers/timelimit"]),
        (HEADERS | {"timelimit": [None, 10**400]}, {}, BODY, ["/headers/timelimit"]),
        (HEADERS | {"timelimit": [float("nan"), None]}, {}, BODY, ["/headers/timelimit"]),
        (HEADERS | {"eta": "x", "expires": 5}, {}, BODY, ["/headers/eta", "/headers/expires"]),
        (HEADERS | {MARK: "no UTF-8"}, {}, BODY, ["/properties"]),
        ({}, {}, {"task": 1, "id": "1", "args": 5}, ["/body/task", "/body/args"]),
    ],
)
def test_what_it_does_not_is_named(headers: Any, properties: Any, payload: Any, paths: list[str]) -> None:
    assert [each["path"] for each in problems(headers, properties, payload)] == paths


def test_caller_is_the_first_that_can_be_told() -> None:
    assert caller({"id": "1"}, {"correlation_id": "2"}) == "1"
    assert caller({"id": 1}, {"correlation_id": "2"}) == "2"
    assert caller({}, {}, {"id": "3"}) == "3"
    assert caller({"id": "\ud800"}, {"correlation_id": ""}, [1]) is None


def test_what_follows_is_what_can_be_read() -> None:
    step = {"task": "a"}
    assert embedded({}, [[], {}, {"chain": [step], "chord": 5, "errbacks": None}]) == {"chain": [step]}
    assert embedded({"errbacks": [step]}, None) == {"errbacks": [step]}
