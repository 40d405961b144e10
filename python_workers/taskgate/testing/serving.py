"""A worker of an app, with a Redis of its own, as long as a test needs them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from celery import Celery
from kombu import pools
from redis import Redis

CONCURRENCY: Final = 2
"""Processes of the worker."""

START_SECONDS: Final = 90.0
"""In which Redis and worker must run; importing the tasks takes most of it."""

END_SECONDS: Final = 30.0
"""In which they must have ended; then what is left is killed."""

LINES: Final = 25
"""Of the worker's log that are shown where a task gave no result."""

_COMMAND: Final = "from taskgate.dev.command import dev; dev()"

# It runs as long as its input is open, so that nothing is left of a pytest that was killed.
_HOLD: Final = """
import json, os, sys
names = ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "TMPDIR")
print(json.dumps([os.environ[name] for name in names]), flush=True)
sys.stdin.read()
"""


class NotServing(Exception):
    """The worker did not start, or has ended; with what it has said."""


@dataclass(frozen=True)
class Serving:
    """A worker that runs."""

    broker: str
    """The URL of its Redis, for CELERY_BROKER_URL."""
    backend: str
    """The URL of its results, for CELERY_RESULT_BACKEND."""
    _folder: Path
    _process: subprocess.Popen[str]
    _said: IO[str]

    def expect_alive(self) -> None:
        """Raise NotServing where the worker has ended."""
        if self._process.poll() is not None:
            raise NotServing(f"the worker of the tests has ended: {_read(self._said)}")

    def log(self) -> str:
        """Return the last lines that the worker has written."""
        with contextlib.suppress(OSError):
            lines = (self._folder / "worker.log").read_text(errors="replace").splitlines()
            return "\n".join(lines[-LINES:])
        return ""


@contextmanager
def serving(app: str, concurrency: int = CONCURRENCY) -> Iterator[Serving]:
    """Run a worker for all queues of an app until the end of the block, with Redis for broker and results.

    `app` is named as for `celery -A`, and imported from where this process imports. The brokers of the
    environment are left alone. Raises NotServing where there is no Redis, or the app cannot be imported.
    """
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [*_dev(app, concurrency), "--", sys.executable, "-c", _HOLD],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,  # Ctrl-C is pytest's, which ends this afterwards
        )
        try:
            broker, backend, folder = _first_line(process, said)
            yield Serving(broker, backend, Path(folder), process, said)
        finally:
            _end(process)


@contextmanager
def client_of(broker: str, backend: str) -> Iterator[Celery]:
    """Yield an app without tasks that sends to a broker, and leave no connection open."""
    with Celery("client", broker=broker, backend=backend, set_as_current=False) as app:
        yield app
        # Celery leaves these to the garbage collector, which warns of open sockets.
        results: Any = app.backend
        if isinstance(getattr(results, "client", None), Redis):
            results.result_consumer.stop()
            # A result that is collected later would connect once more, to unsubscribe.
            results.result_consumer.subscribed_to.clear()
            results.client.connection_pool.disconnect()
        closed: Any = (app.producer_pool, app.pool)
        for pool in closed:
            pool.force_close_all()
        # kombu would hand them to the next app with the same broker.
        for group in (pools.producers, pools.connections):
            for key in [key for key, pool in group.items() if pool in closed]:
                dict.pop(group, key)


def _dev(app: str, concurrency: int) -> list[str]:
    return [sys.executable, "-c", _COMMAND, "-A", app, "-c", str(concurrency)]


def _environment() -> dict[str, str]:
    """Return that of this process without its brokers: tests shall not write to anybody's."""
    theirs = ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND")
    environment = {name: value for name, value in os.environ.items() if name not in theirs}
    return {**environment, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}


def _first_line(process: subprocess.Popen[str], said: IO[str]) -> list[str]:
    assert process.stdout is not None
    # Readable at the line, and also at the end of the process.
    if not select.select([process.stdout], [], [], START_SECONDS)[0]:
        raise NotServing(f"the worker of the tests did not start within {START_SECONDS:g} s: {_read(said)}")
    line = process.stdout.readline()
    if not line:
        process.wait(END_SECONDS)
        raise NotServing(f"the worker of the tests did not start: {_read(said)}")
    found: list[str] = json.loads(line)
    return found


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # its watchdog kills what it has started
        process.wait()
    finally:
        process.stdout.close()


def _read(said: IO[str]) -> str:
    """Return what `taskgate dev` has said last, without that the worker ran before."""
    said.seek(0)
    return re.split(r"(?m)^Error: ", said.read(), maxsplit=1)[-1].strip()
