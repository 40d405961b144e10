"""The signatures that a message carries: what follows the task that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from taskgate.worker.guard.texts import is_text

EMBEDDED: Final = ("callbacks", "errbacks", "chain", "chord")

MEMBERS: Final = 3
"""Of a body: arguments by position, arguments by name, embedded signatures."""


def embedded(headers: Mapping[str, Any], payload: Any) -> dict[str, Any]:
    """Return what follows a message, as far as it can be read."""
    is_triple = isinstance(payload, (list, tuple)) and len(payload) == MEMBERS
    members = payload[2] if is_triple else payload
    if not isinstance(members, Mapping):
        members = {}
    found = {name: members.get(name) or headers.get(name) for name in EMBEDDED}
    return {name: value for name, value in found.items() if value and fits(name, value)}


def fits(name: str, value: Any) -> bool:
    """Say whether Celery can read a member of EMBEDDED."""
    if name == "chord":
        return _is_signature(value)
    if not isinstance(value, (list, tuple)):
        return False
    # Celery reads a name as a signature without arguments, but as a step of a chain.
    is_one = _is_signature if name == "chain" else _is_name_or_signature
    return all(map(is_one, value))


def _is_name_or_signature(value: Any) -> bool:
    return isinstance(value, str) or _is_signature(value)


def _is_signature(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and is_text(value.get("task"))
        and all(value.get(name) is None or isinstance(value[name], kind) for name, kind in _SIGNATURE)
    )


_SIGNATURE: Final[tuple[tuple[str, Any], ...]] = (
    ("args", (list, tuple)),
    ("kwargs", Mapping),
    ("options", Mapping),
)
