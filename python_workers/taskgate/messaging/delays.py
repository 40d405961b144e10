"""Delays that RabbitMQ keeps for quorum queues: whole seconds. Celery 5.7 fails with one that is shorter."""

from __future__ import annotations

import datetime
from typing import Any

from celery import Celery
from celery.utils.quorum_queues import detect_quorum_queues
from celery.utils.time import subtract_datetimes  # type: ignore[attr-defined]

_SECOND = datetime.timedelta(seconds=1)


def whole_second(app: Celery, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a `send_task` with a delay that Celery can send: none that is under a second.

    Celery would raise `ValueError: countdown must be a positive number`, which in a worker fails the step of
    a workflow before the one that is sent, or turns a retry into a failure. A second is late by less than
    that; at once would be early, which a delay never is.
    """
    eta, countdown = options.get("eta"), options.get("countdown")
    if not eta and not countdown:
        return options
    driver: str = app.producer_pool.connections.connection.transport.driver_type
    if not detect_quorum_queues(app, driver)[0]:
        return options
    left = _left(app, eta) if eta else datetime.timedelta(seconds=countdown or 0)
    # Celery looks at the clock again: what is a second now may be less then.
    if not datetime.timedelta() < left < 2 * _SECOND:
        return options
    return {**options, "eta": None, "countdown": max(left, _SECOND).total_seconds()}


def _left(app: Celery, eta: datetime.datetime | str) -> datetime.timedelta:
    moment = datetime.datetime.fromisoformat(eta) if isinstance(eta, str) else eta
    left: datetime.timedelta = subtract_datetimes(moment, app.now())
    return left
