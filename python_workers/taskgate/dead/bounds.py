"""What the settings say on dead letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from celery import Celery

from taskgate.settings import DEAD_LETTERS, DEAD_LETTERS_EXPIRES, DEAD_LETTERS_MAX, DEAD_LIFE, DEAD_MOST

NAME: Final = "dead"
"""The name in the settings of a new app."""

OFF: Final = "off"
"""The name that stands for none: an empty variable of the environment counts as unset."""

LONGEST: Final = 5.0
"""Seconds until a broker has to be connected, and until it has to confirm a letter."""


@dataclass(frozen=True)
class Bounds:
    """`name` is that of the store, empty where nothing is kept; `most` letters; `life` in seconds."""

    name: str
    most: int
    life: int
    longest: float = LONGEST

    @classmethod
    def of(cls, app: Celery) -> Bounds:
        """Read an app's settings; an app without them, as one that was only hardened, keeps nothing."""
        conf: Any = app.conf
        most = conf.get(DEAD_LETTERS_MAX, DEAD_MOST)
        life = conf.get(DEAD_LETTERS_EXPIRES, DEAD_LIFE)
        return cls(name_of(app), max(1, int(most)), max(1, int(life)))


def name_of(app: Celery) -> str:
    """Return the name of an app's store, empty where it has none."""
    conf: Any = app.conf
    name = conf.get(DEAD_LETTERS)
    return name if isinstance(name, str) and name != OFF else ""
