"""The command `taskgate contracts export`."""

from __future__ import annotations

from pathlib import Path

import click

from taskgate.app import survey_of
from taskgate.contracts import export
from taskgate.contracts.found_app import load_app
from taskgate.errors import TaskgateError

NO_CONTRACT = 4
"""The exit code where no contract can be written: a task cannot be described, or there is none."""


class NoContract(click.ClickException):
    """There is nothing to export, or something that cannot be."""

    exit_code = NO_CONTRACT


@click.command(
    "export",
    epilog="Exit codes: 0 done, 1 a file is not up to date (--check), 2 the command was not understood, "
    "3 the app cannot be imported, 4 no contract can be written.",
)
@click.option(
    "-A", "--app", "app_name", required=True, metavar="MODULE", help="The Celery app, as for `celery -A`."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets tasks/<name>.json and bundle.json.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a file is not up to date.")
def export_command(app_name: str, output: Path, check: bool) -> None:
    """Write the contract of every task, and remove those of tasks that are gone.

    Tasks of @app.task and @shared_task are read by their hints, defaults and docstrings. What has no hint, or
    one that has no JSON form, is open in the contract, and is counted on stderr.
    """
    try:
        survey = survey_of(load_app(app_name))
        if not survey.contracts:
            left = f": {survey.left_out[0]}" if survey.left_out else "; is its module of tasks imported?"
            raise NoContract(f"the app {app_name!r} has no task that a contract can describe{left}")
        for line in survey.warnings():
            click.echo(f"Warning: {line}", err=True)
        try:
            found = (export.differences if check else export.write)(survey.contracts, output)
        except (OSError, UnicodeDecodeError) as error:
            raise NoContract(f"{output} cannot be read or written ({error}); give another folder") from error
        if check:
            _check([str(line) for line in found], app_name, output)
        else:
            for path in found:
                click.echo(str(output / path))
    except TaskgateError as error:
        raise NoContract(f"{error.code}: {error}") from error


def _check(lines: list[str], app_name: str, output: Path) -> None:
    if lines:
        command = f"{export.COMMAND} -A {app_name} -o {output}"
        raise click.ClickException("\n".join([*lines, f"Write them again: {command}"]))
    click.echo(f"the contracts in {output} are up to date")
