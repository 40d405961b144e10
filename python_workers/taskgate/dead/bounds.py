"""What the settings say on dead letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from celery import Celery

from taskgate.settings.own import (
    DEAD_LETTERS,
    DEAD_LETTERS_EXPIRES,
    DEAD_LETTERS_MAX,
    DEAD_LETTERS_MAX_BYTES,
    DEAD_LIFE,
    DEAD_MOST,
    DEAD_MOST_BYTES,
)

NAME: Final = "dead"
"""The name in the settings of a new app."""

OFF: Final = "off"
"""The name that stands for none: an empty variable of the environment counts as unset."""

LONGEST: Final = 5.0
"""Seconds until a broker has to be connected, and until it has to confirm a letter."""


@dataclass(frozen=True)
class Bounds:
    """`name` is that of the store, empty where nothing is kept; `most` letters; `life` in seconds.

    `size` is that of all letters, in bytes. The settings are in their ranges (checks/ranges.py).
    """

    name: str
    most: int
    life: int
    longest: float = LONGEST
    size: int = DEAD_MOST_BYTES

    @classmethod
    def of(cls, app: Celery) -> Bounds:
        """Read an app's settings; an app without them, as one that was only hardened, keeps nothing."""
        conf: Any = app.conf
        return cls(
            name_of(app),
            most=int(conf.get(DEAD_LETTERS_MAX, DEAD_MOST)),
            life=int(conf.get(DEAD_LETTERS_EXPIRES, DEAD_LIFE)),
            size=int(conf.get(DEAD_LETTERS_MAX_BYTES, DEAD_MOST_BYTES)),
        )


def name_of(app: Celery) -> str:
    """Return the name of an app's store, empty where it has none."""
    conf: Any = app.conf
    name = conf.get(DEAD_LETTERS)
    return name if isinstance(name, str) and name != OFF else ""
