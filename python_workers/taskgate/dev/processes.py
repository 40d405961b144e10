"""Children of one session: started in their own process groups, and none of them left afterwards."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from taskgate.dev.orphans import Orphans
from taskgate.dev.signals import Interrupted, Signals
from taskgate.dev.terminal import Terminal
from taskgate.dev.watchdog import Watchdog

# How a child is asked to end, in steps: a signal to its first process and how many seconds it then has.
# Whoever is left in its group after the last step is killed.
Farewell = Sequence[tuple[signal.Signals, float]]
POLITE: Farewell = ((signal.SIGTERM, 2.0),)

_POLL_S = 0.02
_KILLED_S = 2.0
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

    def send(self, signum: signal.Signals) -> None:
        """Send a signal to the process, or as a terminal does it to its whole group."""
        if self.whole_group:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signum)
        else:
            self.process.send_signal(signum)

    def tail(self) -> str:
        """The last lines it has written, for an error message; empty when it wrote to the terminal."""
        if self.log is None:
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        return "".join(f"\n    {line}" for line in lines)


class Processes:
    """A context in which processes run; leaving it ends them, last one first, and removes `folder`.

    That holds after an exception and after SIGINT, SIGTERM and SIGHUP; a watchdog does it where this program
    itself is killed.
    """

    folder: Path

    def __enter__(self) -> Self:
        """Make the folder and take the signals over."""
        self._orphans = Orphans()
        self._children: list[Child] = []
        self._hurried = False
        self._terminal = Terminal()
        self.signals = Signals().__enter__()
        self.folder = Path(tempfile.mkdtemp(prefix="taskgate-"))
        self._watchdog = Watchdog(self.folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process that is left, and remove the folder."""
        while self._children:
            self.stop(self._children[-1])
        self._watchdog.close()
        self._orphans.end()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.signals.__exit__(None, None, None)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        inherit: Sequence[int] = (),
        to_terminal: bool = False,
        farewell: Farewell = POLITE,
    ) -> Child:
        """Start a process in a group of its own.

        Args:
            name: how messages call it; also the name of its log, `<folder>/<name>.log`.
            command: the program and its arguments.
            env: its whole environment, except for TMPDIR; default: this program's.
            inherit: file descriptors that it keeps.
            to_terminal: it uses the terminal as this program does, instead of the log.
            farewell: how it is ended.

        Raises:
            ProcessError: the program cannot be started.

        """
        return self._spawn(name, command, env, inherit, to_terminal, farewell)

    def wait_until(self, ready: Callable[[], bool], child: Child, timeout_s: float, *wakers: int) -> None:
        """Wait until `ready` says so.

        It is asked 50 times a second, and whenever one of the file descriptors `wakers` is readable.

        Raises:
            ProcessError: the child ended before, or the time is over; shows the end of its log.
            Interrupted: this program was asked to end.

        """
        deadline = time.monotonic() + timeout_s
        while not ready():
            if (code := child.process.poll()) is not None:
                raise ProcessError(f"{child.name} {_ending(code)} before it was ready{child.tail()}")
            if time.monotonic() > deadline:
                raise ProcessError(f"{child.name} was not ready within {timeout_s:g} s{child.tail()}")
            self.signals.wait(_POLL_S, *wakers)

    def watch(self) -> None:
        """Wait for ever.

        Raises:
            ProcessError: a child ended.
            Interrupted: this program was asked to end.

        """
        while True:
            self._expect_alive(self._children)
            self.signals.wait(1.0)

    def run(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
        """Run a command in the foreground and return its exit code (128 + n where signal n killed it).

        Its environment is `env`, default this program's, except for TMPDIR.
        A signal that asks this program to end is passed on to the command, which then has 5 s.

        Raises:
            ProcessError: the command cannot be started, or another child ended meanwhile.

        """
        others = list(self._children)
        child = self._spawn("command", command, env, (), True, POLITE)
        child.whole_group = True
        self._terminal.give(child.process.pid)
        try:
            while child.process.poll() is None:
                self._expect_alive(others)
                if _is_stopped(child.process.pid):
                    self._terminal.pause(child.process.pid)
                self.signals.wait(1.0)
        except Interrupted as request:
            child.farewell = ((signal.Signals(request.signum), 3.0), *POLITE)
        finally:
            self._terminal.take()
            self.stop(child)
        code = child.process.returncode
        return code if code >= 0 else 128 - code

    def stop(self, child: Child) -> None:
        """End a process and everything in its group.

        A further signal meanwhile kills it at once, and those that are stopped after it.
        """
        if child not in self._children:
            return
        for signum, grace_s in child.farewell:
            if child.process.poll() is None and not self._hurried:
                child.send(signum)
                self._wait(lambda: child.process.poll() is not None or self._hurried, grace_s)
        # A child's own children may outlive it, and whoever ignores signals is still there.
        self._wait(lambda: self._is_gone(child), _KILLED_S)
        self._children.remove(child)
        self._watchdog.forget(child.process.pid)

    def _spawn(
        self,
        name: str,
        command: Sequence[str | Path],
        env: Mapping[str, str] | None,
        inherit: Sequence[int],
        to_terminal: bool,
        farewell: Farewell,
    ) -> Child:
        log = None if to_terminal else self.folder / f"{name}.log"
        with contextlib.ExitStack() as files:
            out = files.enter_context(log.open("ab")) if log else None
            try:
                process = subprocess.Popen(
                    [str(word) for word in command],
                    # What a process leaves among the temporary files goes with the session.
                    env={**(os.environ if env is None else env), "TMPDIR": str(self.folder)},
                    stdin=None if to_terminal else subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    pass_fds=inherit,
                    process_group=0,
                )
            except OSError as error:
                raise ProcessError(f"{name}: {command[0]} cannot be started: {error.strerror}") from error
        self._watchdog.guard(process.pid)
        child = Child(name, process, log, farewell)
        self._children.append(child)
        return child

    def _wait(self, condition: Callable[[], bool], timeout_s: float) -> None:
        deadline = time.monotonic() + timeout_s
        while not condition() and time.monotonic() < deadline:
            try:
                self.signals.wait(_POLL_S)
            except Interrupted:
                self._hurried = True

    def _is_gone(self, child: Child) -> bool:
        """Kill and reap what there is of the group; True when there is nothing."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
            if child.process.poll() is not None:
                with contextlib.suppress(ChildProcessError):
                    while os.waitpid(-child.process.pid, os.WNOHANG) != (0, 0):
                        pass
            return False
        return child.process.poll() is not None

    @staticmethod
    def _expect_alive(children: Sequence[Child]) -> None:
        for child in children:
            if (code := child.process.poll()) is not None:
                raise ProcessError(f"{child.name} {_ending(code)}{child.tail()}")


def _ending(code: int) -> str:
    return f"ended with exit code {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"


def _is_stopped(pid: int) -> bool:
    """Whether the child was stopped (Ctrl-Z) since this was last asked."""
    if sys.platform == "darwin" or not hasattr(os, "waitid"):
        return False
    with contextlib.suppress(ChildProcessError):
        return os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG) is not None
    return False
