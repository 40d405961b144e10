"""Which letters a command is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from taskgate.dead.letter import Letter, Raw
from taskgate.dead.selection import Selection, moment

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LETTER = Letter(
    Raw("cpu", b""), "TASK_FAILED", "boom", task="a.b", task_id="task-1", died_at=NOW, id="letter-1"
)


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"ids": ["letter-1"]},
        {"ids": ["lett"]},
        {"ids": ["task-"]},
        {"ids": ["nobody", "task-1"]},
        {"tasks": ["a.b", "c.d"]},
        {"reasons": ["TASK_FAILED"]},
        {"since": NOW},
        {"tasks": ["a.b"], "since": NOW - timedelta(days=1)},
    ],
)
def test_letter_is_meant(words: dict[str, Any]) -> None:
    assert Selection(**words).has(LETTER)


@pytest.mark.parametrize(
    "words",
    [
        {"ids": ["nobody"]},
        {"tasks": ["a"]},
        {"reasons": ["WORKER_LOST"]},
        {"since": NOW + timedelta(seconds=1)},
        {"tasks": ["a.b"], "reasons": ["WORKER_LOST"]},
    ],
)
def test_letter_is_not_meant(words: dict[str, Any]) -> None:
    assert not Selection(**words).has(LETTER)


def test_ids_that_nobody_has_are_known() -> None:
    assert Selection(ids=["task", "other"]).unmet([LETTER]) == ["other"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", NOW - timedelta(seconds=90)),
        ("30m", NOW - timedelta(minutes=30)),
        ("2h", NOW - timedelta(hours=2)),
        ("7d", NOW - timedelta(days=7)),
        ("2026-04-01", datetime(2026, 4, 1, tzinfo=UTC)),
        ("2026-04-01T10:00:00+02:00", datetime(2026, 4, 1, 8, tzinfo=UTC)),
    ],
)
def test_moment_is_read(text: str, expected: datetime) -> None:
    assert moment(text, NOW) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "5", "5w", "-1h"])
def test_other_words_are_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        moment(text, NOW)
