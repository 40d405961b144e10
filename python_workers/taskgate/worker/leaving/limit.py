"""The time that tasks which run have to end when their worker is told to."""

from __future__ import annotations

from celery import Celery

from taskgate.settings.own import SHUTDOWN_TIMEOUT


def limit_of(app: Celery) -> float:
    """Return the seconds that running tasks have; 0 where Celery's warm shutdown is wanted."""
    return float(app.conf.get(SHUTDOWN_TIMEOUT) or 0)
