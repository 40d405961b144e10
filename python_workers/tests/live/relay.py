"""A server between a worker and its Redis that loses what goes through it at the worst moment."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from taskgate.dev.ports import LOOPBACK

TAKES = (b"BRPOP", b"'RPOP'")
"""What is in a command that takes a message: kombu's, and the script of taskgate."""


class Relay:
    """Carries everything but what it is told to lose; ends its connections when it is left."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._target = (address.hostname or LOOPBACK, address.port or 6379)
        self._server = socket.create_server((LOOPBACK, 0))
        self.url = url.replace(address.netloc, f"{LOOPBACK}:{self._server.getsockname()[1]}")
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._then: Callable[[], None] | None = None
        self._cut_at: tuple[bytes, threading.Event] | None = None

    def __enter__(self) -> Self:
        """Serve."""
        self._run(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End everything."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def lose_next(self, then: Callable[[], None]) -> None:
        """Lose the next message that Redis hands out, and call `then`, in a thread of the relay."""
        self._then = then

    def cut_at(self, word: bytes) -> threading.Event:
        """End every connection in place of the next command with a word in it; says when that has been."""
        self._cut_at = (word, threading.Event())
        return self._cut_at[1]

    def cut(self) -> None:
        """End every connection that stands."""
        for each in list(self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _run(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                server = socket.create_connection(self._target)
                self._sockets |= {client, server}
                takes = threading.Event()
                self._run(self._carry, client, server, takes, True)
                self._run(self._carry, server, client, takes, False)

    def _carry(self, source: socket.socket, to: socket.socket, takes: threading.Event, asks: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if asks and any(word in data for word in TAKES):
                    takes.set()
                if asks and self._cut_at and self._cut_at[0] in data:
                    (_, done), self._cut_at = self._cut_at, None
                    self.cut()
                    done.set()
                    break
                # An array with something in it: no other command of that connection is answered so.
                if not asks and takes.is_set() and data[:1] == b"*" and data[1:2] != b"-" and self._then:
                    then, self._then = self._then, None
                    then()
                    continue
                to.sendall(data)
        for each in (source, to):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        if not asks:
            for each in (source, to):
                self._sockets.discard(each)
                each.close()
