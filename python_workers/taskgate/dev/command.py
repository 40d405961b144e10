"""The command `taskgate dev`."""

import os
import re
import signal
import sys
from collections.abc import Mapping

import click
from kombu import Connection

from taskgate.dev.child import Farewell, ProcessError
from taskgate.dev.processes import Processes
from taskgate.dev.redis import NoRedis, start_redis
from taskgate.dev.signals import Interrupted

_READY_S = 60.0
_ANSWER_S = 5.0
# Celery's warm shutdown waits for the tasks that run, its cold one does not.
_FAREWELL: Farewell = ((signal.SIGTERM, 3.0), (signal.SIGQUIT, 2.0))


@click.command(context_settings={"ignore_unknown_options": False, "allow_interspersed_args": False})
@click.option(
    "-A", "--app", default="worker", show_default=True, help="The Celery app, as `celery -A` takes it."
)
@click.option(
    "-c", "--concurrency", type=click.IntRange(min=1), help="Processes.  [default: one for each core]"
)
@click.option("--verbose", is_flag=True, help="Show the worker's log as it comes.")
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def dev(app: str, concurrency: int | None, verbose: bool, command: tuple[str, ...]) -> None:
    """Run a worker for development, with a Redis of its own.

    With a COMMAND (after `--`), run it with CELERY_BROKER_URL and CELERY_RESULT_BACKEND set, then stop
    everything, remove its temporary files and exit with its exit code. Without one, run until Ctrl-C.

    Where CELERY_BROKER_URL is set, that broker is used; a Redis is then started only for the results, where
    the broker is a RabbitMQ and CELERY_RESULT_BACKEND is not set.
    """
    try:
        sys.exit(_dev(app, concurrency or _cores(), verbose, command))
    except Interrupted as request:
        # Without a command, Ctrl-C is how it is meant to end.
        sys.exit(0 if not command else 128 + request.signum)
    except (ProcessError, NoRedis) as error:
        raise click.ClickException(str(error)) from error


def _dev(app: str, concurrency: int, verbose: bool, command: tuple[str, ...]) -> int:
    with Processes() as processes:
        env = {**os.environ, **_brokers(processes)}
        queues = _start_worker(processes, app, concurrency, verbose, env)
        click.echo(
            f"taskgate dev: a worker (concurrency {concurrency}) for the queues {queues.replace(',', ', ')} "
            f"on {_without_password(env['CELERY_BROKER_URL'])}",
            err=True,
        )
        if command:
            return processes.run(command, env)
        for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
            click.echo(f"export {name}={env[name]}")
        click.echo("Ctrl-C ends it.", err=True)
        processes.watch()
        return 0


def _brokers(processes: Processes) -> dict[str, str]:
    """The broker and the result backend as environment variables; starts a Redis for what is not given."""
    broker = os.environ.get("CELERY_BROKER_URL")
    backend = os.environ.get("CELERY_RESULT_BACKEND")
    if not broker:
        server = start_redis(processes)
        broker, backend = server.url(0), backend or server.url(1)
    else:
        _expect_answer(broker)
    if not backend:
        # Where the broker is a RabbitMQ, the results still need a Redis.
        is_redis = broker.startswith(("redis://", "rediss://"))
        backend = broker if is_redis else start_redis(processes).url(0)
    return {"CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": backend}


def _expect_answer(broker: str) -> None:
    """Refuse a broker that does not answer, for which the worker would wait.

    What the app may have settings for (certificates, sentinels) is left to the worker.
    """
    if not broker.startswith(("redis://", "amqp://")):
        return
    try:
        with Connection(broker, connect_timeout=_ANSWER_S) as connection:
            connection.ensure_connection(max_retries=1)
    except Exception as error:  # each transport has its own
        cause = str(error).rstrip(".")
        raise click.ClickException(
            f"CELERY_BROKER_URL: {_without_password(broker)} cannot be used: {cause}; start it, correct the "
            "URL, or unset the variable for a Redis that is started here."
        ) from error


def _start_worker(
    processes: Processes, app: str, concurrency: int, verbose: bool, env: Mapping[str, str]
) -> str:
    """Start the worker, wait until it consumes, and return the names of its queues."""
    reader, writer = os.pipe()
    try:
        words = [sys.executable, "-m", "taskgate.dev.worker", app, str(concurrency), str(writer), "INFO"]
        worker = processes.start(
            "worker", words, env=env, inherit=[writer], to_terminal=verbose, farewell=_FAREWELL
        )
        os.set_blocking(reader, False)
        told = bytearray()

        def ready() -> bool:
            try:
                told.extend(os.read(reader, 4096))
            except BlockingIOError:
                return False
            return told.endswith(b"\n")

        processes.wait_until(ready, worker, _READY_S, reader)
        return told.decode().strip()
    finally:
        os.close(reader)
        os.close(writer)


def _without_password(url: str) -> str:
    """The URL as it may be shown."""
    return re.sub(r"//[^/@]*@", "//", url)


def _cores() -> int:
    """The cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
