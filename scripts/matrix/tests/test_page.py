from __future__ import annotations

from matrix.page import page
from matrix.plan import ROOT, Plan
from matrix.results import Outcome, Result

PLAN = Plan.read()
REDIS_8 = "celery-5.5_redis-8_python-3.13"


def result(outcome: Outcome, cell: str = REDIS_8, **facts: object) -> Result:
    return Result(cell, outcome, tested="", commit="0123456789", **facts)  # type: ignore[arg-type]


def row(text: str, title: str) -> list[str]:
    (found,) = [line for line in text.splitlines() if line.startswith(f"| {title} |")]
    return [part.strip() for part in found.strip("|").split("|")]


def test_what_was_not_run_is_not_claimed() -> None:
    text = page(PLAN, {})
    assert "passed" not in text.replace("what has passed is", "")
    assert row(text, "Redis 8") == ["Redis 8", "not run", "not run", "not run", "not run", "not run"]
    assert row(text, "Redis 7") == ["Redis 7", "not run", "not run", "not run", "-", "-"]
    assert text.count("\n- `celery-") == len(PLAN.cells)


def test_a_cell_that_passed_has_its_counts_and_its_versions() -> None:
    versions = {"celery": "5.5.3", "broker": "Redis 8.0.2"}
    text = page(PLAN, {REDIS_8: result("passed", passed=30, skipped=1, versions=versions)})
    assert row(text, "Redis 8")[-1] == "30 passed, 1 skipped"
    assert "| 5.5.3 |" in text
    assert "| Redis 8.0.2 | the broker | 30 passed, 1 skipped | 0 | `0123456789` |" in text
    assert f"- `{REDIS_8}`" not in text


def test_a_cell_that_failed_names_what_failed() -> None:
    text = page(PLAN, {REDIS_8: result("failed", passed=29, failed=1, failures=["calls: a chain"])})
    assert row(text, "Redis 8")[-1] == "**failed:** 1 failed, 29 passed"
    assert f"## Failed\n\n- `{REDIS_8}`: calls: a chain\n" in text


def test_a_cell_that_could_not_run_has_the_reason_without_logs_and_places() -> None:
    reason = f"redis: {ROOT}/.build/matrix/debian-13 is empty, see http://host/path\n    a line of a log"
    text = page(PLAN, {REDIS_8: result("could not run", reason=reason)})
    assert row(text, "Redis 8")[-1] == "could not run"
    assert f"- `{REDIS_8}`: redis: .build/matrix/debian-13 is empty, see (an address)\n" in text
    assert "a line of a log" not in text
    assert "## The runs" not in text
