"""What an app refuses to start with: settings that contradict each other, each in one sentence.

A check is a function that is called with the app and the definitions of its tasks, and raises
ImproperlyConfigured, which names the place and the remedy. A new one is added to CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from celery import Celery

from taskgate.checks.consumer_timeout import consumer_timeout
from taskgate.checks.limits import lease, time_limits
from taskgate.checks.ranges import ranges
from taskgate.contracts.definition import Definition
from taskgate.idempotency.checks import idempotency_keys
from taskgate.queues.checks import priorities, rates

Check = Callable[[Celery, Sequence[Definition]], None]


def check(app: Celery, tasks: Sequence[Definition]) -> None:
    """Refuse an app whose settings contradict each other; raises ImproperlyConfigured at the first."""
    for each in CHECKS:
        each(app, tasks)


CHECKS: Final[Sequence[Check]] = (
    ranges,
    time_limits,
    lease,
    consumer_timeout,
    idempotency_keys,
    priorities,
    rates,
)
