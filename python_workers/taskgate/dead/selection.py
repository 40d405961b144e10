"""Which letters a command is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from taskgate.dead.letter import Letter

_SPAN: Final = re.compile(r"(\d+)([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Selection:
    """All that is given has to hold; what is empty or None holds for each letter. `since` is when it died.

    An id is that of the letter or of the task, or what one of the two begins with.
    """

    ids: Sequence[str] = ()
    tasks: Sequence[str] = ()
    reasons: Sequence[str] = ()
    since: datetime | None = None

    @property
    def is_all(self) -> bool:
        """Whether every letter is meant, without a word that says so."""
        return not (self.ids or self.tasks or self.reasons or self.since)

    def has(self, letter: Letter) -> bool:
        """Say whether a letter is meant."""
        return (
            (not self.ids or any(_is_named(letter, each) for each in self.ids))
            and (not self.tasks or letter.task in self.tasks)
            and (not self.reasons or letter.reason in self.reasons)
            and (self.since is None or letter.died_at >= self.since)
        )

    def unmet(self, letters: Sequence[Letter]) -> list[str]:
        """Return the ids that are those of no letter."""
        return [each for each in self.ids if not any(_is_named(letter, each) for letter in letters)]


def moment(text: str, now: datetime) -> datetime:
    """Return the moment that a text gives: `90s`, `30m`, `2h`, `7d` ago, or ISO 8601 (UTC without an offset).

    Raises ValueError.
    """
    span = _SPAN.fullmatch(text)
    if span:
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_named(letter: Letter, given: str) -> bool:
    return letter.id.startswith(given) or (letter.task_id or "").startswith(given)
