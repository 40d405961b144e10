"""A worker in a process of its own: `celery -A liveworker worker`, as anybody starts it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pika

from tests.waiting import until

START_S = 120
END_S = 60
"""In which a worker is ready, and has ended after SIGTERM, on a machine that does other things, too."""

WORKER = """
import os

from taskgate import create_app

app = create_app("live", tasks="livetasks", task_default_queue=os.environ["TEST_QUEUE"])
"""

READY = """
import faulthandler
import os
import signal

from celery.signals import worker_ready

faulthandler.register(signal.SIGUSR2)


@worker_ready.connect
def tell(**_):
    os.write(int(os.environ["TEST_READY"]), b"ready")
"""


@contextmanager
def running_worker(
    folder: Path, tasks: str, queue: str, broker: str, backend: str, *options: str
) -> Iterator[Path]:
    """Serve the source `tasks` as the module jobs until the end of the block; yields the worker's folder."""
    write_worker(folder, tasks)
    with running_app(folder, "liveworker", queue, broker, backend, *options):
        yield folder


def write_worker(folder: Path, tasks: str) -> None:
    """Write the module `liveworker`, whose app has the source `tasks` as the module jobs."""
    (folder / "livetasks").mkdir()
    (folder / "livetasks" / "__init__.py").touch()
    (folder / "livetasks" / "jobs.py").write_text(textwrap.dedent(tasks))
    (folder / "liveworker.py").write_text(WORKER)


@contextmanager
def running_app(
    folder: Path, app: str, queue: str, broker: str, backend: str, *options: str
) -> Iterator[Path]:
    """Serve the app of a module in `folder` until the end of the block; yields the file of the worker's log.

    `options` are those of `celery worker`. On RabbitMQ the queue and its exchange are deleted at the end.
    """
    try:
        with running_process(folder, app, queue, broker, backend, *options):
            yield folder / "log"
    finally:
        if broker.startswith("amqp"):
            delete_queues(broker, queue)


@contextmanager
def running_process(
    folder: Path, app: str, queue: str, broker: str, backend: str, *options: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker until the end of the block, and leave its queue; yields its process, once it is ready."""
    (folder / "saysready.py").write_text(READY)
    ready, tell = os.pipe()
    command = [sys.executable, "-m", "celery", "-A", app, "worker", "-I", "saysready", "-Q", queue, "-c", "2"]
    environment = {
        **os.environ,
        "CELERY_BROKER_URL": broker,
        "CELERY_RESULT_BACKEND": backend,
        "TEST_QUEUE": queue,
        "TEST_READY": str(tell),
    }
    log_file = folder / "log"
    with log_file.open("a") as log:
        process = subprocess.Popen(
            [*command, "-n", f"{queue}@%h", "--without-mingle", "--without-gossip", *options],
            cwd=folder,
            env=environment,
            pass_fds=[tell],
            stdout=log,
            stderr=log,
        )
        os.close(tell)
        try:
            # Readable at the word, and also when the worker has died without it.
            readable, _, _ = select.select([ready], [], [], START_S)
            said = os.read(ready, 5) if readable else b""
            assert said == b"ready", log_file.read_text()
            yield process
        finally:
            os.close(ready)
            process.terminate()
            try:
                process.wait(timeout=END_S)
            except subprocess.TimeoutExpired:
                raise AssertionError(_stuck(process, log_file)) from None


def _stuck(process: subprocess.Popen[bytes], log_file: Path) -> str:
    """End a worker that does not end by itself; returns its log, with the place where each thread stands."""
    process.send_signal(signal.SIGUSR2)
    try:
        until(lambda: "most recent call first" in log_file.read_text())
    finally:
        process.kill()
        process.wait()
    return f"the worker did not end within {END_S} s of SIGTERM:\n{log_file.read_text()}"


def delete_queues(url: str, *names: str) -> None:
    """Delete queues of RabbitMQ and the exchanges of the same names."""
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(url)))) as connection:
        channel = connection.channel()
        for name in names:
            channel.queue_delete(name)
            channel.exchange_delete(name)


def pika_url(url: str) -> str:
    """Return the URL of a RabbitMQ with its vhost as pika wants it: Celery reads `//` as the vhost `/`."""
    return url[:-2] + "/%2F" if url.endswith("//") else url
