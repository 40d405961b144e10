"""Waiting for what is to be there soon; every wait has an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from conformance.checks import Wrong

# What a client has said that it has sent is there at once, or soon where its library does not tell.
SOON_S: Final = 5.0
_PAUSE_S: Final = 0.02

Found = TypeVar("Found")


def soon(look: Callable[[], Found | None], what: str, timeout_s: float = SOON_S) -> Found:
    """Return what `look` finds, which is not None. Raises Wrong, with `what`, after `timeout_s` seconds."""
    deadline = time.monotonic() + timeout_s
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise Wrong(f"expected {what}, there is none")
        time.sleep(_PAUSE_S)
    return found
