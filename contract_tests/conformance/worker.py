"""The worker that runs what clients send: one process of plain Celery, with the tasks of tasks.py."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from celery import Celery

_CONTRACT_TESTS: Final = Path(__file__).resolve().parents[1]
_READY_S: Final = 60.0
_STOP_S: Final = 20.0
_LOOK_S: Final = 0.02
# Nothing that is left here is to disturb whoever uses these brokers next.
_SETTINGS: Final = {"result_expires": 600, "broker_connection_retry_on_startup": True}


class WorkerFailed(Exception):
    """The worker did not start, or has ended: shows the end of its log."""


class Worker:
    """A worker that takes from one queue; `queue` may be the only one of its database or one among many."""

    def __init__(self, broker: str, backend: str, queue: str, log: Path) -> None:
        """Start it, and wait until it is ready. Raises WorkerFailed."""
        self._broker, self._log = broker, log
        paths = os.pathsep.join([str(_CONTRACT_TESTS), str(_CONTRACT_TESTS / "worker")])
        name = f"{queue}@%h"
        words = ["-Q", queue, "-c", "1", "-n", name, "--without-gossip", "--without-mingle", "-l", "INFO"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "conformance.tasks", "worker", *words],
                cwd=log.parent,
                env={
                    **os.environ,
                    "PYTHONPATH": paths,
                    "CELERY_BROKER_URL": broker,
                    "CELERY_RESULT_BACKEND": backend,
                    # What a worker sends itself, the later steps of a chain, comes back to it.
                    "PLAIN_SETTINGS": json.dumps({**_SETTINGS, "task_default_queue": queue}),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=0,
            )
        deadline = time.monotonic() + _READY_S
        while b" ready." not in log.read_bytes():
            if self.has_ended or time.monotonic() > deadline:
                self.stop()
                raise WorkerFailed(f"the worker is not ready; its log ends:\n{self._tail()}")
            time.sleep(_LOOK_S)

    @property
    def has_ended(self) -> bool:
        """Whether it is gone: a message can do that to a worker."""
        return self._process.poll() is not None

    def knows_as_revoked(self, id: str) -> bool:
        """Ask it, for at most a second, for the tasks that it will not run."""
        with Celery("conformance", broker=self._broker, set_as_current=False) as app:
            answers: Any = app.control.inspect(timeout=1).revoked() or {}
            return any(id in known for known in answers.values())

    def stop(self) -> None:
        """End it: politely where it has nothing to do, and with all that it has started."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_S)
        self.kill()

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _tail(self) -> str:
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-20:])
