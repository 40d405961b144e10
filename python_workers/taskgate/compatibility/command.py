"""The command `taskgate contracts diff`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click

from taskgate.compatibility import accepted, javascript
from taskgate.compatibility.formats import FORMATS, written
from taskgate.compatibility.report import LEVELS, MODES, Report
from taskgate.compatibility.sources import SourceOptions, read
from taskgate.compatibility.sources.live import TIMEOUT_MS
from taskgate.compatibility.tasks import diff
from taskgate.errors import TaskgateError


class BadInput(click.ClickException):
    """Something that cannot be compared; not the same as a difference that breaks."""

    exit_code = 2


EPILOG = """\
A source is a folder of contracts (protocol/tasks), a bundle (protocol/bundle.json), git:REV or git:REV:PATH,
or live: (live:celery@one,celery@two asks these workers alone).

Exit codes: 0 compatible, 1 breaking, 2 input that cannot be compared, 3 unknown: nothing was found to break,
but not everything was proven to fit. docs/breaking-changes.md lists the rules.
"""


@click.command("diff", epilog=EPILOG)
@click.argument("old")
@click.argument("new")
@click.option(
    "--mode", type=click.Choice(list(MODES)), default="backward", show_default=True,
    help="Which pairs have to work: backward is old clients with new workers (workers are deployed first), "
    "forward is new clients with old workers, full is both.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="source", show_default=True,
    help="The last level that counts: wire (a running pair breaks), source (generated TypeScript stops "
    "compiling), behaviour.",
)  # fmt: skip
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="The output.",
)
@click.option(
    "--accept", "accept", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="A file of accepted breaks, each with a reason and an end date.  [default: none]",
)  # fmt: skip
@click.option(
    "--repo", default=None, help="Of git: another clone, or the URL of a repository.  [default: this one]"
)
@click.option(
    "--broker", default=None, help="Of live: the URL of the workers' broker.  [default: CELERY_BROKER_URL]"
)
@click.option(
    "--timeout-ms", type=click.IntRange(1, 600_000), default=TIMEOUT_MS, show_default=True,
    help="Of live: milliseconds that the workers have to answer.",
)  # fmt: skip
@click.option(
    "--node-client", type=click.Path(path_type=Path), default=None, metavar="PATH",
    help="The npm package's command, or a folder with its node_modules; it judges the payloads, too.  "
    "[default: node_modules/.bin/taskgate here or above]",
)  # fmt: skip
def diff_command(old: str, new: str, **options: Any) -> None:
    """Say what changed between OLD and NEW, what it breaks, and on which payload."""
    try:
        report = compared(old, new, **options)
    except TaskgateError as error:
        raise BadInput(str(error)) from error
    click.echo(written(report, options["form"]), nl=False)
    sys.exit(report.exit_code)


def compared(old: str, new: str, **options: Any) -> Report:
    """Read both sides and compare them; raises TaskgateError in one sentence."""
    sources = SourceOptions(options["repo"], options["broker"], options["timeout_ms"], _warn)
    breaks = [] if options["accept"] is None else accepted.read(options["accept"])
    before, now = read(old, sources), read(new, sources)
    findings, unverified = javascript.judged(diff(before, now), options["node_client"])
    findings, warnings = accepted.apply(findings, breaks, datetime.date.today())
    tasks = sorted({contract["name"] for contract in (*before, *now)})
    return Report(old, new, tasks, findings, options["mode"], options["fail_on"], unverified, warnings)


def _warn(sentence: str) -> None:
    click.echo(sentence, err=True)
