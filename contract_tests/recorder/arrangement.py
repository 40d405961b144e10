"""The brokers of a recording, and what is read from them."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rabbitmq import start_rabbitmq

from recorder.publisher import SIDE
from recorder.rabbitmq_wire import RabbitWire
from recorder.redis_wire import RedisResults, RedisWire
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis


@dataclass(frozen=True)
class Arrangement:
    """Brokers that run."""

    wire: Any
    """What workers are sent and tell: a RedisWire or a RabbitWire."""
    results: Any
    """What they store: `wire` itself where they answer by messages (rpc), else RedisResults."""
    environment: dict[str, str]
    """Of the publisher and the worker."""


@contextlib.contextmanager
def arranged(name: str, processes: Processes) -> Iterator[Arrangement]:
    """Start the brokers of "redis", "rabbitmq" or "rpc"; `processes` ends them. Raises ProcessError."""
    if name == "rpc":
        broker, backend = start_rabbitmq(processes).url, "rpc://"
    else:
        backend = start_redis(processes).url(0)
        broker = backend if name == "redis" else start_rabbitmq(processes).url
    with contextlib.ExitStack() as closing:
        wire: Any = RedisWire(broker) if broker == backend else RabbitWire(broker)
        closing.callback(wire.close)
        results: Any = wire
        if backend != "rpc://":
            results = RedisResults(backend)
            closing.callback(results.close)
        yield Arrangement(wire, results, _environment(broker, backend))


def _environment(broker: str, backend: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CELERY")},
        "RECORDED_BROKER_URL": broker,
        "RECORDED_RESULT_BACKEND": backend,
        # The texts of errors are Python's own, and no colours.
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PYTHONPATH": str(SIDE),
    }
