"""`taskgate contracts docs`."""

from __future__ import annotations

from pathlib import Path

import click

from taskgate.compatibility.sources import SourceOptions, read
from taskgate.errors import InvalidContract
from taskgate.site.changes import compare
from taskgate.site.earlier import earlier
from taskgate.site.page import page

EPILOG = """\
SOURCE is a folder of contracts (protocol/tasks), a bundle (protocol/bundle.json), git:REV or git:REV:PATH, or
live: (live:celery@one,celery@two asks these workers alone).

Exit codes: 0 written, 2 input that cannot be read or a folder that cannot be written.
"""


class BadInput(click.ClickException):
    """There is no page; the message says why, and what to do."""

    exit_code = 2


@click.command("docs", epilog=EPILOG)
@click.argument("source")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets index.html.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Show what is different from this git tag, branch or commit.  [default: none]",
)
@click.option(
    "--node-client",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Of --since: the npm package's command, or a folder with its node_modules; it judges the payloads, "
    "too.  [default: node_modules/.bin/taskgate here or above]",
)
@click.option("--title", default="Tasks", show_default=True, help="The heading of the page.")
def docs(source: str, output: Path, since: str | None, node_client: Path | None, title: str) -> None:
    """Write a page about the contracts in SOURCE, for people who call the tasks.

    It is one file that needs no server and loads nothing.
    """
    options = SourceOptions(warn=_warn)
    try:
        contracts = read(source, options)
        old = earlier(source, since, options) if since else None
    except InvalidContract as error:
        raise BadInput(f"{error.code}: {error}") from error
    changes = compare(since, old, contracts, node_client) if since and old is not None else None
    for sentence in changes.warnings() if changes else ():
        _warn(sentence)
    try:
        output.mkdir(parents=True, exist_ok=True)
        target = output / "index.html"
        target.write_text(page(contracts, title, changes), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{output} cannot be written ({error}): give another folder") from error
    click.echo(str(target))


def _warn(sentence: str) -> None:
    click.echo(sentence, err=True)
