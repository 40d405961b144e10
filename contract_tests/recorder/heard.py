"""What is told of the tasks of a scenario while they run."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from taskgate.dev.child import Child

Json = Any

# A killed process is replaced by Celery after some five seconds, a worker is ready after three.
WAIT_S = 40.0
_FINAL = {"SUCCESS": "task-succeeded", "FAILURE": "task-failed", "REVOKED": "task-revoked"}


class NotRecorded(Exception):
    """A scenario did not come to its end; says what was waited for, and what was there."""


class Heard:
    """What was told of the tasks of a scenario: their states, and the worker's events."""

    def __init__(
        self,
        scenario: str,
        states: Callable[[], list[Json]],
        events: Callable[[], list[Json]],
        worker: Child,
    ) -> None:
        """Take the name, what gives the next states and the next events, and the worker."""
        self._scenario = scenario
        self._next_states = states
        self._next_events = events
        self._worker = worker
        self.told_states: list[Json] = []
        self._events: list[Json] = []

    def states(self) -> Iterator[Json]:
        """Which task was in which state, in order; read from the text as little as can be."""
        for each in self.told_states:
            yield {"id": each["id"], "state": each["text"].partition('"status": "')[2].partition('"')[0]}

    def until(self, what: str, condition: Callable[[], bool]) -> None:
        """Listen until the condition holds.

        Raises:
            NotRecorded: it does not within WAIT_S, or the worker has ended.

        """
        deadline = time.monotonic() + WAIT_S
        self._listen()
        while not condition():
            if self._worker.has_ended or time.monotonic() > deadline:
                events = [event["type"] for event in self._events]
                raise NotRecorded(
                    f"{self._scenario}: {what} did not come; there were {list(self.states())}, {events}"
                    f"{self._worker.tail()}"
                )
            self._listen()

    def has_ended(self, expect: Json) -> bool:
        """Whether each task has its last state, and the event that goes with it."""
        states = {(each["id"], each["state"]) for each in self.states()}
        events = {(event.get("uuid"), event["type"]) for event in self._events}
        for task, expected in expect.items():
            last = expected["states"][-1] if expected["states"] else None
            if last is not None and (task, last) not in states:
                return False
            event = expected.get("event", _FINAL.get(last or "SUCCESS"))
            if event is not None and (task, event) not in events:
                return False
        return True

    def ordered_events(self) -> list[Json]:
        """Task by task: in which order different processes are heard is a matter of time."""
        order: dict[str, list[Json]] = {}
        for event in self._events:
            if "uuid" in event:
                order.setdefault(event["uuid"], []).append(event)
        return [event for task in sorted(order) for event in order[task]]

    def _listen(self) -> None:
        self.told_states += self._next_states()
        self._events += self._next_events()
