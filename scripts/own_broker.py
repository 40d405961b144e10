"""One broker that a test may kill: `python scripts/own_broker.py redis` or `... rabbitmq`.

It is driven by lines on the standard input, each a JSON array of a word and its arguments, and answers each
with one line of JSON: `{"ok": value}` or `{"error": message}`. The first line, `{"ok": URL}`, comes by itself
once the broker runs. The words:

    ["kill"]                 SIGKILL; answers once the broker has gone
    ["start"]                start it again, on the same port, with the data that it had kept
    ["control", word, ...]   what rabbitmqctl says to these words (RabbitMQ only)

The broker and its data are gone when the input ends. Redis keeps an append-only file and writes each command
to the disk before it answers (`appendfsync always`).
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator

from rabbitmq import RabbitMQ, start_rabbitmq

from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes
from taskgate.dev.redis import NoRedis, start_redis
from taskgate.dev.signals import Interrupted

# What is confirmed is on the disk. With `everysec` a confirmed write may wait for a slow sync, and dies with
# the process; and with the machine dies a second of them.
_KEEP = {"appendonly": "yes", "appendfsync": "always"}
_IDLE_S = 3600.0


class _Redis:
    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._server = start_redis(processes, settings=_KEEP)
        self.url = self._server.url(0)

    def kill(self) -> None:
        self._server.child.farewell = ()  # no word before the SIGKILL
        self._processes.stop(self._server.child)

    def start(self) -> None:
        self._server = start_redis(self._processes, port=self._server.port, settings=_KEEP)

    def control(self, *words: str) -> str:
        raise ProcessError(f"{words}: a Redis is changed by CONFIG SET, from any client")


def main(words: list[str]) -> int:
    """Start the broker that `words` names, do what the input says until it ends; returns the exit code."""
    kinds: dict[str, Callable[[Processes], _Redis | RabbitMQ]] = {"redis": _Redis, "rabbitmq": start_rabbitmq}
    if len(words) != 1 or words[0] not in kinds:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with Processes() as processes:
            broker = kinds[words[0]](processes)
            _say(ok=broker.url)
            for line in _lines(processes):
                _obey(broker, *json.loads(line))
    except Interrupted as request:
        return 128 + request.signum
    except (NoRedis, ProcessError) as error:
        _say(error=str(error))
        return 1
    return 0


def _obey(broker: _Redis | RabbitMQ, verb: str, *arguments: str) -> None:
    verbs: dict[str, Callable[..., str | None]] = {
        "kill": broker.kill,
        "start": broker.start,
        "control": broker.control,
    }
    try:
        _say(ok=verbs[verb](*arguments))
    except ProcessError as error:
        _say(error=f"{verb}: {error}")


def _say(**answer: str | None) -> None:
    print(json.dumps(answer), flush=True)


def _lines(processes: Processes) -> Iterator[bytes]:
    """The lines of the standard input as they come; a signal ends the wait for one."""
    source = sys.stdin.fileno()
    os.set_blocking(source, False)
    rest = b""
    while True:
        processes.signals.wait(_IDLE_S, source)
        with contextlib.suppress(BlockingIOError):
            if not (chunk := os.read(source, 65536)):
                return
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
