"""What all commands on dead letters take: a broker, and which letters."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import click
from celery import Celery
from celery.exceptions import ImproperlyConfigured

from taskgate.checks.ranges import ranges
from taskgate.contracts.found_app import load_app
from taskgate.dead.box import Box, Found, opened
from taskgate.dead.selection import Selection, moment
from taskgate.errors import TaskgateError
from taskgate.settings.environment import from_environment

LIMIT: Final = 10_000

Function = TypeVar("Function", bound=Callable[..., Any])


class BadInput(click.ClickException):
    """What was given cannot be used; not the same as a letter that cannot be sent again."""

    exit_code = 2


class _Moment(click.ParamType[Any]):
    name = "when"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        try:
            return value if isinstance(value, datetime) else moment(value, datetime.now(UTC))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no moment; give 90s, 30m, 2h, 7d or 2026-01-02T03:04:05Z", param, ctx)


@dataclass(frozen=True)
class Asked:
    """What all commands take. `app` is that of -A, None where only a broker is given."""

    app: Celery | None
    broker: str | None
    selection: Selection
    limit: int

    @contextmanager
    def sender(self) -> Iterator[Celery]:
        """Yield an app that reaches the broker; what TaskgateError says is BadInput."""
        app = self.app or Celery("taskgate", set_as_current=False)
        if self.app is None:
            app.conf.update(from_environment(os.environ))
        if self.broker:
            app.conf.update(broker_url=self.broker, broker_write_url=self.broker)
        try:
            ranges(app, ())
            yield app
        except (TaskgateError, ImproperlyConfigured) as error:
            raise BadInput(str(error)) from error

    @contextmanager
    def box(self) -> Iterator[Box]:
        """Open the box of the broker."""
        with self.sender() as app, opened(app) as box:
            yield box

    def selected(self, box: Box) -> Iterator[Found]:
        """Yield the letters that are meant, and tell of those beyond the limit."""
        for found in box.letters(self.limit):
            if self.selection.has(found.letter):
                yield found
        if unseen := box.unseen:
            click.echo(f"{unseen} more were not looked at; raise --limit", err=True)


def asking(function: Function) -> Function:
    """Give a command the options by which letters are found, as one `Asked`."""
    return _given(function, [*_BROKER, *_LETTERS])


def asking_broker(function: Function) -> Function:
    """Give a command the options by which a broker is found, as an `Asked` of all letters."""
    return _given(function, _BROKER)


def _given(function: Function, options: list[Callable[[Any], Any]]) -> Function:
    @functools.wraps(function)  # click keeps the options of a command with its function
    def command(app_name: str | None, broker: str | None, limit: int = LIMIT, **words: Any) -> Any:
        listed = {name: words.pop(name, ()) for name in ("ids", "tasks", "reasons")}
        selection = Selection(**listed, since=words.pop("since", None))
        try:
            app = None if app_name is None else load_app(app_name)
        except TaskgateError as error:
            raise BadInput(str(error)) from error
        if app is None and not broker and not os.environ.get("CELERY_BROKER_URL"):
            raise BadInput("no broker is given; add -A or --broker, or set CELERY_BROKER_URL")
        return function(Asked(app, broker, selection, limit), **words)

    wrapped: Any = command
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]


_BROKER: Final[list[Callable[[Any], Any]]] = [
    click.option(
        "-A", "--app", "app_name", default=None, metavar="MODULE", help="The Celery app, as for `celery -A`."
    ),
    click.option(
        "--broker", default=None,
        help="The URL of the broker.  [default: the app's, or CELERY_BROKER_URL]",
    ),
]  # fmt: skip

_LETTERS: Final[list[Callable[[Any], Any]]] = [
    click.argument("ids", nargs=-1),
    click.option("--task", "tasks", multiple=True, help="Letters of this task; may be given again."),
    click.option("--reason", "reasons", multiple=True, help="Letters of this reason; may be given again."),
    click.option(
        "--since", type=_Moment(), default=None,
        help="Letters that died since then: 90s, 30m, 2h, 7d, or ISO 8601.",
    ),
    click.option(
        "--limit", type=click.IntRange(min=1), default=LIMIT, show_default=True,
        help="So many letters are looked at, the oldest first.",
    ),
]  # fmt: skip
