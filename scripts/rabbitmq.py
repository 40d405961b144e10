"""A RabbitMQ of one's own: free ports, own folders, own node name, gone with the session."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pika
import pika.exceptions

from taskgate.dev.ports import LOOPBACK, free_ports
from taskgate.dev.processes import Child, Farewell, ProcessError, Processes

# Debian's program of this name in /usr/sbin switches to another user and its folders; this one does not.
_PROGRAMS = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server")
_ATTEMPTS = 3
_READY_S = 60.0
_CONNECT_S = 5.0
# Its data go with the session, so there is nothing that it would have to bring in order first.
_AT_ONCE: Farewell = ()


@dataclass(frozen=True)
class RabbitMQ:
    """A RabbitMQ that runs."""

    port: int

    @property
    def url(self) -> str:
        """The URL of its virtual host "/"."""
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}//"


def start_rabbitmq(processes: Processes) -> RabbitMQ:
    """Start a RabbitMQ on free loopback ports.

    Raises:
        ProcessError: it is not installed, or does not start.

    """
    programs = [path for path in _PROGRAMS if Path(path).exists()]
    epmd = shutil.which("epmd")
    if not programs or not epmd:
        raise ProcessError(
            "No RabbitMQ found: install rabbitmq-server (Debian: `sh scripts/install_brokers.sh` or "
            "`apt-get install rabbitmq-server`), or set TASKGATE_TEST_AMQP_URL to one that runs."
        )
    for attempt in range(_ATTEMPTS - 1):
        with contextlib.suppress(ProcessError):
            return _start(processes, programs[0], epmd, attempt)
    return _start(processes, programs[0], epmd, _ATTEMPTS)


def _start(processes: Processes, program: str, epmd: str, attempt: int) -> RabbitMQ:
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
        "-kernel inet_dist_use_interface {127,0,0,1}",
    }
    # Erlang would start its name server as a daemon, which would outlive the node; it uses one that runs.
    names = processes.start(
        "epmd", [epmd, "-port", str(epmd_port), "-address", LOOPBACK], env=env, farewell=_AT_ONCE
    )
    node = processes.start("rabbitmq", [program], env=env, farewell=_AT_ONCE)
    try:
        processes.wait_until(lambda: _answers(port, node), node, _READY_S)
    except ProcessError:
        processes.stop(node)
        processes.stop(names)
        raise
    return RabbitMQ(port)


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
