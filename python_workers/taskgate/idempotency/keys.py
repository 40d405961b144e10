"""What both sides agree on: a key, the id that follows from it, and the digest of the arguments (I1, I2)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

import rfc8785

from taskgate.errors import IdempotencyConflict

HEADER: Final = "taskgate-idempotency-key"
OPTION: Final = "idempotency_key"
MAX_KEY: Final = 255
"""Bytes of UTF-8: what an AMQP header of the Node client may have as its text."""


def task_id(task: str, key: str) -> str:
    """Return the id of all calls of a task with that key: a UUID (version 8) made of both."""
    text = task.encode()
    digest = hashlib.sha256(b"%d:%s:%s" % (len(text), text, key.encode())).digest()
    return str(uuid.UUID(int=_version_8(int.from_bytes(digest[:16], "big"))))


def _version_8(number: int) -> int:
    return number & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62)


def digest(args: Sequence[Any], kwargs: Mapping[str, Any], names: Sequence[str] | None) -> str:
    """Return the SHA-256 of the arguments of a message by name; an empty string where they have no names.

    `names` are the parameters that can be given by position, None where they are not known. Also without a
    digest is what JSON does not have: whether two such calls are of the same arguments is not compared.
    """
    if args and (names is None or len(args) > len(names)):
        return ""
    by_name = dict(zip(names or (), args, strict=False))
    if by_name.keys() & kwargs.keys():
        return ""
    try:
        canonical = rfc8785.dumps({**by_name, **kwargs})
    except (rfc8785.CanonicalizationError, TypeError, ValueError, RecursionError):
        return ""
    return hashlib.sha256(canonical).hexdigest()


def positional(task: Any) -> Sequence[str] | None:
    """Return the names of what a task's arguments by position are; None where it is not known here."""
    definition = getattr(task, "taskgate", None)
    signature = getattr(definition, "signature", None)
    return None if signature is None else signature.positional


def check_key(key: object) -> str:
    """Return the key; raises ValueError for what is none."""
    if isinstance(key, str) and 0 < len(key.encode("utf-8", "replace")) <= MAX_KEY:
        return key
    raise ValueError(
        f"{OPTION} is a text of 1 to {MAX_KEY} bytes, not {key!r:.80}; shorten it, for instance to its hash"
    )


def key_of(request: Any) -> str | None:
    """Return the key that a message bears, None where it bears none."""
    headers = getattr(request, "headers", None)
    key = headers.get(HEADER) if isinstance(headers, dict) else None
    return key if isinstance(key, str) and key else None


def conflict(name: str, key: str) -> IdempotencyConflict:
    """Return the error for a key that stands for other arguments."""
    return IdempotencyConflict(
        f"{name}: the idempotency key {key!r} was used with other arguments; give each call a key of its own",
        {"task": name, "key": key},
    )
