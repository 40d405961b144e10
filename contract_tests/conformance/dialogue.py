"""Requests to a client under test, and what its answers may look like; the form is line.schema.json."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.program import Json, Misbehaved, Program

PROTOCOL: Final = 1
DEADLINE_S: Final = 15.0


class Refused(Exception):
    """The client answered `error`: its library has thrown, and this is what it says."""


class Unsupported(Exception):
    """The client answered `unsupported`: its library does not offer that."""


@dataclass(frozen=True)
class Identity:
    """What a client says of itself."""

    name: str
    version: str
    capabilities: frozenset[str]


class Dialogue:
    """One run of the program. Every request has an answer within its time, or raises Misbehaved."""

    def __init__(self, command: Sequence[str], folder: Path, log: Path) -> None:
        """Start the program and greet it. Raises CannotStart and Misbehaved."""
        self._program: Final = Program(command, folder, log)
        self._cases: Final[list[str]] = []
        try:
            self.identity: Final = self._hello()
        except BaseException:
            self._program.kill()
            raise

    def ask(
        self,
        case: str,
        op: str,
        members: Mapping[str, Json],
        *,
        deadline_s: float = DEADLINE_S,
        meanwhile: Callable[[], None] = lambda: None,
        watch: Callable[[], None] = lambda: None,
    ) -> Json:
        """Return the member `ok` of the answer.

        `meanwhile` is called once the request is written, `watch` again and again until the answer is there.
        Raises Refused, Unsupported and Misbehaved, and what the two functions raise.
        """
        self._refuse_early()
        self._cases.append(case)
        number, deadline = len(self._cases), time.monotonic() + deadline_s
        try:
            self._program.write({"id": number, "op": op, **members}, deadline)
            meanwhile()
            answer = self._program.read(deadline, watch)
        except Misbehaved as error:
            after = f" within {deadline_s:g} s" if error.fault == "hung" else ""
            raise Misbehaved(error.fault, f"{op}: {error}{after}", number) from None
        return self._judged(number, op, answer)

    def case_of(self, request: int | None) -> str | None:
        """Name the case in which a request was written."""
        return None if request is None else self._cases[request - 1]

    def expect_alive(self) -> None:
        """Raise Misbehaved where the program has ended, or has said what nobody asked for."""
        self._refuse_early()

    def end(self) -> None:
        """Let the program end by itself. Raises Misbehaved."""
        try:
            self._refuse_early()
        except Misbehaved:
            self._program.kill()
            raise
        self._program.end()

    def kill(self) -> None:
        """End the program at once."""
        self._program.kill()

    def _hello(self) -> Identity:
        told = self.ask("hello", "hello", {"protocol": PROTOCOL})
        spoken = told.get("protocol")
        if spoken != PROTOCOL or isinstance(spoken, bool):
            raise Misbehaved(
                "nonsense", f"hello: it speaks protocol {spoken!r}, and this is protocol {PROTOCOL}"
            )
        name, version, offered = (told.get(member) for member in ("name", "version", "capabilities"))
        if not offered or not isinstance(offered, list) or not _are_texts(name, version, *offered):
            raise Misbehaved(
                "nonsense", "hello: `name`, `version` and a list of words `capabilities` are needed"
            )
        return Identity(name, version, frozenset(offered))

    def _refuse_early(self) -> None:
        """What is there unasked answers nothing, or something twice; an end comes of what was before."""
        try:
            early = self._program.waiting()
        except Misbehaved as error:
            raise Misbehaved(error.fault, f"after its answer: {error}", len(self._cases) or None) from None
        if early is not None:
            self._judged(0, "nothing", early)

    def _judged(self, number: int, op: str, answer: Json) -> Json:
        if not isinstance(answer, dict) or not isinstance(answer.get("id"), int):
            raise Misbehaved(
                "nonsense", f"{op}: an answer is an object with the `id` of its request", number or None
            )
        if answer["id"] != number or number == 0:
            answered = answer["id"]
            if 0 < answered <= len(self._cases):
                raise Misbehaved("nonsense", "answered a request a second time", answered)
            raise Misbehaved("nonsense", f"{op}: answered a request that was not asked", number or None)
        members = [name for name in ("ok", "error", "unsupported") if name in answer]
        if len(members) != 1 or not isinstance(answer[members[0]], dict if members == ["ok"] else str):
            sentence = "an answer has one of `ok` (an object), `error` and `unsupported` (texts)"
            raise Misbehaved("nonsense", f"{op}: {sentence}", number)
        if members == ["error"]:
            raise Refused(answer["error"])
        if members == ["unsupported"]:
            raise Unsupported(answer["unsupported"])
        return answer["ok"]


def _are_texts(*values: Json) -> bool:
    return all(isinstance(value, str) for value in values)
