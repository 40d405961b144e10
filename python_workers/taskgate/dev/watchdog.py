"""What cleans up when the program that should do so is killed itself."""

import contextlib
import os
import shutil
import signal
from pathlib import Path
from typing import NoReturn


class Watchdog:
    """A process that outlives its parent by an instant.

    It holds the other end of a pipe. When the pipe closes, because the parent has ended or was killed in a
    way that it could not answer, the watchdog kills every process group that was named and not struck out
    again, and removes the folder. The kernel's own means for this (PR_SET_PDEATHSIG) reaches one process and
    not what it has started, and knows nothing of folders.
    """

    def __init__(self, folder: Path) -> None:
        reader, self._writer = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._writer)
            _watch(reader, folder)
        os.close(reader)

    def guard(self, group: int) -> None:
        """Kill this process group when the parent dies."""
        os.write(self._writer, b"+%d\n" % group)

    def forget(self, group: int) -> None:
        """Leave this process group alone: it has ended, and its number may come to mean something else."""
        os.write(self._writer, b"-%d\n" % group)

    def close(self) -> None:
        """Let the watchdog clean up what is left, and wait for it."""
        os.close(self._writer)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _watch(reader: int, folder: Path) -> NoReturn:
    """The whole life of the watchdog's process; it leaves by `_exit`, so nothing of the parent runs twice."""
    try:
        signal.set_wakeup_fd(-1)
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        # Not in the parent's group or session, so that what kills those whole leaves this one.
        os.setsid()
        # Whoever reads the parent's output to its end must not wait for this copy of it.
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        groups: set[int] = set()
        with os.fdopen(reader, "rb") as lines:
            for line in lines:
                (groups.add if line.startswith(b"+") else groups.discard)(int(line[1:]))
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        # Twice, since a process that was just killed may have been writing.
        for _ in range(2):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os._exit(0)
