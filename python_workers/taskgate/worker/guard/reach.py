"""How far the guard reaches: not where an app has switched it off, and not where the broker is gone."""

from __future__ import annotations

from typing import Any

from taskgate.settings.own import GUARD


def is_on(app: Any) -> bool:
    """Say whether an app has the guard; its setting is `taskgate_guard`."""
    return bool(app.conf.get(GUARD, True))


def gone(of: Any) -> tuple[type[BaseException], ...]:
    """Return how a broker that is gone shows. kombu counts every KeyError among it, for Redis."""
    errors = (*of.connection_errors, *getattr(of, "channel_errors", ()))
    return tuple(each for each in errors if not issubclass(each, LookupError))
