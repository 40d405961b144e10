"""Burying: a message becomes a dead letter before it leaves its queue."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Protocol
from weakref import WeakKeyDictionary

from celery import Celery

from taskgate.dead.bounds import Bounds
from taskgate.dead.letter import Letter, as_text
from taskgate.dead.rabbitmq import RabbitStore
from taskgate.dead.redis import RedisStore
from taskgate.settings.own import DEAD_LETTERS

TRIES: Final = 2
"""The connection of the letter before may have been dropped since; then there is a new one."""

logger = logging.getLogger(__name__)


class Store(Protocol):
    """Where letters are kept, with a connection of its own."""

    def keep(self, letter: Letter) -> None:
        """Keep a letter; raises where it is not sure to be kept."""

    def close(self) -> None:
        """Close the connection."""


_STORES: Final[dict[str, Callable[[Celery, Bounds], Store]]] = {"amqp": RabbitStore, "redis": RedisStore}
"""By the type of kombu's driver."""


class Burials:
    """The burials of one app in one process; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.pid = os.getpid()
        self._clock = clock
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._rest_until = 0.0

    def bury(self, app: Celery, letter: Letter) -> bool:
        """Keep a letter, and say whether it is kept."""
        try:
            bounds = Bounds.of(app)
            if not bounds.name:
                logger.error("a dead letter was not kept, as %s is off: %s", DEAD_LETTERS, _summary(letter))
                return False
            with self._lock:
                reason = self._tried(app, bounds, letter)
        except Exception as error:  # a setting that cannot be read
            reason = error
        if reason is None:
            logger.error("dead letter %s: %s", letter.id, _summary(letter))
            return True
        logger.error("a dead letter was not kept (%r); here it is: %s", reason, _whole(letter))
        return False

    def close(self) -> None:
        """Close the connection, if there is one; the next letter opens another."""
        with self._lock:
            store, self._store = self._store, None
            if store is not None:
                store.close()

    def _tried(self, app: Celery, bounds: Bounds, letter: Letter) -> Exception | None:
        begun = self._clock()
        if begun < self._rest_until:
            return TimeoutError("the broker did not keep the one before in time")
        reason: Exception | None = None
        for _ in range(TRIES):
            is_new = self._store is None
            try:
                self._store = self._store or _opened(app, bounds)
                self._store.keep(letter)
                return None
            except Exception as error:
                reason = error
                store, self._store = self._store, None
                if store is not None:
                    store.close()
            if is_new:
                break
        # A broker that lets the worker wait does so for at most half of its time.
        ended = self._clock()
        self._rest_until = ended + (ended - begun)
        return reason


def bury(app: Celery, letter: Letter) -> bool:
    """Keep a letter; say whether it is kept. Never raises, and takes bounded time.

    Where it returns False the letter was logged: whoever calls it decides whether the message may leave its
    queue all the same. With dead letters switched off it logs one line of it.
    """
    return _burials_of(app).bury(app, letter)


def close(app: Celery) -> None:
    """Close the connection that the letters of an app go by."""
    _burials_of(app).close()


_burials: WeakKeyDictionary[Celery, Burials] = WeakKeyDictionary()


def _burials_of(app: Celery) -> Burials:
    known = _burials.get(app)
    if known is None or known.pid != os.getpid():  # a child of a pool has a copy of its parent's connection
        known = _burials[app] = Burials()
    return known


def _opened(app: Celery, bounds: Bounds) -> Store:
    driver = app.connection_for_write().transport.driver_type
    if driver not in _STORES:
        raise NotImplementedError(f"a broker of the type {driver} keeps no dead letters")
    return _STORES[driver](app, bounds)


def _summary(letter: Letter) -> str:
    what = f"{letter.task or 'a message'}[{letter.task_id}] of {letter.raw.queue}"
    return f"{what}, {letter.reason} after {letter.attempts} runs: {letter.message}"


def _whole(letter: Letter) -> Any:
    try:
        return as_text(letter.document())
    except Exception:
        logger.exception("a dead letter is no JSON")
        return letter
