"""What the commands refuse before they ask a broker, and the lines that they write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from taskgate.cli import main
from taskgate.dead import text
from taskgate.dead.letter import Letter, Raw, without_message


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)


def dead(*words: str) -> Result:
    return CliRunner().invoke(main, ["dead", *words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list"], "no broker is given; add -A or --broker, or set CELERY_BROKER_URL"),
        (["list", "--broker", "memory://"], "keeps no dead letters; give --broker a RabbitMQ or a Redis"),
        (["declare", "--broker", "memory://"], "is no RabbitMQ"),
        (["show", "--broker", "memory://"], "give the id of a letter or of a task"),
        (["purge", "--broker", "memory://", "--yes"], "say which, by ids or filters, or give --all"),
        (["replay", "--broker", "memory://", "--unchecked"], "say which, by ids or filters, or give --all"),
        (["replay", "--broker", "memory://", "--all"], "name it with -A, or add --unchecked"),
        (["list", "--since", "yesterday"], "'yesterday' is no moment; give 90s, 30m, 2h, 7d"),
        (["list", "--limit", "0"], "0 is not in the range x>=1"),
        (["exhume"], "No such command 'exhume'"),
    ],
)
def test_what_cannot_be_done_ends_with_2(words: list[str], said: str) -> None:
    found = dead(*words)
    assert found.exit_code == 2, found.output
    assert said in found.stderr


def test_bounds_that_no_store_has_end_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_TASKGATE_DEAD_LETTERS_MAX_BYTES", "1000")
    found = dead("declare", "--broker", "amqp://127.0.0.1:1")
    assert found.exit_code == 2, found.output
    told = "taskgate_dead_letters_max_bytes is 1000: give a whole number of bytes from 1048576"
    assert told in found.stderr


def test_app_that_is_not_there_ends_with_3() -> None:
    assert dead("list", "-A", "no_such_module").exit_code == 3


def test_letters_are_not_removed_without_a_word() -> None:
    found = CliRunner().invoke(
        main, ["dead", "purge", "--all", "--broker", "redis://127.0.0.1:1"], input="\n"
    )
    assert found.exit_code == 1
    assert "Remove these letters for good? [y/N]" in found.stderr
    assert "Aborted" in found.stderr


LETTER = Letter(
    Raw("cpu", b"\xff" + b"x" * 5000, {"id": "1"}, {"reply_to": "caller"}),
    "TASK_FAILED",
    "boom\n" * 100,
    task="a.b",
    task_id="1",
    attempts=3,
    died_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    id="0123456789",
)


def test_line_is_one_line() -> None:
    line = text.line(LETTER)
    assert line.startswith("01234567  2026-01-02 03:04:05  TASK_FAILED  a.b  3 runs  boom boom")
    assert "\n" not in line
    assert line.endswith("…")


def test_page_says_what_was_cut() -> None:
    page = "\n".join(text.page(without_message(LETTER)))
    assert "cut         5001 bytes of the message, by taskgate_dead_letters_max_bytes" in page
    assert "  id: 1" in page
    assert "body:" not in page


def test_page_has_all_but_what_is_too_long() -> None:
    page = "\n".join(text.page(LETTER))
    for expected in ("id          0123456789", "attempts    3", "  id: 1", "  reply_to: caller", "\\xffxxx"):
        assert expected in page
    assert "characters more; `taskgate dead export` writes all of it" in page
