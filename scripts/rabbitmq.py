"""A RabbitMQ of one's own: free ports, own folders, own node name, gone with the session."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pika
import pika.exceptions

from taskgate.dev.child import Child, Farewell, ProcessError
from taskgate.dev.ports import LOOPBACK, free_ports
from taskgate.dev.processes import Processes

# Debian's program of this name in /usr/sbin switches to another user and its folders; this one does not.
_PROGRAMS = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server")
_ATTEMPTS = 3
_READY_S = 60.0
_CONNECT_S = 5.0
# Its data go with the session, so there is nothing that it would have to bring in order first.
_AT_ONCE: Farewell = ()
_LOCAL_ONLY = "-kernel inet_dist_use_interface {127,0,0,1}"


@dataclass(frozen=True)
class Installation:
    """Where the programs of a RabbitMQ are, and Erlang's name server.

    `prefix` is a command that is put before them, for those that lie in a folder with a system of its own. It
    has to show them the folder of the session under the same path.
    """

    server: str
    epmd: str
    prefix: tuple[str, ...] = ()


class RabbitMQ:
    """A RabbitMQ that runs."""

    def __init__(
        self, processes: Processes, installation: Installation, port: int, env: Mapping[str, str]
    ) -> None:
        """Take what it runs with; `start` starts it."""
        self._processes = processes
        self._installation = installation
        self._port = port
        self._env = env
        self._node: Child | None = None

    @property
    def url(self) -> str:
        """The URL of its virtual host "/"."""
        return f"amqp://guest:guest@{LOOPBACK}:{self._port}//"

    def start(self) -> None:
        """Start the node, with the data that it had when it was killed.

        Raises:
            ProcessError: it does not start.

        """
        command = [*self._installation.prefix, self._installation.server]
        node = self._processes.start("rabbitmq", command, env=self._env, farewell=_AT_ONCE)
        self._node = node
        try:
            self._processes.wait_until(lambda: _answers(self._port, node), node, _READY_S)
        except ProcessError:
            self.kill()
            raise

    def kill(self) -> None:
        """End the node by SIGKILL, and wait until it has gone."""
        if self._node is not None:
            self._processes.stop(self._node)

    def control(self, *words: str) -> str:
        """Run rabbitmqctl with these words; returns what it prints.

        Raises:
            ProcessError: it says that something is wrong.

        """
        program = Path(self._installation.server).with_name("rabbitmqctl")
        done = subprocess.run(
            [*self._installation.prefix, program, "--quiet", *words],
            env={**self._env, "RABBITMQ_CTL_ERL_ARGS": _LOCAL_ONLY},
            capture_output=True,
            text=True,
            timeout=_READY_S,
        )
        if done.returncode != 0:
            raise ProcessError(f"rabbitmqctl {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout


def find_rabbitmq() -> Installation:
    """Return this machine's RabbitMQ.

    Raises:
        ProcessError: there is none.

    """
    programs = [path for path in _PROGRAMS if Path(path).exists()]
    epmd = shutil.which("epmd")
    if not programs or not epmd:
        raise ProcessError(
            "No RabbitMQ found: install rabbitmq-server (Debian: `sh scripts/install_brokers.sh` or "
            "`apt-get install rabbitmq-server`), or set TASKGATE_TEST_AMQP_URL to one that runs."
        )
    return Installation(programs[0], epmd)


def start_rabbitmq(processes: Processes, installation: Installation | None = None) -> RabbitMQ:
    """Start a RabbitMQ on free loopback ports, this machine's unless another one is given.

    Raises:
        ProcessError: it is not installed, or does not start.

    """
    found = installation or find_rabbitmq()
    for attempt in range(_ATTEMPTS - 1):
        with contextlib.suppress(ProcessError):
            return _start(processes, found, attempt)
    return _start(processes, found, _ATTEMPTS)


def _start(processes: Processes, installation: Installation, attempt: int) -> RabbitMQ:
    port, distribution_port, epmd_port = free_ports(3)
    folder = processes.folder / f"rabbitmq-{attempt}"
    folder.mkdir()
    settings = folder / "rabbitmq.conf"
    settings.write_text(
        # A small disk is not an alarm here, and a connection is either quick or broken.
        "disk_free_limit.absolute = 1MB\n"
        "vm_memory_high_watermark.absolute = 1GB\n"
        "log.console = true\n"
        "log.console.level = warning\n"
        "log.file = false\n"
    )
    plugins = folder / "enabled_plugins"
    plugins.write_text("[].\n")
    env = {
        # Of one that cannot start: not in the folder of whoever has asked for it.
        "ERL_CRASH_DUMP": str(folder / "erl_crash.dump"),
        **{name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))},
        "HOME": str(folder),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "ERL_EPMD_PORT": str(epmd_port),
        "RABBITMQ_CONF_ENV_FILE": os.devnull,
        "RABBITMQ_CONFIG_FILE": str(settings),
        "RABBITMQ_DIST_PORT": str(distribution_port),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_NODENAME": f"taskgate-{os.getpid()}-{attempt}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        # Two schedulers are enough for tests, and do not wait for work by spinning. Erlang's own port between
        # nodes would listen on every interface.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none "
        + _LOCAL_ONLY,
    }
    # Erlang would start its name server as a daemon, which would outlive the node; it uses one that runs.
    command = [*installation.prefix, installation.epmd, "-port", str(epmd_port), "-address", LOOPBACK]
    names = processes.start("epmd", command, env=env, farewell=_AT_ONCE)
    server = RabbitMQ(processes, installation, port, env)
    try:
        server.start()
    except ProcessError:
        processes.stop(names)
        raise
    return server


def _answers(port: int, node: Child) -> bool:
    """Whether a broker opens a channel there; the node ends where it cannot have its port."""
    parameters = pika.ConnectionParameters(
        LOOPBACK,
        port,
        socket_timeout=_CONNECT_S,
        stack_timeout=_CONNECT_S,
        blocked_connection_timeout=_CONNECT_S,
    )
    with contextlib.suppress(pika.exceptions.AMQPError, OSError):
        connection = pika.BlockingConnection(parameters)
        connection.channel()
        connection.close()
        return node.process.poll() is None
    return False
