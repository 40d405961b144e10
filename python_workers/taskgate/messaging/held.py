"""Messages that have left their list and could not be noted, until the next channel puts them back."""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """A message that has left its list.

    `key` is the list's name without the prefix of all keys, `tag` what it is noted by, where it is.
    """

    key: str
    item: bytes
    tag: bytes | None = None


# By the process, as a child of a pool has a copy of what its parent holds, and by the server. There are no
# more of them than channels: each channel puts them back before it takes another message.
_held: defaultdict[tuple[int, Hashable], deque[tuple[Taken, str]]] = defaultdict(deque)


def hold(server: Hashable, taken: Taken, tag: str) -> None:
    """Keep a message with its delivery tag; it is gone with the process."""
    _held[os.getpid(), server].append((taken, tag))


def put_back(server: Hashable, put: Callable[[Taken, str], None]) -> None:
    """Hand everything that is held for a server to `put`. What it raises is raised, and the rest is kept."""
    held = _held.get((os.getpid(), server))
    while held:
        taken, tag = held.popleft()
        try:
            put(taken, tag)
        except BaseException:
            held.appendleft((taken, tag))
            raise
