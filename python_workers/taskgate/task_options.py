"""The options of `@task` that go to Celery: what is refused, and where a default is not Celery's."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from celery import Task

from taskgate.contracts.retries import Policy
from taskgate.errors import InvalidContract, TaskgateError
from taskgate.settings.defaults import SOFT_SHARE

RETRY_DELAY: Final = 10
"""Seconds before what a worker was lost with is run again: Celery's 180 outlast the 60 that a call waits."""

RETRY_BACKOFF: Final = 5
"""Seconds before the first retry at most, where the author says nothing of waits; each is up to twice as long
as the one before. At random: what failed together shall not come back together."""

_REFUSED: Final = {
    "bind": "`self` is no argument of the caller's; use task_id(), progress() and cancelled()",
    "pydantic": "@task validates the hints by itself; leave it out",
    "serializer": "arguments and results of @task are JSON; leave it out",
}

_OPTIONS: Final = (
    "queue", "queue_type", "name", "examples", "raises", "progress", "older", "idempotent", "idempotent_by",
    "base", "bind", "shared", "routing_key", "exchange", "delivery_mode", "compression",
    "autoretry_for", "dont_autoretry_for", "retry_kwargs", "retry_backoff", "retry_backoff_max",
    "retry_jitter", "retry_time_limit",
)  # fmt: skip
"""What is given to @task, or read by Celery, without being an attribute of Celery's Task."""


def check_options(options: Mapping[str, Any], subject: str) -> None:
    """Refuse what `@task` has no use for, and what is misspelt; raises InvalidContract."""
    for option, remedy in _REFUSED.items():
        if options.get(option):
            raise InvalidContract(f"{subject}: the option {option!r} is refused: {remedy}")
    _check_spelling(options, subject)


def with_defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options with what holds where the author says nothing."""
    completed = dict(options)
    if not _says_when(options):
        completed["retry_backoff"] = RETRY_BACKOFF
    completed.setdefault("default_retry_delay", RETRY_DELAY)
    # A call that does not fit its contract fits no better the second time.
    completed["dont_autoretry_for"] = (*options.get("dont_autoretry_for", ()), TaskgateError)
    if options.get("time_limit") and not options.get("soft_time_limit"):
        completed["soft_time_limit"] = options["time_limit"] * SOFT_SHARE
    return completed


def check_retries(policy: Policy | None, options: Mapping[str, Any], subject: str) -> None:
    """Refuse a bound of retries that is none, or bounds nothing; raises InvalidContract."""
    within = options.get("retry_time_limit")
    if within is None:
        return
    if isinstance(within, bool) or not isinstance(within, (int, float)) or not within > 0:
        raise InvalidContract(f"{subject}: retry_time_limit is a number of seconds above 0, not {within!r}")
    if policy is None:
        remedy = "name the transient errors in autoretry_for, or leave it out"
        raise InvalidContract(f"{subject}: retry_time_limit bounds retries, and there are none; {remedy}")


def _says_when(options: Mapping[str, Any]) -> bool:
    """Whether the author has said how long to wait before a retry."""
    given = {"retry_backoff", "default_retry_delay"} & options.keys()
    named = "countdown" in (options.get("retry_kwargs") or {})
    return bool(given) or named or bool(getattr(options.get("base"), "retry_backoff", None))


def _check_spelling(options: Mapping[str, Any], subject: str) -> None:
    """Refuse what is almost an option: Celery would keep it as an attribute that nobody reads.

    Other names are the author's: a base class of theirs may read them.
    """
    known = {*_OPTIONS, *dir(options.get("base") or Task)}
    for option in options.keys() - known:
        if meant := get_close_matches(option, known, n=1, cutoff=0.75):
            raise InvalidContract(
                f"{subject}: the option {option!r} is not known; did you mean {meant[0]!r}?"
            )
