"""What is a text on every broker and in every result."""

from __future__ import annotations

from typing import Any


def is_text(value: Any) -> bool:
    """Say whether it is one that is not empty."""
    return isinstance(value, str) and bool(value) and _is_unicode(value)


def is_text_or_none(value: Any) -> bool:
    """Say whether it is one, or none at all."""
    return value is None or (isinstance(value, str) and _is_unicode(value))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: no broker and no result takes it
        return False
    return True
