from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matrix import __main__ as program
from matrix import servers
from matrix.plan import Cell, Plan
from matrix.results import Outcome, Result, digest_of
from taskgate.dev.child import ProcessError

REDIS_8, VALKEY_8 = (f"celery-5.6_{name}_python-3.11" for name in ("redis-8", "valkey-8"))
BOTH = ["celery-5.6_redis-8", "celery-5.6_valkey"]

Ran = Callable[..., list[str]]


@pytest.fixture
def outcomes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Let cells end as they are told; returns the list of those that were run."""
    monkeypatch.setattr(program, "FOLDER", tmp_path)
    monkeypatch.setattr(program, "PAGE", tmp_path / "page.md")

    def say(**ends: Outcome) -> list[str]:
        ran: list[str] = []

        def run(plan: Plan, cell: Cell, _folder: Path) -> Result:
            ran.append(cell.id)
            outcome = ends[cell.broker.name.split("-")[0]]
            return Result(cell.id, outcome, tested=digest_of(plan, cell), commit="0123456789")

        monkeypatch.setattr(program, "run", run)
        return ran

    return say


def test_a_cell_that_passed_is_not_run_again_and_others_are(outcomes: Ran) -> None:
    first = outcomes(redis="passed", valkey="failed")
    assert program.main(BOTH) == 1
    assert first == [REDIS_8, VALKEY_8]
    second = outcomes(redis="failed", valkey="passed")
    assert program.main(BOTH) == 0
    assert second == [VALKEY_8]
    third = outcomes(redis="passed", valkey="passed")
    assert program.main(["--again", *BOTH]) == 0
    assert third == [REDIS_8, VALKEY_8]


@pytest.mark.parametrize(
    ("redis", "valkey", "code"),
    [("passed", "could not run", 2), ("failed", "could not run", 1), ("could not run", "failed", 1)],
)
def test_what_could_not_run_is_apart_from_what_failed(
    outcomes: Ran, redis: Outcome, valkey: Outcome, code: int
) -> None:
    outcomes(redis=redis, valkey=valkey)
    assert program.main(BOTH) == code


def test_the_page_alone_runs_nothing(outcomes: Ran, tmp_path: Path) -> None:
    ran = outcomes()
    assert program.main(["--table"]) == 0
    assert ran == []
    assert "not run" in (tmp_path / "page.md").read_text("utf-8")


@pytest.mark.parametrize("words", [["--tabel"], ["redis-9"]])
@pytest.mark.usefixtures("outcomes")
def test_what_cannot_be_meant_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(words) == 2
    assert capsys.readouterr().err


def test_a_broker_of_another_series_is_not_taken_for_it() -> None:
    brokers = Plan.read().brokers
    servers._expect(brokers["valkey-8"], "Valkey 8.1.1")
    with pytest.raises(
        ProcessError, match=r"Valkey 8 is not here: what was started says that it is Redis 8\.0"
    ):
        servers._expect(brokers["valkey-8"], "Redis 8.0.2")
    with pytest.raises(ProcessError, match=r"RabbitMQ 4\.0 is not here"):
        servers._expect(brokers["rabbitmq-4.0"], "RabbitMQ 4.1.0")
