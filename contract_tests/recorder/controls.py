"""Remote control commands of a recording: sent by Celery, read from the wire with what was answered."""

import time
from typing import Any

from recorder.heard import WAIT_S, NotRecorded
from recorder.publisher import Publisher

Json = Any


class Controls:
    """Sends commands by a publisher, and reads them from a wire."""

    def __init__(self, publisher: Publisher, wire: Any) -> None:
        """Take both; the wire is a RedisWire or a RabbitWire."""
        self._publisher = publisher
        self._wire = wire

    def settle(self) -> None:
        """Return when the worker has said what it had to say before: it answers one command after another."""
        self._unrecorded("ping")

    def take_from(self, queue: str) -> None:
        """Let the worker take from a queue."""
        self._unrecorded("add_consumer", {"queue": queue})

    def recorded(self, control: Json) -> Json:
        """Send a scenario's command; return it as it was broadcast, and what was answered.

        Raises:
            NotRecorded: it was not broadcast, or not answered, within WAIT_S.

        """
        self._wire.broadcasts()
        self._publisher.ask("control", call=control["call"], arguments=control.get("arguments", {}))
        broadcasts: list[Json] = []
        replies: list[Json] = []
        deadline = time.monotonic() + WAIT_S
        while not broadcasts or ("ticket" in broadcasts[0]["body"] and not replies):
            broadcasts += self._wire.broadcasts()
            replies += self._wire.replies()
            if time.monotonic() > deadline:
                raise NotRecorded(f"{control['call']}: {len(broadcasts)} broadcasts, {len(replies)} replies")
        if "ticket" not in broadcasts[0]["body"]:
            self.settle()  # whoever answers the next command has done this one
        return {"broadcast": broadcasts[0], "replies": replies}

    def _unrecorded(self, call: str, arguments: Json = None) -> None:
        self._publisher.ask("control", call=call, arguments=arguments or {})
        self._wire.broadcasts()
        self._wire.replies()
