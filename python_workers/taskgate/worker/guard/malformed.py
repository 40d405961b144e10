"""The end of a message that no worker can carry out: its caller is told, and it becomes a dead letter."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from celery import signals
from kombu.utils.encoding import bytes_to_str

from taskgate.dead.burial import bury
from taskgate.dead.letter import Letter, Raw
from taskgate.errors import MalformedMessage, Problem
from taskgate.worker.callers import tell
from taskgate.worker.failures import facts
from taskgate.worker.guard import envelope, signatures

logger = logging.getLogger(__name__)


def refusal(problems: list[Problem]) -> MalformedMessage:
    """Return what the caller of a message gets."""
    return MalformedMessage.at("the message cannot be carried out", problems)


def unread(error: BaseException, path: str = "") -> MalformedMessage:
    """Return it for a message of which something has raised."""
    return refusal([{"path": path, "message": f"{type(error).__name__}: {str(error)[:500]}"}])


def payload_of(message: Any) -> Any:
    """Return the body of a message as it is decoded, None where it cannot be."""
    try:
        return message.payload
    except Exception:
        return None


def end(consumer: Any, message: Any, error: MalformedMessage, payload: Any = None) -> None:
    """End a message of kombu's. Never raises but for a broker that is gone."""
    logger.error("%s", error)
    raw = Raw.of(message)
    kept = _bury(consumer, raw, error, payload)
    if not message.acknowledged:
        # What is in no store may have a queue for dead letters of its own.
        settle = message.ack_log_error if kept else message.reject_log_error
        settle(logger, consumer.connection_errors)
    signals.task_rejected.send(sender=consumer, message=message, exc=error)


def end_element(consumer: Any, queue: str, element: bytes, reason: BaseException) -> None:
    """End an element of a list of Redis of which kombu can make no message. Never raises."""
    error = unread(reason)
    logger.error("an element of the list %s is no message: %s", queue, error)
    read = _read(element)
    headers, properties = _object(read.get("headers")), _object(read.get("properties"))
    raw = Raw(queue, b"", headers, properties, element)
    if not _bury(consumer, raw, error, None):
        logger.error("the element of the list %s was %r", queue, element[:1000])


def _bury(consumer: Any, raw: Raw, error: MalformedMessage, payload: Any) -> bool:
    headers, properties = raw.headers, raw.properties
    task_id = envelope.caller(headers, properties, payload)
    facts_of_call = payload if isinstance(payload, Mapping) and "task" not in headers else headers
    task = facts_of_call.get("task")
    if task_id is not None:
        embed = signatures.embedded(headers, payload)
        tell(consumer.app, error, headers={**headers, "id": task_id}, properties=properties, embed=embed)
    return bury(
        consumer.app,
        Letter(
            raw,
            error.code,
            error.message,
            task=task if isinstance(task, str) else None,
            task_id=task_id,
            error=facts(error),
            worker=consumer.hostname,
        ),
    )


def _read(element: bytes) -> dict[str, Any]:
    try:
        return _object(json.loads(bytes_to_str(element)))
    except Exception:
        return {}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
