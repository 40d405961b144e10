"""What the answers of workers come to: who serves what, and who is missing."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate.compatibility.sources import live
from taskgate.deployment import running
from taskgate.errors import InvalidContract
from tests.compatibility.contracts import contract, shape

ONE, OTHER = contract(), contract("images.other")
TOLD = {"contracts": [ONE], "older": [], "queues": ["cpu"]}


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Any:
    def given(
        replies: dict[str, Any], silent: tuple[str, ...] = (), expected: int | None = None, mute: int = 0
    ) -> Any:
        answers = live.Answers(replies, silent, "within 5 ms", mute)
        monkeypatch.setattr(live, "ask", lambda *_: answers)
        return running.ask("memory://", 5, expected)

    return given


def test_workers_that_serve_the_same_are_one_group(answer: Any) -> None:
    replies: dict[str, Any] = {"b@x": TOLD, "a@x": TOLD, "c@x": {**TOLD, "contracts": [ONE, OTHER]}}
    replies["d@x"] = {"contracts": [ONE]}
    found = answer(replies)
    assert [(each.name, each.queues) for each in found.groups] == [
        ("workers a@x, b@x", frozenset({"cpu"})),
        ("worker c@x", frozenset({"cpu"})),
        ("worker d@x", None),
    ]
    assert found.missing is None
    assert [each.name for each in found.serving("images.other")] == ["worker c@x"]
    assert found.workers() == ["a@x", "b@x", "c@x", "d@x"]


def test_workers_that_carry_other_calls_over_are_apart(answer: Any) -> None:
    carrying = {**TOLD, "contracts": [{**ONE, "older": [shape("f")]}]}
    found = answer({"a@x": TOLD, "b@x": carrying, "c@x": carrying})
    assert [each.name for each in found.groups] == ["worker a@x", "workers b@x, c@x"]


def test_missing_workers_are_said(answer: Any) -> None:
    assert answer({"a@x": TOLD}, expected=1).missing is None
    assert answer({"a@x": TOLD, "b@x": TOLD}, expected=1).missing is None
    half = answer({"a@x": TOLD}, expected=2).missing
    assert half.startswith("1 worker of 2 answered within 5 ms; start the others, raise --timeout-ms")
    silent = answer({"a@x": TOLD}, silent=("b@x",)).missing
    assert silent.startswith("b@x did not tell its contracts within 5 ms; raise --timeout-ms")
    mute = answer({"a@x": TOLD}, mute=1).missing
    assert mute == "1 worker more did not answer within 5 ms; raise --timeout-ms, or wait until all are back"
    untold = answer({"a@x": TOLD, "b@x": {"error": "unknown command"}}, expected=2).missing
    assert untold == "b@x told no contracts; call taskgate's install(app) where that app is made"


def test_what_is_no_contract_is_refused(answer: Any) -> None:
    with pytest.raises(InvalidContract, match="the running workers a@x: the file was edited by hand"):
        answer({"a@x": {"contracts": [{**ONE, "result": True}]}})
