"""How a task is run again by itself: data of its contract, not of its fingerprint (PROTOCOL.md, C8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from celery import Task
from celery.exceptions import TaskPredicate

from taskgate.contracts.definition import exception_name
from taskgate.errors import TaskgateError
from taskgate.schemas.jsonschema import Json


@dataclass(frozen=True)
class Policy:
    """When a task is run again. Times are seconds."""

    transient: tuple[type[BaseException], ...]
    """After these and those below them."""
    permanent: tuple[type[BaseException], ...]
    """But not after these."""
    most: int | None
    """Repetitions; None is without end."""
    delay: float
    """Before the first repetition; where waits grow, a whole number."""
    grows: bool
    """Each wait is twice the one before it."""
    longest: int
    """No wait is longer."""
    jitter: bool
    """A wait that grows is a random one up to that long."""
    within: float | None
    """None is begun later than this after the first attempt has begun."""
    options: Mapping[str, Any]
    """What else is given to Celery with the repetition: a queue, a priority."""

    def covers(self, kind: type[BaseException]) -> bool:
        """Whether exceptions of that class are declared transient."""
        # Ignore, Reject and Retry are no failures.
        return issubclass(kind, self.transient) and not issubclass(kind, (*self.permanent, TaskPredicate))

    def contract(self) -> Json:
        """Return the member `retries` of the contract."""
        written = {
            "max": self.most,
            "on": _names(self.transient),
            "except": _names(self.permanent),
            "delaySeconds": self.delay,
            "backoff": {"maxSeconds": self.longest, "jitter": self.jitter} if self.grows else None,
        }
        # A contract that was written before there was such a bound has no such member either.
        return written if self.within is None else {**written, "withinSeconds": self.within}


def of_task(task: Any) -> Json | None:
    """Return the member `retries` of the contract of a task of Celery's."""
    policy = _read(lambda name, default: getattr(task, name, default))
    return None if policy is None else policy.contract()


def of_options(options: Mapping[str, Any]) -> Policy | None:
    """Return the policy of a task that is about to be made with these options, of `base` among them."""
    base = options.get("base") or Task
    return _read(lambda name, default: options.get(name, getattr(base, name, default)))


def _read(attribute: Callable[[str, Any], Any]) -> Policy | None:
    """Return None where nothing makes the task run again by itself.

    The attributes are those that Celery's autoretry reads, and `retry_time_limit`, which is ours. A task that
    calls `retry()` in its body does so for reasons of its own, which nobody else knows.
    """
    transient = _classes(attribute("autoretry_for", ()))
    given = dict(attribute("retry_kwargs", {}) or {})
    own_most, own_delay = given.pop("max_retries", None), given.pop("countdown", None)
    most = attribute("max_retries", 3) if own_most is None else own_most
    if not transient or (most is not None and most <= 0):
        return None
    delay = attribute("default_retry_delay", 180) if own_delay is None else own_delay
    longest = int(attribute("retry_backoff_max", 600))
    factor = float(attribute("retry_backoff", False) or 0)
    return Policy(
        transient=transient,
        permanent=_classes(attribute("dont_autoretry_for", ())),
        most=None if most is None or most == float("inf") else int(most),
        delay=min(int(max(1.0, factor)), longest) if factor else delay,
        grows=bool(factor),
        longest=longest,
        jitter=bool(attribute("retry_jitter", True)),
        within=attribute("retry_time_limit", None),
        options=given,
    )


def _classes(exceptions: Any) -> tuple[type[BaseException], ...]:
    return (exceptions,) if isinstance(exceptions, type) else tuple(exceptions)


def _names(classes: tuple[type[BaseException], ...]) -> list[str]:
    # `@task` adds our own, which says nothing of one task.
    return sorted({exception_name(each) for each in classes if each is not TaskgateError})
