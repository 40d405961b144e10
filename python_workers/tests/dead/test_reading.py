"""Letters from what a store holds, whoever has put it there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from taskgate.dead.letter import Letter, Raw, as_text
from taskgate.dead.reading import facts_of_text, letter_of_deaths, letter_of_element, letter_of_facts
from taskgate.worker.failures import Facts

ERROR: Facts = {
    "code": "TASK_FAILED",
    "exception": "ValueError",
    "message": "boom",
    "details": {"n": 1},
    "retryable": False,
}
LETTER = Letter(
    Raw("cpu", b"\xff[]", {"id": "1", "task": "a.b"}, {"reply_to": "x"}),
    "TASK_FAILED",
    "boom",
    task="a.b",
    task_id="1",
    error=ERROR,
    attempts=3,
    worker="w@h",
    sent_at=datetime(2026, 1, 2, tzinfo=UTC),
    started_at=datetime(2026, 1, 2, 1, tzinfo=UTC),
    died_at=datetime(2026, 1, 3, tzinfo=UTC),
)


def test_element_of_redis_is_read_as_it_was_written() -> None:
    assert letter_of_element(as_text(LETTER.document()).encode()) == LETTER


def test_element_that_was_no_message_is_kept() -> None:
    letter = Letter(Raw("cpu", b"", element=b"\x00{"), "MALFORMED_MESSAGE", "no JSON")
    assert letter_of_element(as_text(letter.document()).encode()) == letter


def test_header_of_rabbitmq_is_read_as_it_was_written() -> None:
    assert letter_of_facts(facts_of_text(as_text(LETTER.facts())), LETTER.raw) == LETTER


@pytest.mark.parametrize(
    "element",
    [b"", b"\xff", b"[]", b"{}", b'{"id": 1}', b'{"id": "x", "original": {"body": "?"}}', b"[" * 100_000],
)
def test_anything_else_is_a_letter_with_an_id_that_stays(element: bytes) -> None:
    letter = letter_of_element(element)
    assert (letter.reason, letter.raw.element) == ("UNKNOWN", element)
    assert letter.id == letter_of_element(element).id


@pytest.mark.parametrize("text", [None, 1, "", "{", "[" * 100_000])
def test_header_that_is_no_facts_is_none(text: Any) -> None:
    assert letter_of_facts(facts_of_text(text), LETTER.raw) is None


def test_members_of_wrong_types_are_left_out() -> None:
    letter = letter_of_facts({"id": "x", "error": [], "attempts": "3", "diedAt": 5, "task": 1}, LETTER.raw)
    assert letter is not None
    assert (letter.error, letter.attempts, letter.task, letter.died_at.year) == (None, 0, None, 1970)


def dead(word: str, **headers: Any) -> Letter:
    at = datetime(2026, 1, 3)  # pika reads it without a zone
    deaths = [
        {"reason": word, "queue": "cpu", "count": 1, "time": at},
        {"reason": "expired", "queue": "celery_delayed_1", "count": 1, "time": at},
    ]
    return letter_of_deaths(Raw("", b"[]", {"id": "1", "task": "a.b", "x-death": deaths, **headers}))


@pytest.mark.parametrize(
    ("word", "reason", "attempts"),
    [
        ("rejected", "REJECTED", 3),
        ("expired", "EXPIRED", 2),
        ("maxlen", "QUEUE_FULL", 2),
        ("delivery_limit", "DELIVERY_LIMIT", 3),
        ("of_tomorrow", "UNKNOWN", 2),
    ],
)
def test_what_rabbitmq_has_dead_lettered_says_why(word: str, reason: str, attempts: int) -> None:
    letter = dead(word, retries=2)
    assert (letter.reason, letter.attempts, letter.raw.queue) == (reason, attempts, "cpu")
    assert (letter.task, letter.task_id) == ("a.b", "1")
    assert letter.died_at == datetime(2026, 1, 3, tzinfo=UTC)
    assert letter.id == dead(word, retries=2).id


def test_deliveries_of_a_quorum_queue_are_attempts() -> None:
    assert dead("delivery_limit", **{"x-delivery-count": 4}).attempts == 4


@pytest.mark.parametrize("deaths", [None, [], {}, [None], "x"])
def test_odd_deaths_are_a_letter_too(deaths: Any) -> None:
    letter = letter_of_deaths(Raw("", b"[]", {"id": "1", "x-death": deaths}))
    assert (letter.reason, letter.task_id) == ("UNKNOWN", "1")
