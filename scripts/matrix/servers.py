"""The brokers of a cell, on ports of their own, and what they say they are."""

from dataclasses import dataclass

import amqp
import redis
from rabbitmq import Installation, start_rabbitmq

from matrix.newer_debian import NewerDebian
from matrix.plan import Broker
from taskgate.dev.child import ProcessError
from taskgate.dev.ports import LOOPBACK
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis

_ANSWER_S = 10.0
# Where a cell has no RabbitMQ, and none of its tests looks for one.
_NOBODY = f"amqp://guest:guest@{LOOPBACK}:1//"


@dataclass(frozen=True)
class Servers:
    """Where the tests of a cell find a Redis and a RabbitMQ, and the versions of what they use."""

    redis: str
    rabbitmq: str
    versions: dict[str, str]


def start(processes: Processes, broker: Broker, newer: NewerDebian | None) -> Servers:
    """Start the broker of a cell; beside a RabbitMQ, this machine's Redis for the results.

    `newer` is None where the broker is this machine's.

    Raises:
        ProcessError: it does not start, or is of another version than the cell says.
        NoRedis: this machine has none.

    """
    if broker.kind == "redis":
        url = _redis(processes, broker, newer)
        version = _redis_version(url)
        _expect(broker, version)
        return Servers(url, _NOBODY, {"broker": version})
    results = start_redis(processes).url(0)
    url = _rabbitmq(processes, broker, newer)
    version = _rabbitmq_version(url)
    _expect(broker, version)
    return Servers(results, url, {"broker": version, "results": _redis_version(results)})


def _redis(processes: Processes, broker: Broker, newer: NewerDebian | None) -> str:
    return start_redis(processes, command=newer.loaded(broker.program) if newer else None).url(0)


def _rabbitmq(processes: Processes, broker: Broker, newer: NewerDebian | None) -> str:
    if newer is None:
        return start_rabbitmq(processes).url
    prefix = tuple(newer.entered(processes.folder))
    return start_rabbitmq(processes, Installation(broker.program, "/usr/bin/epmd", prefix)).url


def _redis_version(url: str) -> str:
    with redis.Redis.from_url(url, socket_timeout=_ANSWER_S) as connection:
        facts = connection.info("server")
    # Valkey says in `redis_version` with which Redis it is compatible.
    if "valkey_version" in facts:
        return f"Valkey {facts['valkey_version']}"
    return f"Redis {facts['redis_version']}"


def _rabbitmq_version(url: str) -> str:
    host = url.removeprefix("amqp://guest:guest@").removesuffix("//")
    with amqp.Connection(host, connect_timeout=_ANSWER_S, read_timeout=_ANSWER_S) as connection:
        facts = connection.server_properties  # type: ignore[attr-defined]
    return f"{facts['product']} {facts['version']}"


def _expect(broker: Broker, version: str) -> None:
    product = broker.title.split()[0]
    if not version.startswith(f"{product} {broker.series}"):
        raise ProcessError(f"{broker.title} is not here: what was started says that it is {version}")
