"""Settings that are almost one of Celery's."""

from __future__ import annotations

import difflib
from typing import Any

from celery.exceptions import ImproperlyConfigured

from taskgate.settings.environment import setting_types


def check_spelling(settings: dict[str, Any]) -> None:
    """Refuse a setting that is almost one of Celery's; raises ImproperlyConfigured."""
    known = setting_types()
    for name in settings.keys() - known.keys():
        # Extensions have settings of their own, so only what looks like a slip is refused.
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        if close:
            raise ImproperlyConfigured(
                f"create_app({name}=...): Celery has no such setting; did you mean {close[0]}?"
            )
