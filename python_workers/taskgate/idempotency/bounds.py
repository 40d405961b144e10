"""What the settings say on keys: for how long one stands, and how long its run may be silent."""

from __future__ import annotations

from datetime import timedelta

from celery import Celery

from taskgate.settings.own import IDEMPOTENCY_LEASE, IDEMPOTENCY_WINDOW, KEY_LEASE, KEY_WINDOW


def window(app: Celery) -> int:
    """Return for how many seconds a key stands for its result; 0 where keys are not heeded."""
    given = app.conf.get(IDEMPOTENCY_WINDOW)
    if given is not None:
        return int(given)
    kept = kept_results(app)
    return int(min(kept, KEY_WINDOW)) if kept else KEY_WINDOW


def kept_results(app: Celery) -> float:
    """Return for how many seconds results are kept; 0 for ever."""
    kept = app.conf.result_expires
    return float(kept.total_seconds() if isinstance(kept, timedelta) else kept or 0)


def lease(app: Celery) -> float:
    """Return after how many seconds without a sign of its worker a key is free."""
    return float(app.conf.get(IDEMPOTENCY_LEASE, KEY_LEASE))
