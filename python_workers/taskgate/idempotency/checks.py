"""What the settings of an app cannot promise of keys; each in one sentence, at the start."""

from __future__ import annotations

from collections.abc import Sequence

from celery import Celery
from celery.exceptions import ImproperlyConfigured

from taskgate.contracts.definition import Definition
from taskgate.idempotency.bounds import kept_results, window
from taskgate.queues.priorities import REDIS
from taskgate.settings.own import IDEMPOTENCY_WINDOW


def idempotency_keys(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse keys that would outlive the results that they stand for, and those that have no store."""
    seconds, kept = window(app), kept_results(app)
    if kept and seconds > kept:
        raise ImproperlyConfigured(
            f"{IDEMPOTENCY_WINDOW} of {seconds} s is longer than results are kept: set result_expires to "
            f"{seconds} or more, or lower the window to {int(kept)}"
        )
    keyed = next((each for each in tasks if each.idempotent_by), None)
    backend = str(app.conf.result_backend or "")
    if keyed is not None and seconds and backend and not backend.startswith(REDIS):
        raise ImproperlyConfigured(
            f"{keyed.subject}: idempotent_by needs a store that all workers see; set CELERY_RESULT_BACKEND "
            "to a redis:// URL, or leave it out"
        )
