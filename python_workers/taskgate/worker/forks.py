"""A process that is forked while another thread reads a cached property of Celery's has no locked lock.

kombu's cached properties have a lock for each property of a class, and take it at every look. Where a thread
of the main process had it as a process of the pool was forked, that process waited for it for ever, and a
task with it: its look at `backend.client`, while the contracts of a worker were being kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from threading import RLock
from typing import Any, Final

from kombu.utils.objects import cached_property

PACKAGES: Final = ("celery", "kombu")

_is_safe = False


def make_safe() -> None:
    """See to it, from now on, that what is forked begins with free locks; to be called before a thread is."""
    global _is_safe
    if not _is_safe:
        _is_safe = True
        os.register_at_fork(after_in_child=_free)


def _free() -> None:
    # No other thread is there, and the one that has forked was in none of them.
    for each in _properties():
        each.lock = RLock()


def _properties() -> Iterator[Any]:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            for kind in list(vars(module).values()):
                if isinstance(kind, type):
                    yield from (each for each in vars(kind).values() if isinstance(each, cached_property))
