"""Every case of vectors/, run by Celery and by Taskgate's Python side; node/vectors.test.ts is the twin."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adapters import OPERATIONS
from cases import Case, load
from comparison import same
from ledger import Ledger

LANGUAGE = "python"
CASES = [case for case in load(OPERATIONS) if case.runs_in(LANGUAGE)]


@pytest.fixture(scope="session")
def ledger() -> Iterator[Ledger]:
    ledger = Ledger(LANGUAGE)
    yield ledger
    ledger.write()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_case(case: Case, ledger: Ledger) -> None:
    ledger.add(case.id)
    difference, reason = differs(case), case.known_failure(LANGUAGE)
    if reason is None:
        assert difference is None, f"{case.file}, {case.id}: {case.data['description']}\n{difference}"
    else:
        assert difference is not None, f"{case.file}, {case.id}: passes; take out knownFailure ({reason})"


def test_every_case_was_run(ledger: Ledger) -> None:
    assert set(ledger.ran) == {case.id for case in load(OPERATIONS) if case.runs_in(LANGUAGE)}


def differs(case: Case) -> str | None:
    """Return what is not as the case expects it, None where all is."""
    adapter = OPERATIONS[case.operation]
    expected = adapter.view(case.data["expect"])
    try:
        actual = adapter.run(case.data["given"])
    except Exception as error:
        if case.known_failure(LANGUAGE) is None:
            raise
        return repr(error)
    return None if same(actual, expected) else f"expected {shown(expected)}\nactual   {shown(actual)}"


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=repr)


def test_comparison_is_strict() -> None:
    assert not same(True, 1)
    assert not same(1, 1.0)
    assert not same({"a": None}, {})
    assert not same([1], [1, 2])
    assert same({"a": [1, None, "x"]}, {"a": [1, None, "x"]})
