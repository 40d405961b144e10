"""Accepted breaks: what they cover, until when, and what is wrong with a file of them."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from taskgate.compatibility.accepted import AcceptedBreak, apply, read
from taskgate.compatibility.tasks import diff
from taskgate.errors import InvalidContract

from .contracts import changed, contract

DAY = datetime.date(2026, 12, 31)
QUEUE = AcceptedBreak("queue-changed", "images.resize", "/queue/name", "Agreed.", DAY)

GOOD = """
[[accept]]
rule = "queue-changed"
task = "images.resize"
place = "/queue/name"
reason = "Agreed."
until = 2026-12-31
"""


def _findings() -> list:  # type: ignore[type-arg]
    return diff([contract()], [changed(lambda each: each["queue"].update(name="gpu"))])


def test_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text(GOOD)
    assert read(file) == [QUEUE]
    file.write_text("")
    assert read(file) == []


def test_break_is_accepted_to_its_last_day() -> None:
    (marked,), warnings = apply(_findings(), [QUEUE], DAY)
    assert marked.accepted == "Agreed. (until 2026-12-31)"
    assert warnings == []


def test_break_counts_again_after_its_last_day() -> None:
    (marked,), warnings = apply(_findings(), [QUEUE], DAY + datetime.timedelta(days=1))
    assert marked.accepted is None
    (warning,) = warnings
    assert warning.endswith("was accepted until 2026-12-31, and counts again.")


@pytest.mark.parametrize("member", ["rule", "task", "place"])
def test_break_is_accepted_where_it_was_agreed_to_alone(member: str) -> None:
    other = AcceptedBreak(**{**dataclasses.asdict(QUEUE), member: "other"})
    (marked,), _ = apply(_findings(), [other], DAY)
    assert marked.accepted is None


def test_entry_that_covers_nothing_is_named() -> None:
    _, warnings = apply([], [QUEUE], DAY)
    (warning,) = warnings
    assert "was not found: take it out" in warning


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[[accept", "cannot be read"),
        (GOOD.replace("[[accept]]", "[[accepted]]"), "holds more than accepted breaks"),
        (GOOD.replace("until = 2026-12-31", ""), "accepted break 1 has other members"),
        (GOOD + "more = 1", "accepted break 1 has other members"),
        (GOOD.replace("2026-12-31", '"2026-12-31"'), "until is no date"),
        (GOOD.replace("2026-12-31", "2026-12-31T00:00:00Z"), "until is no date"),
        (GOOD.replace('"Agreed."', "5"), "reason is no text"),
        (GOOD.replace('"Agreed."', '" "'), "has no reason"),
        (GOOD.replace("queue-changed", "queue-change"), "there is no rule 'queue-change'"),
    ],
)
def test_file_that_is_wrong_is_refused_in_a_sentence(text: str, part: str, tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text(text)
    with pytest.raises(InvalidContract, match=part) as caught:
        read(file)
    assert str(file) in str(caught.value)


def test_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidContract, match="cannot be read"):
        read(tmp_path / "accepted.toml")
