"""A client under test: a program that reads requests and writes answers, one JSON object a line."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

Json = Any
Fault = Literal["hung", "nonsense", "died"]

# A line may hold the result of a task: more than this is no answer to anything that is asked here.
LINE_BYTES: Final = 4 * 1024 * 1024
_SHOWN: Final = 120
_SLICE_S: Final = 0.05
_END_S: Final = 5.0
_BLOCK: Final = 65536


class Misbehaved(Exception):
    """The program hangs, writes what is no answer, or has ended (`fault`); `request` is its number."""

    def __init__(self, fault: Fault, text: str, request: int | None = None) -> None:
        super().__init__(text)
        self.fault: Final = fault
        self.request: Final = request


class CannotStart(Exception):
    """The command is none: the sentence says what is wrong with it."""


class Program:
    """A process, started in a group of its own, of which nothing is left after `kill()` or `end()`.

    What it writes to its standard error goes to the file `log`.
    """

    def __init__(self, command: Sequence[str], folder: Path, log: Path) -> None:
        """Start `command` in `folder`. Raises CannotStart."""
        self.log: Final = log
        self._rest = b""
        try:
            with log.open("wb") as errors:
                self._process = subprocess.Popen(
                    list(command),
                    cwd=folder,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    process_group=0,
                )
        except OSError as error:
            raise CannotStart(f"{command[0]} cannot be started: {error.strerror}") from None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)

    def write(self, message: Json, deadline: float) -> None:
        """Write a line until `deadline`, a moment of time.monotonic(). Raises Misbehaved."""
        data = (json.dumps(message) + "\n").encode()
        while data:
            _, writable, _ = select.select([], [self._in], [], max(0.0, deadline - time.monotonic()))
            if not writable:
                raise Misbehaved("hung", "it does not read its standard input")
            try:
                data = data[os.write(self._in, data[:_BLOCK]) :]
            except BrokenPipeError:
                self._raise_ended()

    def read(self, deadline: float, watch: Callable[[], None] = lambda: None) -> Json:
        """Return the next line as JSON, until `deadline`; `watch` is called meanwhile. Raises Misbehaved."""
        while (line := self._line()) is None:
            watch()
            left = deadline - time.monotonic()
            if left <= 0:
                raise Misbehaved("hung", "no answer")
            if not self._fill(min(left, _SLICE_S)):
                self._raise_ended()
        return _parsed(line)

    def waiting(self) -> Json | None:
        """Return a line that is there already, else None. Raises Misbehaved, also at the end."""
        if (line := self._line()) is None:
            is_there = self._fill(0)
            line = self._line()
            if line is None and not is_there:
                self._raise_ended()
        return None if line is None else _parsed(line)

    def end(self) -> None:
        """Close its input, and wait until it has ended by itself. Raises Misbehaved where it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            deadline = time.monotonic() + _END_S
            while self._fill(max(0.0, deadline - time.monotonic())):
                if (line := self._line()) is not None:
                    raise Misbehaved("nonsense", f"wrote {_shown(line)} after its last answer")
                if time.monotonic() > deadline:
                    raise Misbehaved("hung", f"still there {_END_S:g} s after the end of its input")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(max(0.1, deadline - time.monotonic()))
            if self._process.poll() is None:
                raise Misbehaved("hung", f"still there {_END_S:g} s after the end of its input")
            if self._process.returncode != 0:
                self._raise_ended()
        finally:
            self.kill()

    def kill(self) -> None:
        """End what there is of it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _fill(self, timeout_s: float) -> bool:
        """Read what comes within the time; False at the end of the output."""
        readable, _, _ = select.select([self._out], [], [], timeout_s)
        if not readable:
            return True
        chunk = os.read(self._out, _BLOCK)
        self._rest += chunk
        if len(self._rest) > LINE_BYTES and b"\n" not in self._rest:
            raise Misbehaved("nonsense", f"wrote a line of more than {LINE_BYTES} bytes")
        return bool(chunk)

    def _line(self) -> bytes | None:
        line, newline, rest = self._rest.partition(b"\n")
        if not newline:
            return None
        self._rest = rest
        return line

    def _raise_ended(self) -> NoReturn:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        code = self._process.poll()
        if code is None:
            raise Misbehaved("hung", "it has closed its standard input or output and runs on")
        how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
        raise Misbehaved("died", f"the program ended ({how})")


def _parsed(line: bytes) -> Json:
    try:
        return json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):  # the second for what is nested without end
        raise Misbehaved("nonsense", f"wrote {_shown(line)}, which is no JSON") from None


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _shown(line: bytes) -> str:
    text = line.decode(errors="replace")
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
