"""One child of a session: the leader of a process group of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

# How a child is asked to end, in steps: a signal to its first process and how many seconds it then has.
# Whoever is left in its group after the last step is killed.
Farewell = Sequence[tuple[signal.Signals, float]]
POLITE: Farewell = ((signal.SIGTERM, 2.0),)

_TAIL_LINES = 25


class ProcessError(Exception):
    """A child could not be started, was not ready in time, or ended too early; says which and why."""


@dataclass(eq=False)
class Child:
    """A process that was started, the leader of a group of the same number."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None
    farewell: Farewell
    whole_group: bool = False

    @classmethod
    def started(
        cls,
        name: str,
        command: Sequence[str | Path],
        env: Mapping[str, str],
        inherit: Sequence[int],
        log: Path | None,
        farewell: Farewell,
    ) -> Self:
        """Start a process that writes to `log`, or uses the terminal where that is None.

        Its environment is `env`, and `inherit` are the file descriptors that it keeps. Raises ProcessError
        where the program cannot be started.
        """
        with contextlib.ExitStack() as files:
            out = files.enter_context(log.open("ab")) if log else None
            try:
                process = subprocess.Popen(
                    [str(word) for word in command],
                    env=env,
                    stdin=subprocess.DEVNULL if log else None,
                    stdout=out,
                    stderr=out,
                    pass_fds=inherit,
                    process_group=0,
                )
            except OSError as error:
                raise ProcessError(f"{name}: {command[0]} cannot be started: {error.strerror}") from error
        return cls(name, process, log, farewell)

    @property
    def has_ended(self) -> bool:
        """Whether the process itself is no more; others of its group may be."""
        return self.process.poll() is not None

    @property
    def was_stopped(self) -> bool:
        """Whether it was stopped (Ctrl-Z) since this was last asked."""
        if sys.platform == "darwin" or not hasattr(os, "waitid"):
            return False
        with contextlib.suppress(ChildProcessError):
            return os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG) is not None
        return False

    @property
    def exit_code(self) -> int:
        """The exit code of one that has ended, 128 + n where signal n killed it, as a shell has it."""
        code: int = self.process.returncode
        return code if code >= 0 else 128 - code

    def expect_alive(self, before: str = "") -> None:
        """Raise ProcessError, with the end of its log, where the process has ended.

        `before` are words for the message: before what it has ended.
        """
        code = self.process.poll()
        if code is not None:
            ending = (
                f"ended with exit code {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"
            )
            raise ProcessError(f"{self.name} {ending}{before}{self.tail()}")

    def send(self, signum: signal.Signals) -> None:
        """Send a signal to the process, or as a terminal does it to its whole group."""
        if self.whole_group:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signum)
        else:
            self.process.send_signal(signum)

    def kill_group(self) -> bool:
        """Kill and reap what there is of the group; True when there is nothing."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
            if self.has_ended:
                with contextlib.suppress(ChildProcessError):
                    while os.waitpid(-self.process.pid, os.WNOHANG) != (0, 0):
                        pass
            return False
        return self.has_ended

    def tail(self) -> str:
        """The last lines it has written, for an error message; empty when it wrote to the terminal."""
        if self.log is None:
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        return "".join(f"\n    {line}" for line in lines)
