"""Children of one session, none of which is left afterwards."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from taskgate.dev.child import POLITE, Child, Farewell, ProcessError
from taskgate.dev.orphans import Orphans
from taskgate.dev.signals import Interrupted, Signals
from taskgate.dev.terminal import Terminal
from taskgate.dev.watchdog import Watchdog

_POLL_S = 0.02
_KILLED_S = 2.0


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
            child.expect_alive(before=" before it was ready")
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
            while not child.has_ended:
                self._expect_alive(others)
                if child.was_stopped:
                    self._terminal.pause(child.process.pid)
                self.signals.wait(1.0)
        except Interrupted as request:
            child.farewell = ((signal.Signals(request.signum), 3.0), *POLITE)
        finally:
            self._terminal.take()
            self.stop(child)
        return child.exit_code

    def stop(self, child: Child) -> None:
        """End a process and everything in its group.

        A further signal meanwhile kills it at once, and those that are stopped after it.
        """
        if child not in self._children:
            return
        for signum, grace_s in child.farewell:
            if not child.has_ended and not self._hurried:
                child.send(signum)
                self._wait(lambda: child.has_ended or self._hurried, grace_s)
        # A child's own children may outlive it, and whoever ignores signals is still there.
        self._wait(child.kill_group, _KILLED_S)
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
        # What a process leaves among the temporary files goes with the session.
        environment = {**(os.environ if env is None else env), "TMPDIR": str(self.folder)}
        child = Child.started(name, command, environment, inherit, log, farewell)
        self._watchdog.guard(child.process.pid)
        self._children.append(child)
        return child

    def _wait(self, condition: Callable[[], bool], timeout_s: float) -> None:
        deadline = time.monotonic() + timeout_s
        while not condition() and time.monotonic() < deadline:
            try:
                self.signals.wait(_POLL_S)
            except Interrupted:
                self._hurried = True

    @staticmethod
    def _expect_alive(children: Sequence[Child]) -> None:
        for child in children:
            child.expect_alive()
