"""The lease of what a worker holds on Redis, renewed for as long as the worker lives.

kombu delivers a message again when it has been unacknowledged for `visibility_timeout`, whether its worker is
dead or still at work. Here the living say so, three times in that time, so that it can be short: the task of
a killed worker is taken up within about a minute, and one of any length is not repeated. Why a thread, and
why under keys of its own: docs/decisions/0021-lease-on-redis.md.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

from celery import Celery, bootsteps
from celery.bootsteps import RUN  # type: ignore[attr-defined]
from celery.concurrency.solo import TaskPool as Solo
from celery.worker import state
from redis.exceptions import ResponseError

from taskgate.messaging.scripts import RENEW, RENEWING, is_forbidden
from taskgate.queues.priorities import on_redis
from taskgate.settings.own import LEASE_RENEWAL, LEASED, UNLEASED
from taskgate.worker import forks

RENEWALS: Final = 3
"""Within one visibility timeout: two may fail."""

AGAIN: Final = 1.0
"""Seconds until it is tried again where Redis did not take it; a third of the timeout where that is less."""

LONGEST: Final = 5.0
"""Seconds that Redis has for an answer."""

TURN: Final = 1.0
"""Seconds between two signs of life of the worker's event loop."""

HUNG: Final = 300.0
"""Seconds without a sign of life after which the lease of a worker is not renewed.

Nothing that it holds would ever be acknowledged, and no time limit ends it. The loop stands still by right
while a failure is stored in a result backend that is away: two minutes (`result_backend_max_retries`).
"""

BATCH: Final = 1000
"""Messages whose lease is renewed by one command."""

logger = logging.getLogger(__name__)


def is_renewed(app: Celery) -> bool:
    """Say whether the workers of an app renew the lease of what they hold."""
    return on_redis(app) and bool(app.conf.get(LEASE_RENEWAL))


def transport_options(renewal: bool, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the `broker_transport_options` of an app: those that are given, and ours for the others."""
    return {**(LEASED if renewal else UNLEASED), **(given or {})}


def register(app: Celery) -> None:
    """Add the step to the workers of an app."""
    app.steps["worker"].add(Lease)


class Lease(bootsteps.StartStopStep):
    """A step of the worker: renews in a thread, for a task of the pool `solo` keeps the loop waiting."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **options: Any) -> None:
        self.enabled = is_renewed(worker.app)
        self._address: Any = None
        self._turned_at: float | None = None
        self._is_silent = False
        super().__init__(worker, **options)

    def register_with_event_loop(self, worker: Any, hub: Any) -> None:
        """Note where the worker is connected to, each time that it is; let its loop give signs of life."""
        self._address = _bounded(worker.consumer.connection)
        self._turn()
        hub.call_repeatedly(TURN, self._turn)

    def start(self, worker: Any) -> None:
        """Begin. The thread ends when all other steps have: tasks run on while a worker shuts down."""
        self._address = _bounded(worker.app.connection_for_read())
        forks.make_safe()
        threading.Thread(target=self._keep, args=(worker,), name="taskgate-lease", daemon=True).start()

    def _keep(self, worker: Any) -> None:
        ended = worker.blueprint.shutdown_complete
        timeout = (worker.app.conf.broker_transport_options or {}).get("visibility_timeout", 3600)
        interval = timeout / RENEWALS
        index: Index | None = None
        wait = interval
        while not ended.wait(wait):
            wait = interval
            try:
                tags = () if self._is_hung(worker) else held(worker.consumer)
                if not tags:
                    continue
                if index is None or index.address is not self._address:
                    index = _reopened(index, self._address)
                index.renew(tags)
                self._is_silent = False
            except Exception as error:
                _close(index)
                index, wait = None, min(AGAIN, interval)
                self._complain("cannot renew the lease of what this worker holds, trying again: %r", error)
        _close(index)

    def _is_hung(self, worker: Any) -> bool:
        """Say whether the loop has stood still for too long, where nothing explains it."""
        turned_at = self._turned_at
        if turned_at is None or time.monotonic() - turned_at < HUNG:
            return False
        is_on_its_way = worker.blueprint.state != RUN or worker.consumer.connection is None
        if is_on_its_way or (isinstance(worker.pool, Solo) and len(state.active_requests)):
            return False
        self._complain("the event loop has stood for %d s: others may take what this worker holds", HUNG)
        return True

    def _turn(self) -> None:
        self._turned_at = time.monotonic()

    def _complain(self, text: str, *values: Any) -> None:
        if not self._is_silent:
            logger.warning(text, *values)
        self._is_silent = True


class Index:
    """kombu's index of what is unacknowledged, by a connection of its own."""

    def __init__(self, address: Any) -> None:
        self.address = address
        self._is_forbidden = False
        address.connect()
        self._channel = address.channel()

    def renew(self, tags: set[str] | tuple[str, ...]) -> None:
        """Write the time of now to the messages with these delivery tags that are noted still."""
        # One that another worker has put back meanwhile is not noted, and XX notes nothing. If it has been
        # taken once more, it is noted by the same tag: then two work on it, and both say so.
        for some in _batches(list(tags)):
            now = time.time()
            if not self._is_renewed_by_script(now, some):
                self._channel.client.zadd(self._channel.unacked_index_key, dict.fromkeys(some, now), xx=True)

    def _is_renewed_by_script(self, now: float, tags: list[str]) -> bool:
        """Renew by a script, which a Redis takes that is full; False where it takes none."""
        if self._is_forbidden:
            return False
        key = f"{self._channel.global_keyprefix}{self._channel.unacked_index_key}"
        try:
            self._channel.client.eval(RENEW, 1, key, now, *tags)
        except ResponseError as error:
            self._is_forbidden = is_forbidden(error, RENEWING)
            if not self._is_forbidden:
                raise
        return not self._is_forbidden

    def close(self) -> None:
        """Close the connection; the address can be connected again."""
        with contextlib.suppress(Exception):
            self.address.close()


def held(consumer: Any) -> set[str]:
    """Return the delivery tags of what a worker holds: it runs, or waits for a process, its time or its rate.

    What was not begun when the connection was lost is not held any more: Celery has forgotten it. What runs
    on is, until it is acknowledged by the next connection.
    """
    # Copies that are made without a line of Python in between: another thread changes the originals.
    requests = list(state.requests.values())
    tags = {request.message.delivery_tag for request in requests if not request.acknowledged}
    channel = getattr(consumer.task_consumer, "channel", None)
    qos = getattr(channel, "_qos", None)
    if channel is not None and qos is not None and consumer.connection is not None and not channel.closed:
        tags.update(qos._delivered)
        tags.difference_update(qos._dirty)
    return tags


def _bounded(connection: Any) -> Any:
    """Return a connection to the same Redis, not yet opened, with an end to every wait."""
    options = {
        **(connection.transport_options or {}),
        "socket_timeout": LONGEST,
        "socket_connect_timeout": LONGEST,
    }
    return connection.clone(transport_options=options)


def _reopened(index: Index | None, address: Any) -> Index:
    _close(index)
    return Index(address)


def _close(index: Index | None) -> None:
    if index is not None:
        index.close()


def _batches(tags: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(tags), BATCH):
        yield tags[start : start + BATCH]
