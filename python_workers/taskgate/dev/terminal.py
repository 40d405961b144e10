"""Who owns the terminal, while a command runs in a process group of its own."""

import contextlib
import os
import signal
import sys


class Terminal:
    """The terminal on standard input, if there is one and this program is in its foreground.

    A command in a group of its own could neither read from the terminal nor get its Ctrl-C, so it is
    given the foreground, as a shell does it. Without a terminal every method does nothing.
    """

    def __init__(self) -> None:
        self._fd: int | None = None
        with contextlib.suppress(OSError, ValueError):
            fd = sys.stdin.fileno()
            if os.isatty(fd) and os.tcgetpgrp(fd) == os.getpgrp():
                self._fd = fd

    def give(self, group: int) -> None:
        """Put the process group in the foreground and go on with it, should it have been stopped."""
        self._put(group)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGCONT)

    def take(self) -> None:
        """Put this program back in the foreground."""
        self._put(os.getpgrp())

    def pause(self, group: int) -> None:
        """Answer Ctrl-Z, which stopped the command: stop here too, and go on with it when told to go on."""
        if self._fd is None:
            return
        self.take()
        os.kill(0, signal.SIGTSTP)
        self.give(group)

    def _put(self, group: int) -> None:
        if self._fd is None:
            return
        # A program in the background that sets the foreground is stopped, unless it ignores this signal.
        former = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        try:
            with contextlib.suppress(OSError):
                os.tcsetpgrp(self._fd, group)
        finally:
            signal.signal(signal.SIGTTOU, former)
