"""What callers and workers of before were made of, kept in Redis for those who deploy.

Two things, each with a time to live (PROTOCOL.md, K5 and K6):

`taskgate:contract:<fingerprint>` is a contract that workers have served, as JSON text. A fingerprint is that
of the content, so whoever writes it writes the same.

`<global_keyprefix>taskgate:seen` is a sorted set of `<fingerprint> <task>` by the time of the last call, in
seconds since 1970. The fingerprint is that of the contract that the caller was generated from, and
NO_CONTRACT of a caller that bears none.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rfc8785
from celery import Celery
from redis import Redis, RedisError

from taskgate.contracts.contract import fingerprint as fingerprint_of
from taskgate.result_store import prefixed
from taskgate.schemas.jsonschema import Json
from taskgate.settings.own import SEEN_EXPIRES, SEEN_LIFE

CONTRACT_KEY: Final = "taskgate:contract:"
"""Followed by the fingerprint."""

SEEN_KEY: Final = "taskgate:seen"

NO_CONTRACT: Final = "none"

FINGERPRINT: Final = re.compile(r"sha256:[0-9a-f]{64}")

MAX_SEEN: Final = 10_000
"""Pairs of a task and a fingerprint that are remembered; the one that was seen longest ago goes first."""

_BATCH: Final = 100
"""Contracts that go to Redis, or come from it, at a time."""


@dataclass(frozen=True)
class Sighting:
    """`at` is the time of the last call, in seconds since 1970; `fingerprint` is None where it bore none."""

    task: str
    fingerprint: str | None
    at: float


def life(app: Celery) -> int:
    """Return for how many seconds the app keeps what it sees; 0 where it shall not."""
    given = app.conf.get(SEEN_EXPIRES, SEEN_LIFE)
    return int(given) if isinstance(given, (int, float)) and given > 0 else 0


def seen_key(app: Celery) -> str:
    """Return the key of the sightings, with the `global_keyprefix` of the results as Celery writes it."""
    return prefixed(app, SEEN_KEY)


def keep_contracts(client: Redis, contracts: Iterable[Json], seconds: int) -> None:
    """Keep contracts that a worker serves, for so long from now; raises RedisError."""
    written = [(each["fingerprint"], json.dumps(each, separators=(",", ":"))) for each in contracts]
    for start in range(0, len(written), _BATCH):
        with client.pipeline(transaction=False) as pipeline:
            for fingerprint, text in written[start : start + _BATCH]:
                pipeline.set(CONTRACT_KEY + fingerprint, text, ex=seconds)
            pipeline.execute()


def keep_sighting(client: Redis, key: str, task: str, fingerprint: str, seconds: int) -> None:
    """Keep that a task was called now; what it was called by is then known for as long; raises RedisError."""
    now = int(time.time())
    with client.pipeline(transaction=False) as pipeline:
        pipeline.zadd(key, {f"{fingerprint} {task}": now})
        pipeline.zremrangebyscore(key, "-inf", now - seconds)
        pipeline.zremrangebyrank(key, 0, -MAX_SEEN - 1)
        pipeline.expire(key, seconds)
        if fingerprint != NO_CONTRACT:
            pipeline.expire(CONTRACT_KEY + fingerprint, seconds)
        pipeline.execute()


def sightings(client: Redis, key: str, since: float) -> list[Sighting]:
    """Return what was called since then (seconds since 1970), by task; raises RedisError."""
    found = []
    rows: Any = client.zrangebyscore(key, since, "+inf", withscores=True)
    for member, at in rows:
        text = member.decode(errors="replace") if isinstance(member, bytes) else member
        fingerprint, _, task = text.partition(" ")
        if task and (fingerprint == NO_CONTRACT or FINGERPRINT.fullmatch(fingerprint)):
            found.append(Sighting(task, None if fingerprint == NO_CONTRACT else fingerprint, float(at)))
    return sorted(found, key=lambda each: (each.task, -each.at, each.fingerprint or ""))


def contract_of(client: Redis, fingerprint: str) -> Json | None:
    """Return the contract of a fingerprint that workers have served.

    None where nobody has kept it, or Redis cannot be asked now.
    """
    try:
        return contracts_by(client, [fingerprint]).get(fingerprint)
    except RedisError:
        return None


def contracts_by(client: Redis, fingerprints: Sequence[str]) -> Mapping[str, Json]:
    """Return those contracts by fingerprint that workers have served and Redis has; raises RedisError."""
    found: dict[str, Json] = {}
    for start in range(0, len(fingerprints), _BATCH):
        asked = fingerprints[start : start + _BATCH]
        texts: Any = client.mget([CONTRACT_KEY + each for each in asked])
        for fingerprint, text in zip(asked, texts, strict=True):
            contract = _contract(text, fingerprint)
            if contract is not None:
                found[fingerprint] = contract
    return found


def _contract(text: Any, fingerprint: str) -> Json | None:
    """Return what Redis holds under a fingerprint, None where it is not that contract."""
    try:
        found: Any = json.loads(text) if text else None
        return found if found is not None and fingerprint_of(found) == fingerprint else None
    except (ValueError, KeyError, TypeError, AttributeError, rfc8785.CanonicalizationError):
        return None
