"""What a worker notes of the calls that it runs: by which contract, and when.

A note costs a journey to Redis, and a call shall not: each pair of a task and a fingerprint is noted once in
a while, and none while Redis does not take it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from redis import Redis, RedisError

from taskgate.contracts.celery_tasks import OWN
from taskgate.worker import sightings

if TYPE_CHECKING:
    from taskgate.context import Run

HEADER: Final = "taskgate-contract"
"""The fingerprint of the contract that the caller was generated from (PROTOCOL.md, M11)."""

INTERVAL: Final = 60.0
"""Seconds in which a process notes one pair once, and after which it tries again where Redis refused."""

SILENCE: Final = 3600.0
"""Seconds in which a process logs once that Redis has refused."""

MAX_PAIRS: Final = 1000
"""Pairs that a process remembers; further ones are not noted until the oldest may be noted again."""

logger = logging.getLogger(__name__)


class Notes:
    """The notes of one process; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._noted: OrderedDict[tuple[Any, ...], float] = OrderedDict()
        self._refused_until = self._silent_until = 0.0
        self._lock = threading.Lock()

    def note(self, run: Run, client: Redis, task: str | None = None) -> None:
        """Note the call of a run, or of the `task` that it runs; Redis may refuse, which fails nothing."""
        app: Any = run.task.app
        name, fingerprint = task or run.name, contract_header(run.request)
        # First, for almost every call ends here; Celery's settings take longer.
        if not self._is_due(id(app), name, fingerprint):
            return
        seconds = sightings.life(app)
        if not seconds or name.startswith(OWN):
            return
        try:
            sightings.keep_sighting(client, sightings.seen_key(app), name, fingerprint, seconds)
        except RedisError as error:
            self._refuse(name, error)

    def _is_due(self, *pair: Any) -> bool:
        with self._lock:
            now = self._clock()
            while self._noted and now - next(iter(self._noted.values())) >= INTERVAL:
                self._noted.popitem(last=False)
            if now < self._refused_until or pair in self._noted or len(self._noted) >= MAX_PAIRS:
                return False
            self._noted[pair] = now
            return True

    def _refuse(self, name: str, error: RedisError) -> None:
        now = self._clock()
        self._refused_until = now + INTERVAL
        if now >= self._silent_until:
            self._silent_until = now + SILENCE
            logger.warning("cannot note by which contract %s is called: %s", name, error)


def contract_header(request: Any) -> str:
    """Return the fingerprint that a call bears, NO_CONTRACT where it bears none that could be one."""
    headers = getattr(request, "headers", None)
    given = headers.get(HEADER) if isinstance(headers, dict) else None
    known = isinstance(given, str) and sightings.FINGERPRINT.fullmatch(given)
    return str(given) if known else sightings.NO_CONTRACT


notes = Notes()
