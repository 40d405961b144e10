"""A letter as JSON, which both stores and the command write."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from taskgate.dead.letter import Letter, Raw


def test_document_holds_the_message_and_the_facts() -> None:
    raw = Raw("cpu", b"\xff{", {"id": "1"}, {"reply_to": "x"}, element=b"\x00")
    letter = Letter(
        raw,
        "MALFORMED_MESSAGE",
        "the body is no JSON",
        task="a.b",
        task_id="1",
        attempts=2,
        worker="w@h",
        sent_at=datetime(2026, 1, 2, tzinfo=UTC),
        died_at=datetime(2026, 1, 3, tzinfo=UTC),
        id="letter",
    )
    assert json.loads(json.dumps(letter.document())) == {
        "formatVersion": 1,
        "id": "letter",
        "reason": "MALFORMED_MESSAGE",
        "message": "the body is no JSON",
        "task": "a.b",
        "taskId": "1",
        "queue": "cpu",
        "attempts": 2,
        "error": None,
        "worker": "w@h",
        "sentAt": "2026-01-02T00:00:00+00:00",
        "startedAt": None,
        "diedAt": "2026-01-03T00:00:00+00:00",
        "original": {
            "body": "/3s=",
            "headers": {"id": "1"},
            "properties": {"reply_to": "x"},
            "element": "AA==",
        },
    }


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (b"\xff", "utf-8", b"\xff"),
        ("\u00fc", "latin-1", b"\xfc"),
        ("\u00fc", "utf-8", b"\xc3\xbc"),
        ("\u00fc", "nonsense", b"\xc3\xbc"),
        ("\ud800", None, b"\xed\xa0\x80"),
        (None, "utf-8", b""),
    ],
)
def test_body_is_the_bytes_that_came(body: Any, encoding: Any, expected: bytes) -> None:
    message = SimpleNamespace(
        body=body,
        headers={"id": "1"},
        properties={"priority": 3, "application_headers": {}},
        delivery_info={"routing_key": "0." * 27 + "1.cpu"},
        content_type="application/json",
        content_encoding=encoding,
    )
    raw = Raw.of(message)
    assert (raw.body, raw.queue, raw.headers) == (expected, "cpu", {"id": "1"})
    assert raw.properties["priority"] == 3
    assert "application_headers" not in raw.properties


def test_message_of_which_nothing_is_as_it_should_be_is_read() -> None:
    odd = SimpleNamespace(body=7, headers=None, properties=[], delivery_info="x")
    assert Raw.of(odd) == Raw("", b"7", {}, {})
