"""What callers and workers of before were made of, kept in Redis for those who deploy.

`taskgate:contract:<fingerprint>` is a contract that workers have served, as JSON text (PROTOCOL.md, K5). A
fingerprint is that of the content, so whoever writes it writes the same.
"""

from __future__ import annotations

import json
from typing import Any, Final

import rfc8785
from redis import Redis, RedisError

from taskgate.contract import fingerprint as fingerprint_of
from taskgate.jsonschema import Json

CONTRACT_KEY: Final = "taskgate:contract:"
"""Followed by the fingerprint."""


def contract_of(client: Redis, fingerprint: str) -> Json | None:
    """Return the contract of a fingerprint that workers have served.

    None where nobody has kept it, or Redis cannot be asked now.
    """
    try:
        return known(client.get(CONTRACT_KEY + fingerprint), fingerprint)
    except RedisError:
        return None


def known(text: Any, fingerprint: str) -> Json | None:
    """Return the contract in what Redis holds under a fingerprint; None where it is not that contract."""
    try:
        found = json.loads(text) if text else None
        return found if found is not None and fingerprint_of(found) == fingerprint else None
    except (ValueError, KeyError, TypeError, AttributeError, rfc8785.CanonicalizationError):
        return None
