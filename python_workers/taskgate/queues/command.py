"""The command `taskgate queues`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import click
from celery import Celery

from taskgate.app import tasks_of
from taskgate.contracts.definition import Definition
from taskgate.contracts.found_app import load_app
from taskgate.errors import TaskgateError
from taskgate.queues.checks import is_quorum
from taskgate.queues.routes import queues_of


@click.command(
    "queues",
    epilog="Exit codes: 0 done, 2 the command was not understood or the app refuses its tasks, 3 the app "
    "cannot be imported.",
)
@click.option(
    "-A", "--app", "app_name", default="worker", show_default=True, help="The Celery app, as for `celery -A`."
)
def queues_command(app_name: str) -> None:
    """List the queues of an app, the tasks that wait in each, and how a worker of its own is started.

    One worker for several queues takes from them in turn, so that slow tasks of one delay the others'.
    """
    try:
        app = load_app(app_name)
    except TaskgateError as error:
        raise click.UsageError(str(error)) from error
    click.echo("\n\n".join("\n".join(_lines(app, app_name, name, found)) for name, found in _queues(app)))


def _queues(app: Celery) -> Iterator[tuple[str, Sequence[Definition]]]:
    waiting = queues_of(app, tasks_of(app))
    declared: Any = app.amqp.queues
    for name in sorted({*declared, *waiting}):
        yield name, waiting.get(name, ())


def _lines(app: Celery, app_name: str, name: str, tasks: Sequence[Definition]) -> Iterator[str]:
    declared: Any = app.amqp.queues
    queue = declared.get(name)
    facts = ["quorum" if queue is not None and is_quorum(queue) else "classic"]
    if queue is not None and queue.max_priority:
        facts.append(f"priorities up to {queue.max_priority} on RabbitMQ")
    yield f"{name} ({', '.join(facts)})"
    for each in tasks:
        yield f"  {each.name}{_facts(app, each)}"
    if not tasks:
        yield "  no task waits here unless a call says so"
    words = ["celery", "-A", app_name, "worker", "-Q", name, "-n", f"{name}@%h"]
    yield f"  $ {shlex.join(words)}"


def _facts(app: Celery, definition: Definition) -> str:
    task: Any = app.tasks.get(definition.name)
    limit = definition.time_limit or app.conf.task_time_limit
    expires = getattr(task, "expires", None)
    facts = [
        f"priority {definition.priority.said}" if definition.priority else "",
        f"at most {task.rate_limit} a worker" if task is not None and task.rate_limit else "",
        f"expires after {expires:g} s" if isinstance(expires, int | float) else "",
        f"time limit {limit:g} s" if limit else "",
    ]
    said = ", ".join(fact for fact in facts if fact)
    return f": {said}" if said else ""
