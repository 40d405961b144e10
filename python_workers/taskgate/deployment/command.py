"""The command `taskgate can-i-deploy`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any, Final

import click

from taskgate.compatibility import accepted
from taskgate.compatibility.command import BadInput
from taskgate.compatibility.report import LEVELS
from taskgate.compatibility.sources import SourceOptions, read
from taskgate.compatibility.sources.live import TIMEOUT_MS
from taskgate.deployment import clients, running, store
from taskgate.deployment.parties import Party, counted
from taskgate.deployment.report import FORMATS, Deployment
from taskgate.deployment.workers import NewWorkers
from taskgate.errors import InvalidContract, TaskgateError, Unsupported
from taskgate.schemas.jsonschema import Json

EPILOG: Final = """\
CONTRACTS is what is about to be deployed: a folder of contracts, a bundle (protocol/bundle.json), git:REV or
git:REV:PATH.

Exit codes: 0 nobody breaks, 1 somebody would break, 2 input that cannot be compared, or no worker answered,
3 unknown: nothing was found to break, but not everybody is known. docs/deploying.md says who is looked at.
"""


@click.command("can-i-deploy", epilog=EPILOG)
@click.argument("contracts", default="protocol/tasks")
@click.option(
    "--role", type=click.Choice(["worker", "client"]), required=True,
    help="What is about to be deployed: workers that serve CONTRACTS, compared with the clients that have "
    "called; or clients generated from CONTRACTS, compared with the workers that run.",
)  # fmt: skip
@click.option("--broker", default=None, help="The URL of the workers' broker.  [default: CELERY_BROKER_URL]")
@click.option(
    "--backend", default=None,
    help="Of workers: the URL of their results, where they note who calls.  [default: CELERY_RESULT_BACKEND]",
)  # fmt: skip
@click.option(
    "--clients", "sources", multiple=True, metavar="SOURCE",
    help="Of workers: contracts that clients were generated from, beside those that were seen; as CONTRACTS. "
    "May be given more than once.  [default: none]",
)  # fmt: skip
@click.option(
    "--seen-within", type=click.FloatRange(min=0, min_open=True), default=None, metavar="SECONDS",
    help="Of workers: how long ago a client may have called.  [default: all that is kept, a week]",
)  # fmt: skip
@click.option(
    "--replaces", multiple=True, metavar="PATTERN",
    help="Of workers: the names of those that are replaced, as celery@images-*; may be given more often.  "
    "[default: those that serve one of the tasks]",
)  # fmt: skip
@click.option(
    "--expect-workers", type=click.IntRange(min=0), default=None, metavar="COUNT",
    help="How many workers run; unknown where fewer answer. 0: none, and none is asked.  "
    "[default: those that answer, one or more]",
)  # fmt: skip
@click.option(
    "--timeout-ms", type=click.IntRange(1, 600_000), default=TIMEOUT_MS, show_default=True,
    help="Milliseconds that the workers have to answer, twice.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="wire", show_default=True,
    help="The last level that counts: wire (a running pair breaks), source, behaviour.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
    help="The output.",
)  # fmt: skip
@click.option(
    "--accept", type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="A file of accepted breaks, each with a reason and an end date.  [default: none]",
)  # fmt: skip
@click.option(
    "--repo", default=None, help="Of git: another clone, or the URL of a repository.  [default: this one]"
)
@click.option(
    "--node-client", type=click.Path(path_type=Path), default=None, metavar="PATH",
    help="The npm package's command, or a folder with its node_modules; it judges the payloads, too.  "
    "[default: node_modules/.bin/taskgate here or above]",
)  # fmt: skip
def can_i_deploy(contracts: str, **options: Any) -> None:
    """Say which running clients or workers a deployment would break, and on which payload."""
    try:
        breaks = [] if options["accept"] is None else accepted.read(options["accept"])
        found = _compared(contracts, options)
        found = found.judged(options["node_client"], breaks, datetime.date.today())
    except TaskgateError as error:
        raise BadInput(str(error)) from error
    click.echo(FORMATS[options["form"]](found), nl=False)
    sys.exit(found.exit_code)


def _compared(source: str, options: dict[str, Any]) -> Deployment:
    new = _contracts(source, options)
    given = [(each, _contracts(each, options)) for each in options["sources"]]
    if options["role"] == "client":
        return _new_clients(source, new, options)
    return _new_workers(source, new, given, options)


def _new_clients(source: str, new: list[Json], options: dict[str, Any]) -> Deployment:
    found = running.ask(options["broker"], options["timeout_ms"], options["expect_workers"], new)
    parties = list(clients.parties(new, found))
    missing = [found.missing] if found.missing else []
    asked = f"{counted(len(found.workers()), 'worker')} answered"
    return Deployment("client", source, asked, parties, missing, options["fail_on"])


def _new_workers(
    source: str, new: list[Json], given: list[tuple[str, list[Json]]], options: dict[str, Any]
) -> Deployment:
    noted, unknown = store.Noted([], {}), []
    try:
        noted = store.read(options["backend"], options["seen_within"])
        seen = f"{counted(len(noted.calls), 'kind')} of callers seen"
    except Unsupported as reason:
        seen = "callers not noted"
        if not given:
            # Said at once: no worker could tell who calls it.
            unsaid = f"which clients run: {reason}"
            return Deployment("worker", source, seen, [], [unsaid], options["fail_on"])
    found = running.Running([], None)
    if options["expect_workers"] != 0:
        found = running.ask(options["broker"], options["timeout_ms"], options["expect_workers"], new)
        unknown += [found.missing] if found.missing else []
    if not noted.calls and not given and options["expect_workers"] != 0:
        unknown.append(
            "which clients run: no call was noted; name with --clients what they were generated from, or ask "
            "again once workers of this version have been called (those of before note nothing)"
        )
    against = NewWorkers(new, found, options["replaces"])
    unsure = against.unknown()
    unknown += [unsure] if unsure else []
    parties: list[Party] = [*against.parties(noted), *(against.clients_of(*each) for each in given)]
    asked = f"{seen}, {counted(len(found.workers()), 'worker')} answered"
    return Deployment("worker", source, asked, parties, unknown, options["fail_on"])


def _contracts(source: str, options: dict[str, Any]) -> list[Json]:
    if source.startswith("live:"):
        raise InvalidContract(
            f"{source} is what runs; give what is about to be deployed: a folder, a bundle or git:REV"
        )
    return read(source, SourceOptions(repo=options["repo"]))
