"""What workers have noted of those who called them, read from the Redis of their results."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from celery import Celery
from kombu.utils.url import maybe_sanitize_url
from redis import RedisError

from taskgate.errors import InvalidContract, Unsupported
from taskgate.result_store import store
from taskgate.schemas.jsonschema import Json
from taskgate.settings.environment import from_environment
from taskgate.worker import sightings
from taskgate.worker.sightings import Sighting

LONGEST: Final = 10.0
"""Seconds until Redis has to be connected, and until it has to answer."""


@dataclass(frozen=True)
class Noted:
    """The calls that were seen, and the contracts of their fingerprints as far as workers have kept them."""

    calls: Sequence[Sighting]
    contracts: Mapping[str, Json]


def read(backend: str | None, within: float | None, clock: Callable[[], float] = time.time) -> Noted:
    """Read what was noted in the last `within` seconds; all that is kept where it is None.

    Further settings of the results, as those of sentinels, come from the environment, as a worker's do.
    Raises Unsupported where results are not in Redis, and InvalidContract where it cannot be asked.
    """
    url = backend or os.environ.get("CELERY_RESULT_BACKEND")
    if not url:
        raise Unsupported(
            "no result backend is given, in whose Redis workers note who calls them; add --backend, set "
            "CELERY_RESULT_BACKEND, or name the contracts that clients were generated from with --clients"
        )
    shown = maybe_sanitize_url(url)
    try:
        with Celery("taskgate", set_as_current=False) as app:
            app.conf.update(from_environment(os.environ))
            app.conf.update(
                result_backend=url, redis_socket_connect_timeout=LONGEST, redis_socket_timeout=LONGEST
            )
            client = store(app)
            if client is None:
                raise Unsupported(
                    f"results are kept in {shown}, and workers note who calls them only in Redis; name the "
                    "contracts that clients were generated from with --clients"
                )
            since = 0.0 if within is None else clock() - within
            try:
                calls = sightings.sightings(client, sightings.seen_key(app), since)
                known = sorted({each.fingerprint for each in calls if each.fingerprint})
                return Noted(calls, sightings.contracts_by(client, known))
            finally:
                client.connection_pool.disconnect()
    except Unsupported:
        raise
    except RedisError as error:
        raise InvalidContract(
            f"what workers have noted in {shown} cannot be read ({error}); check --backend, or "
            "CELERY_RESULT_BACKEND"
        ) from error
    except Exception as error:  # whatever Celery raises for a URL that it does not know
        raise InvalidContract(
            f"the result backend {shown} cannot be used ({error}); check its URL"
        ) from error
