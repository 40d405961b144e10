"""Killing a worker with all its processes, as a machine that goes down does."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


def pids(folder: Path) -> list[int]:
    """Return the processes of the worker that has its file `pid` in a folder, the main one first."""
    main = int((folder / "pid").read_text())
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


def kill(folder: Path) -> None:
    """Send SIGKILL to all of them; what has ended already is no error."""
    for each in pids(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
