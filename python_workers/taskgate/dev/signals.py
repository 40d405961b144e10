"""Signals as something a program waits for, instead of something that strikes it anywhere."""

import os
import select
import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_Handler = Callable[[int, FrameType | None], Any] | int | None


class Interrupted(Exception):
    """Somebody asked this program to end.

    Attributes:
        signum: the signal that asked.

    """

    def __init__(self, signum: int) -> None:
        super().__init__(signal.Signals(signum).name)
        self.signum = signum


class Signals:
    """While entered, SIGINT, SIGTERM and SIGHUP end `wait`, and only `wait`; the death of a child wakes it.

    An exception out of a signal handler could strike between the start of a process and the note that it
    was started; here it cannot. Usable in the main thread only, as Python's handlers are.
    """

    def __enter__(self) -> Self:
        """Take the handlers over."""
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._former: dict[int, _Handler] = {
            signum: signal.signal(signum, _ignore) for signum in (*ENDING, signal.SIGCHLD)
        }
        self._former_fd = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the handlers back."""
        signal.set_wakeup_fd(self._former_fd)
        for signum, handler in self._former.items():
            signal.signal(signum, handler)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, timeout_s: float, *also: int) -> None:
        """Wait until a signal arrives, one of the file descriptors `also` is readable, or the time is over.

        Raises:
            Interrupted: the signal was one that asks this program to end.

        """
        select.select([self._reader, *also], [], [], max(0.0, timeout_s))
        try:
            arrived = os.read(self._reader, 4096)
        except BlockingIOError:
            return
        for signum in arrived:
            if signum in ENDING:
                raise Interrupted(signum)


def _ignore(signum: int, frame: FrameType | None) -> None:
    """Do nothing: the wake-up descriptor has the signal's number already."""
