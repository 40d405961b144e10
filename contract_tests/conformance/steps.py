"""The steps of a case, one after another: requests to the client, and what the driver does and sees."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from redis.exceptions import ResponseError

from conformance.cases import Case
from conformance.checks import Wrong, hold
from conformance.dialogue import DEADLINE_S, Dialogue, Refused
from conformance.program import Json
from conformance.rabbitmq_side import RabbitBroadcasts
from conformance.redis_side import RedisBroadcasts
from conformance.soon import soon
from conformance.stage import Stage

REQUESTS: Final = ("publish", "result", "state", "revoke", "run", "close")
_HAS_ID: Final = {"at": "/taskId", "matches": ".+"}
_TASK_S: Final = 20.0


class Steps:
    """One case on one broker; `names` are what the texts of the steps may stand for."""

    def __init__(self, case: Case, dialogue: Dialogue, stage: Stage, names: dict[str, str]) -> None:
        self._case: Final = case
        self._dialogue: Final = dialogue
        self._stage: Final = stage
        self._names: Final = names
        self._broadcasts: RedisBroadcasts | RabbitBroadcasts | None = None
        self._is_open = False

    def run(self) -> None:
        """Do everything. Raises Wrong, Refused, Unsupported, Misbehaved and WorkerDied."""
        if any("broadcast" in step for step in self._case.steps):
            self._broadcasts = self._stage.broadcasts()
        try:
            self._ask("open", {name: self._names[name] for name in ("broker", "backend", "queue")})
            self._is_open = True
            for step in self._case.steps:
                self._do(step)
            if self._is_open:
                self._ask("close", {})
        finally:
            if self._broadcasts is not None:
                self._broadcasts.close()

    def _do(self, step: Json) -> None:
        for verb in REQUESTS:
            if verb in step:
                self._request(verb, step)
                return
        for name, see in self._sights().items():
            if name in step:
                hold(self._filled(step.get("checks", [])), _seen(name, see, self._filled(step[name])), name)
                return

    def _request(self, verb: str, step: Json) -> None:
        members = self._filled(step[verb])
        deadline_s = members.get("timeoutMs", 0) / 1000 + DEADLINE_S

        def meanwhile() -> None:
            for each in step.get("meanwhile", []):
                self._do(each)

        for _ in range(step.get("times", 1)):
            try:
                answer = self._ask(verb, members, deadline_s, meanwhile)
            except Refused:
                if step.get("mayRefuse"):
                    return
                raise
            if "as" in step:
                hold([_HAS_ID], answer, verb)
                self._names[step["as"]] = answer["taskId"]
            hold(self._filled(step.get("checks", [])), answer, verb)
        self._is_open = self._is_open and verb != "close"

    def _ask(
        self,
        op: str,
        members: Mapping[str, Json],
        deadline_s: float = DEADLINE_S,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Json:
        return self._dialogue.ask(
            self._case.id, op, members, deadline_s=deadline_s, meanwhile=meanwhile, watch=self._stage.watch
        )

    def _sights(self) -> Mapping[str, Callable[[Json], Json]]:
        return {
            "message": lambda given: self._stage.message(given.get("queue", self._names["queue"])),
            "messages": self._messages,
            "broadcast": self._broadcast,
            "store": lambda given: self._stage.results.store(given["taskId"], given["text"]),
            "stored": lambda given: self._stage.results.stored(given["taskId"]),
            "write": lambda given: Path(given).write_text("", "utf-8"),
            "wait": self._file,
            "lines": lambda given: self._file(given).read_text("utf-8").splitlines(),
            "heard": self._stage.heard,
        }

    def _messages(self, count: int) -> Json:
        messages = [self._stage.message(self._names["queue"]) for _ in range(count)]
        return {
            "ids": [message["headers"].get("id") for message in messages],
            "delivery_tags": [message["properties"].get("delivery_tag") for message in messages],
        }

    def _broadcast(self, given: Json) -> Json:
        broadcasts = self._broadcasts
        assert broadcasts is not None

        def look() -> Json | None:
            body = broadcasts.next()
            return body if body is not None and body.get("method") == given["method"] else None

        return soon(look, f"a broadcast of {given['method']}")

    def _file(self, name: str) -> Path:
        """Wait for what a task writes; a worker that has ended writes nothing."""

        def look() -> Path | None:
            self._stage.watch()
            path = Path(name)
            return path if path.exists() else None

        return soon(look, "a file that the task writes", _TASK_S)

    def _filled(self, value: Json) -> Json:
        text = json.dumps(value)
        for name, word in self._names.items():
            text = text.replace(f"<{name}>", json.dumps(word)[1:-1])
        return json.loads(text)


def _seen(name: str, see: Callable[[Json], Json], given: Json) -> Json:
    """What is there; a client may have put anything there, and what cannot be read is wrong."""
    try:
        return see(given)
    except (ValueError, TypeError, LookupError, AttributeError, ResponseError) as error:
        raise Wrong(
            f"{name}: expected JSON as Celery writes it, came {type(error).__name__}: {error}"
        ) from None
