"""A command that has a time to end in."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from taskgate.dev.child import Child, ProcessError
from taskgate.dev.processes import Processes


class LateError(ProcessError):
    """A command did not end in its time, and was ended."""


def run_bounded(
    processes: Processes,
    name: str,
    command: Sequence[str | Path],
    timeout_s: float,
    env: Mapping[str, str] | None = None,
) -> Child:
    """Run a command to its end; returns the child, which has its exit code and the end of what it wrote.

    Raises:
        LateError: it took longer than `timeout_s` seconds.
        ProcessError: it cannot be started.
        Interrupted: this program was asked to end.

    """
    child = processes.start(name, command, env=env)
    deadline = time.monotonic() + timeout_s
    try:
        while not child.has_ended:
            if time.monotonic() > deadline:
                raise LateError(f"{name} did not end within {timeout_s:g} s{child.tail()}")
            processes.signals.wait(0.2)
    finally:
        processes.stop(child)
    return child


def expect_success(child: Child) -> None:
    """Raise ProcessError, with the end of what it wrote, where a child that has ended did not succeed."""
    if child.exit_code != 0:
        last = child.tail().rpartition("\n")[2].strip()
        raise ProcessError(f"{child.name} ended with exit code {child.exit_code}: {last}{child.tail()}")
