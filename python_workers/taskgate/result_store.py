"""The Redis that holds the results of an app, and the keys of what else is kept there."""

from __future__ import annotations

from celery import Celery
from redis import Redis


def store(app: Celery) -> Redis | None:
    """Return the Redis of an app's results, or None where they live elsewhere."""
    client = getattr(app.backend, "client", None)
    return client if isinstance(client, Redis) else None


def prefixed(app: Celery, key: str) -> str:
    """Return a key with the `global_keyprefix` of the results, as Celery writes it."""
    prefix = (app.conf.get("result_backend_transport_options") or {}).get("global_keyprefix") or ""
    return f"{prefix}{'' if not prefix or prefix[-1] in ':_-.' else '_'}{key}"
