"""Processes that become children of this one because their own parent has gone."""

import contextlib
import ctypes
import os
import signal
import threading
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_TIMEOUT_S = 2.0
_POLL_S = 0.01


class Orphans:
    """Takes over what a child leaves behind (Linux only; elsewhere the system's first process does).

    Without it, a process that left its group would live on, and one that ended would stay a zombie
    wherever the first process does not care, as in many containers.
    """

    def __init__(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._former = _children()

    def end(self) -> None:
        """Kill and reap every child that was not there at the beginning."""
        deadline = time.monotonic() + _TIMEOUT_S
        # A killed one may leave orphans of its own.
        while (found := _children() - self._former) and time.monotonic() < deadline:
            for pid in found:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, os.WNOHANG)
            threading.Event().wait(_POLL_S)


def _children() -> set[int]:
    """The children of this process, zombies included."""
    found: set[int] = set()
    for each in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found.update(map(int, each.read_text().split()))
    return found
