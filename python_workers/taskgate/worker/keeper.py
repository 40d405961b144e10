"""Who keeps the contracts of a worker in Redis, from its start on and as long as it runs.

A comparison after the next rollout can then be made with what an older client was generated from.
"""

from __future__ import annotations

import logging
import threading
from typing import Any, Final
from weakref import WeakKeyDictionary

from celery import Celery, signals
from redis import RedisError

from taskgate.app import App, contracts_of
from taskgate.installation import validation_of
from taskgate.result_store import store
from taskgate.worker import forks, sightings

RENEWAL: Final = 3600.0
"""Seconds between two writings; a third of the time to live where that is shorter."""

DELAY: Final = 1.0
"""Seconds until the first one: reading the contracts is work, and a worker that has just begun has other."""

AGAIN: Final = 60.0
"""Seconds until it is tried again where Redis has refused."""

logger = logging.getLogger(__name__)

_stops: WeakKeyDictionary[Celery, threading.Event] = WeakKeyDictionary()


@signals.worker_ready.connect
def start(sender: Any, **_: Any) -> None:
    """Begin, in a thread: a worker shall not wait for its contracts to be read, nor for Redis."""
    app: Celery = sender.app
    # Ready comes again with every new connection to the broker.
    if app in _stops or not (isinstance(app, App) or validation_of(app)):
        return
    seconds = sightings.life(app)
    if not seconds or store(app) is None:
        return
    stop = _stops[app] = threading.Event()
    forks.make_safe()
    threading.Thread(target=_keep, args=(app, seconds, stop), name="taskgate-contracts", daemon=True).start()


@signals.worker_shutdown.connect
def end(sender: Any, **_: Any) -> None:
    """Let the thread end."""
    stop = _stops.pop(sender.app, None)
    if stop is not None:
        stop.set()


def _keep(app: Celery, seconds: int, stop: threading.Event) -> None:
    if stop.wait(DELAY):
        return
    try:
        contracts, refused = contracts_of(app), False
        while True:
            error = _kept(app, contracts, seconds)
            if error and not refused:
                logger.warning("cannot keep this worker's contracts in Redis, trying again: %s", error)
            refused = error is not None
            if stop.wait(AGAIN if refused else min(RENEWAL, seconds / 3)):
                return
    except Exception:
        logger.exception("the contracts of this worker are not kept: can-i-deploy will not know them")


def _kept(app: Any, contracts: list[dict[str, Any]], seconds: int) -> RedisError | None:
    # Not the app's own client: a process of the pool that is forked meanwhile would inherit its lock.
    client = app._get_backend().client
    try:
        sightings.keep_contracts(client, contracts, seconds)
    except RedisError as error:
        return error
    finally:
        client.connection_pool.disconnect()
    return None
