"""A letter from what a store holds, whoever has put it there.

What is not a letter of ours is one all the same: with what can be known of it, and with an id that is the
same at every look.
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, cast

from taskgate.dead.letter import REJECTED, Letter, Raw
from taskgate.worker.failures import Facts

UNKNOWN: Final = "UNKNOWN"
"""The reason of what is in the store, and says nothing of its end."""

DEATHS: Final = "x-death"
"""RabbitMQ's header with the queues that have dead-lettered a message, the last one first."""

_REASONS: Final[Mapping[str, str]] = {
    "rejected": REJECTED,
    "expired": "EXPIRED",
    "maxlen": "QUEUE_FULL",
    "delivery_limit": "DELIVERY_LIMIT",
}
"""RabbitMQ's words in that header, and ours."""

_BEGUN: Final = ("rejected", "delivery_limit")
"""Those of them that follow a delivery."""

NAMESPACE: Final = uuid.UUID("5f1ff2f4-8b2e-4b6f-9a53-2f1c3c5d7a90")
"""Of the ids that are made of what a letter holds."""


def letter_of_facts(facts: Any, raw: Raw) -> Letter | None:
    """Return the letter of which Letter.facts() is known; None for something else."""
    if not isinstance(facts, dict) or not isinstance(facts.get("id"), str):
        return None
    return Letter(
        replace(raw, queue=_text(facts.get("queue")) or raw.queue, cut=_count(facts.get("cut"))),
        _text(facts.get("reason")) or UNKNOWN,
        _text(facts.get("message")) or "",
        task=_text(facts.get("task")),
        task_id=_text(facts.get("taskId")),
        error=_error(facts.get("error")),
        attempts=_count(facts.get("attempts")),
        worker=_text(facts.get("worker")),
        sent_at=_moment(facts.get("sentAt")),
        started_at=_moment(facts.get("startedAt")),
        died_at=_moment(facts.get("diedAt")) or datetime.fromtimestamp(0, UTC),
        id=facts["id"],
    )


def facts_of_text(text: Any) -> Any:
    """Return the facts that a header of RabbitMQ holds; None for what is no JSON."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None


def letter_of_element(element: bytes) -> Letter:
    """Return the letter that an element of Redis' list holds (Letter.document() as JSON)."""
    try:
        document: Any = json.loads(element)
        original = document["original"]
        held = original["element"]
        raw = Raw(
            "",
            base64.b64decode(original["body"]),
            _mapping(original["headers"]),
            _mapping(original["properties"]),
            None if held is None else base64.b64decode(held),
        )
        letter = letter_of_facts(document, raw)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        letter = None
    return letter or _unknown(Raw("", b"", element=element), element)


def letter_of_deaths(raw: Raw) -> Letter:
    """Return the letter of what RabbitMQ has dead-lettered by itself."""
    deaths: Any = raw.headers.get(DEATHS)
    last: Any = deaths[0] if isinstance(deaths, list) and deaths and isinstance(deaths[0], dict) else None
    if last is None:
        return _unknown(raw, raw.body)
    word, queue = _text(last.get("reason")) or "", _text(last.get("queue")) or ""
    retries, deliveries = raw.headers.get("retries"), raw.headers.get("x-delivery-count")
    begun = (deliveries if isinstance(deliveries, int) and deliveries else 1) if word in _BEGUN else 0
    at = last.get("time")
    return Letter(
        Raw(queue, raw.body, raw.headers, raw.properties),
        _REASONS.get(word, UNKNOWN),
        f"RabbitMQ has dead-lettered it from the queue {queue}: {word}",
        task=_text(raw.headers.get("task")),
        task_id=_text(raw.headers.get("id")) or _text(raw.properties.get("correlation_id")),
        attempts=begun + (retries if isinstance(retries, int) else 0),
        died_at=_aware(at) if isinstance(at, datetime) else datetime.fromtimestamp(0, UTC),
        id=_id(raw.body, f"{raw.headers.get('id')} {queue} {word} {at}"),
    )


def _unknown(raw: Raw, content: bytes) -> Letter:
    return Letter(
        raw,
        UNKNOWN,
        "it does not say how it came here",
        task=_text(raw.headers.get("task")),
        task_id=_text(raw.headers.get("id")),
        died_at=datetime.fromtimestamp(0, UTC),
        id=_id(content, str(raw.headers.get("id"))),
    )


def _id(content: bytes, words: str) -> str:
    return str(uuid.uuid5(NAMESPACE, content.hex() + words))


def _error(value: Any) -> Facts | None:
    is_whole = isinstance(value, dict) and value.keys() >= Facts.__annotations__.keys()
    return cast(Facts, value) if is_whole else None


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _moment(value: Any) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
