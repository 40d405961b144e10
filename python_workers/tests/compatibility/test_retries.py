"""Retries of before and of now: what is less, what is more, and what only Python could tell."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate.compatibility.report import Report
from taskgate.compatibility.retries import differences, is_one_of
from taskgate.compatibility.tasks import diff

from .contracts import Json, contract


def retries(*on: str, **members: Any) -> Json:
    usual = {"max": 3, "on": list(on or ["OSError"]), "except": [], "delaySeconds": 10, "backoff": None}
    return {**usual, **members}


BACKOFF = {"maxSeconds": 600, "jitter": True}
WITHOUT_MISSING, WITHOUT_AWAY = (
    {**retries(), "except": [name]} for name in ("FileNotFoundError", "shop.Away")
)


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (None, None, []),
        (retries(), retries(), []),
        (retries(), None, ["breaking /retries"]),
        (None, retries(), ["note /retries"]),
        (retries(max=None), retries(max=9), ["breaking /retries/max"]),
        (retries(max=9), retries(max=None), ["note /retries/max"]),
        (retries(max=3), retries(max=2), ["breaking /retries/max"]),
        (retries(max=2), retries(max=3), ["note /retries/max"]),
        (retries(), retries(withinSeconds=60), ["breaking /retries/withinSeconds"]),
        (retries(withinSeconds=60), retries(withinSeconds=59.5), ["breaking /retries/withinSeconds"]),
        (retries(withinSeconds=60), retries(withinSeconds=90), ["note /retries/withinSeconds"]),
        (retries(withinSeconds=60), retries(), ["note /retries/withinSeconds"]),
        (retries("OSError", "ValueError"), retries(), ["breaking /retries/on"]),
        (retries(), retries("OSError", "ValueError"), ["note /retries/on"]),
        (retries("ConnectionError"), retries(), ["note /retries/on"]),
        (retries(), retries("ConnectionError"), ["breaking /retries/on", "note /retries/on"]),
        (retries("shop.Away"), retries("shop.Gone"), ["unknown /retries/on", "note /retries/on"]),
        (retries("shop.Away"), retries("Exception"), ["note /retries/on"]),
        (retries(), WITHOUT_MISSING, ["breaking /retries/except"]),
        (retries(), WITHOUT_AWAY, ["unknown /retries/except"]),
        (WITHOUT_AWAY, retries(), ["note /retries/except"]),
        (retries(), retries(delaySeconds=1), ["note /retries/delaySeconds"]),
        (retries(), retries(backoff=BACKOFF), ["note /retries/backoff"]),
    ],
)
def test_less_is_breaking_and_more_is_not(was: Json | None, now: Json | None, expected: list[str]) -> None:
    assert [f"{each.verdict} {each.place}" for each in differences(was, now)] == expected


@pytest.mark.parametrize(
    ("name", "others", "verdict"),
    [
        ("ConnectionResetError", ["OSError"], True),
        ("OSError", ["ConnectionError"], False),
        ("KeyboardInterrupt", ["Exception"], False),
        ("shop.Away", ["Exception"], True),
        ("shop.Away", ["OSError"], None),
        ("shop.Away", [], False),
        ("OSError", ["shop.Away"], False),
        # A name of Python's that is no exception's.
        ("print", ["OSError"], None),
    ],
)
def test_what_is_below_another_exception(name: str, others: list[str], verdict: bool | None) -> None:
    assert is_one_of(name, others) is verdict


@pytest.mark.parametrize("told", [None, retries()])
def test_contract_of_before_is_unknown_where_behaviour_counts(told: Json | None) -> None:
    silent, telling = contract(), contract(retries=told)
    for old, new, inside in ((silent, telling, "old"), (telling, silent, "new")):
        (found,) = diff([old], [new])
        assert (found.rule, found.verdict, found.inside) == ("retries-unknown", "unknown", inside)
        assert Report("", "", (), [found], "full", "source", None, ()).outcome == "compatible"
        assert Report("", "", (), [found], "full", "behaviour", None, ()).outcome == "unknown"
    assert diff([silent], [silent]) == []
