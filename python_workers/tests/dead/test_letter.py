"""A letter as JSON, which both stores and the command write."""

from __future__ import annotations

import json
from datetime import UTC, datetime

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
