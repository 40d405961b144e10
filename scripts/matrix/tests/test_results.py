from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from matrix import results
from matrix.plan import Plan
from matrix.results import Result, Results, digest_of

PLAN = Plan.read()
CELL, OTHER = PLAN.cells[:2]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client of one file."""
    file = tmp_path / "client.ts"
    file.write_text("one", "utf-8")
    monkeypatch.setattr(results, "_files", lambda _: [file])
    monkeypatch.setattr(results, "ROOT", tmp_path)
    monkeypatch.setattr(results, "_paths", lambda *_: [])
    return file


def test_a_result_counts_while_nothing_that_it_depends_on_has_changed(
    tmp_path: Path, repository: Path
) -> None:
    kept = Results(tmp_path / "results")
    assert kept.of(PLAN, CELL) is None
    result = Result(CELL.id, "passed", tested=digest_of(PLAN, CELL), commit="0123456789", passed=3)
    kept.keep(result)
    assert kept.of(PLAN, CELL) == result
    assert kept.of(PLAN, OTHER) is None
    repository.write_text("two", "utf-8")
    assert kept.of(PLAN, CELL) is None
    repository.write_text("one", "utf-8")
    assert kept.of(PLAN, CELL) == result


@pytest.mark.usefixtures("repository")
def test_a_file_that_is_none_of_its_results_is_no_result(tmp_path: Path) -> None:
    kept = Results(tmp_path / "results")
    for text in ("", "[]", '{"cell": "x"}'):
        kept.keep(Result(CELL.id, "passed", tested=digest_of(PLAN, CELL), commit=""))
        (tmp_path / "results" / f"{CELL.id}.json").write_text(text, "utf-8")
        assert kept.of(PLAN, CELL) is None


@pytest.mark.usefixtures("repository")
def test_another_broker_under_the_same_name_is_another_cell() -> None:
    other = dataclasses.replace(CELL, broker=dataclasses.replace(CELL.broker, series="9."))
    assert digest_of(PLAN, other) != digest_of(PLAN, CELL)
