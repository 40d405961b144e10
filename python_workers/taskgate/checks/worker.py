"""The checks once more as a worker starts: settings and tasks may have changed since its app was made.

They run before the worker has a pool or a connection. An app that was only hardened starts as it did before,
and the sentence stands in its log; only a setting of ours that it has given itself is refused there, too.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import click
from celery import Celery, bootsteps
from celery.exceptions import ImproperlyConfigured

from taskgate.checks.binding import bound, options
from taskgate.checks.consumer_timeout import consumer_timeout, unbounded
from taskgate.checks.limits import lease, time_limits
from taskgate.checks.ranges import ranges
from taskgate.checks.start import Check, check
from taskgate.contracts.definition import tasks_of

logger = logging.getLogger(__name__)

TOLD: Final[tuple[Check, ...]] = (time_limits, lease, consumer_timeout)
"""What an app that was only hardened is told of."""


class Refused(ImproperlyConfigured, click.UsageError):
    """A worker that does not start; its command prints the sentence, and ends with 2."""

    def __init__(self, sentence: str) -> None:
        click.UsageError.__init__(self, sentence)


class Refuses(bootsteps.Step):
    """A step of the workers of a new app."""

    def __init__(self, worker: Any, **given: Any) -> None:
        super().__init__(worker, **given)
        try:
            bound(worker.app)
            options(worker.app, worker)
            check(worker.app, tasks_of(worker.app))
        except ImproperlyConfigured as error:
            raise Refused(str(error)) from None
        _say_unbounded(worker)


class Tells(bootsteps.Step):
    """A step of the workers of an app that was hardened."""

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        tasks = tasks_of(worker.app)
        try:
            ranges(worker.app, tasks)
        except ImproperlyConfigured as error:
            raise Refused(str(error)) from None
        for each in TOLD:
            try:
                each(worker.app, tasks)
            except ImproperlyConfigured as error:
                logger.warning("%s", error)
        _say_unbounded(worker)


def register(app: Celery, *, refuses: bool) -> None:
    """Add the step to the workers of an app."""
    app.steps["worker"].add(Refuses if refuses else Tells)


def _say_unbounded(worker: Any) -> None:
    sentence = unbounded(worker.app, worker.pool_cls)
    if sentence is not None:
        logger.warning("%s", sentence)
