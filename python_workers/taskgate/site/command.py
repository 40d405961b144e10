"""`taskgate contracts docs`."""

from __future__ import annotations

from pathlib import Path

import click

from taskgate.errors import InvalidContract
from taskgate.site.changes import compare
from taskgate.site.contracts import read, read_revision
from taskgate.site.page import page


@click.command("docs")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets index.html.",
)
@click.option("--since", metavar="REV", help="Show what is different from this git tag, branch or commit.")
@click.option("--title", default="Tasks", show_default=True, help="The heading of the page.")
def docs(source: Path, output: Path, since: str | None, title: str) -> None:
    """Write a page about the contracts in SOURCE, a folder or a bundle, for people who call the tasks.

    It is one file that needs no server and loads nothing.
    """
    try:
        contracts = read(source)
        changes = compare(since, read_revision(source, since), contracts) if since else None
    except InvalidContract as error:
        raise click.ClickException(f"{error.code}: {error}") from error
    try:
        output.mkdir(parents=True, exist_ok=True)
        target = output / "index.html"
        target.write_text(page(contracts, title, changes), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written ({error}): give another folder") from error
    click.echo(str(target))
