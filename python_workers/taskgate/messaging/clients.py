"""A channel of Redis that has one client for its commands.

kombu makes one for each command and gives it the pool of connections that all share. With redis-py 8 making a
client, and its table of what replies mean, is a quarter of what a worker's main process computes for a task.
"""

from __future__ import annotations

from typing import Any


class KeepsClient:
    """What is put in front of kombu's channel."""

    _kept: Any = None

    def _create_client(self: Any, asynchronous: bool = False) -> Any:
        if asynchronous:  # those that wait for messages have a connection of their own
            return super()._create_client(asynchronous=True)  # type: ignore[misc]
        if self._kept is None or self._kept.connection_pool is not self.pool:
            self._kept = super()._create_client()  # type: ignore[misc]
        return self._kept
