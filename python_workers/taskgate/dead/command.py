"""The commands `taskgate dead ...`."""

from __future__ import annotations

import sys
from typing import Final

import click

from taskgate.dead import text
from taskgate.dead.asking import Asked, BadInput, asking, asking_broker
from taskgate.dead.box import Refused, declare
from taskgate.dead.letter import Letter, Raw, as_text
from taskgate.dead.replay import check, message_of, refuse_second

EPILOG: Final = """\
Exit codes: 0 done, 1 a letter is not there or cannot be sent again, 2 the command was not understood or the
broker cannot be asked, 3 the app cannot be imported.
"""


@click.group("dead", epilog=EPILOG)
def dead() -> None:
    """Messages that no worker will try again: look at them, send them again, remove them.

    IDS are ids of letters or of tasks, or what those begin with.
    """


@dead.command("declare", epilog=EPILOG)
@asking_broker
def declare_command(asked: Asked) -> None:
    """Make the exchange and the queue of RabbitMQ, for a policy that names them before the first letter."""
    with asked.sender() as app:
        click.echo(declare(app))


@dead.command("list", epilog=EPILOG)
@asking
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, without the messages.")
def list_command(asked: Asked, as_json: bool) -> None:
    """List letters, the oldest first; they stay as they are."""
    count = 0
    with asked.box() as box:
        for found in asked.selected(box):
            count += 1
            click.echo(as_text(found.letter.facts()) if as_json else text.line(found.letter))
    if not count and not as_json:
        click.echo("no letters", err=True)


@dead.command("show", epilog=EPILOG)
@asking
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with the message.")
def show_command(asked: Asked, as_json: bool) -> None:
    """Show letters with their messages; they stay as they are."""
    if not asked.selection.ids:
        raise BadInput("give the id of a letter or of a task; `taskgate dead list` shows them")
    seen: list[Letter] = []
    with asked.box() as box:
        for found in asked.selected(box):
            click.echo(as_text(found.letter.document()) if as_json else _paged(found.letter, bool(seen)))
            seen.append(_without_body(found.letter))
    _end(asked, seen, failed=False)


@dead.command("export", epilog=EPILOG)
@asking
def export_command(asked: Asked) -> None:
    """Write letters with their messages, one JSON object a line; they stay as they are."""
    seen = []
    with asked.box() as box:
        for found in asked.selected(box):
            click.echo(as_text(found.letter.document()))
            seen.append(_without_body(found.letter))
    _end(asked, seen, failed=False)


@dead.command("replay", epilog=EPILOG)
@asking
@click.option("--all", "everything", is_flag=True, help="All letters, where no ids and no filters are given.")
@click.option("--queue", default=None, help="The queue that gets the messages.  [default: where each was]")
@click.option(
    "--unchecked",
    is_flag=True,
    help="Do not hold the arguments against the contract, nor ask whether it was sent before; needs no -A.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
def replay_command(asked: Asked, everything: bool, queue: str | None, unchecked: bool, dry_run: bool) -> None:
    """Send letters again, each with a fresh id and a link to its first one, then remove them.

    The arguments are held against today's contract of the task first. What cannot be sent stays, and is said.
    """
    _meant(asked, everything)
    if asked.app is None and not unchecked:
        raise BadInput("arguments are held against the app's contracts; name it with -A, or add --unchecked")
    seen, sent, kept = [], 0, 0
    with asked.box() as box:
        for found in asked.selected(box):
            seen.append(_without_body(found.letter))
            try:
                message = message_of(found.letter, queue)
                if not unchecked and asked.app is not None:
                    check(asked.app, message)
                    refuse_second(asked.app, message)
                is_there = dry_run or box.replay(found, message)
            except Refused as reason:
                kept += 1
                click.echo(f"{found.letter.id}  not sent: {reason}", err=True)
                continue
            sent += is_there
            becomes = f"{message.headers['id']} in {message.queue}"
            click.echo(f"{found.letter.id}  {_done(dry_run, is_there)} {becomes}")
    click.echo(f"{'would send' if dry_run else 'sent'} {sent}, kept {kept}", err=True)
    _end(asked, seen, failed=kept > 0)


@dead.command("purge", epilog=EPILOG)
@asking
@click.option("--all", "everything", is_flag=True, help="All letters, where no ids and no filters are given.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
def purge_command(asked: Asked, everything: bool, yes: bool, dry_run: bool) -> None:
    """Remove letters for good."""
    _meant(asked, everything)
    if not dry_run and not yes:
        click.confirm("Remove these letters for good?", abort=True, err=True)
    seen, removed = [], 0
    with asked.box() as box:
        for found in asked.selected(box):
            seen.append(_without_body(found.letter))
            removed += dry_run or box.remove(found)
            if dry_run:
                click.echo(text.line(found.letter))
    click.echo(f"{'would remove' if dry_run else 'removed'} {removed}", err=True)
    _end(asked, seen, failed=False)


def _meant(asked: Asked, everything: bool) -> None:
    if asked.selection.is_all and not everything:
        raise BadInput("this changes letters: say which, by ids or filters, or give --all")


def _done(dry_run: bool, is_there: bool) -> str:
    if dry_run:
        return "would be sent as"
    return "sent as" if is_there else "was gone before it was sent as"


def _end(asked: Asked, seen: list[Letter], failed: bool) -> None:
    """Name the ids that nobody has, and end with 1 where there are some, or where something has failed."""
    for missing in asked.selection.unmet(seen):
        click.echo(f"there is no letter of the id {missing!r}; `taskgate dead list` shows them", err=True)
        failed = True
    if failed:
        sys.exit(1)


def _paged(letter: Letter, is_next: bool) -> str:
    return "\n".join([*([""] if is_next else []), *text.page(letter)])


def _without_body(letter: Letter) -> Letter:
    """Return what a letter is called by: bodies of all that was seen would fill the memory."""
    return Letter(Raw("", b""), letter.reason, "", task_id=letter.task_id, id=letter.id)
