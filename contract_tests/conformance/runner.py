"""Every case with one client: where one goes wrong, its program and the worker are started anew."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from conformance.cases import Broker, Case
from conformance.checks import Wrong
from conformance.dialogue import Dialogue, Refused, Unsupported
from conformance.outcomes import BAD, FAULTS, Kind, Outcome, Record, told
from conformance.program import Misbehaved
from conformance.stage import Stage, WorkerDied
from conformance.steps import Steps

# What is shown of a program's standard error where it misbehaves.
_LAST_LINES: Final = 10
_LAST_BYTES: Final = 4096


@dataclass(frozen=True)
class Client:
    """A client under test: `command` is started in `folder`."""

    name: str
    command: tuple[str, ...]
    folder: Path


class Runner:
    """Runs one client; `folder` is for logs and for what tasks write."""

    def __init__(self, client: Client, folder: Path, say: Callable[[str], None]) -> None:
        self._client: Final = client
        self._folder: Final = folder
        self._say: Final = say
        self._dialogue: Dialogue | None = None
        self._log: Final = folder / f"{client.name}.log"
        self._last_words: list[str] = []
        self._is_mute = False
        self.record: Final = Record(client.name)

    def on(self, broker: Broker, stage: Stage, cases: Iterable[Case]) -> None:
        """Run the cases that are for a broker. Raises CannotStart, WorkerFailed, and what brokers raise."""
        for case in cases:
            if broker in case.brokers and self._greeted() is not None:
                self._note(self._run(case, broker, stage))

    def finish(self) -> Record:
        """Let the program end by itself, and return what has come of all cases."""
        if self._dialogue is not None:
            dialogue, self._dialogue = self._dialogue, None
            try:
                dialogue.end()
            except Misbehaved as error:
                self._trouble(f"after the last case: {error}")
        return self.record

    def drop(self) -> None:
        """End the program at once."""
        if self._dialogue is not None:
            self._dialogue.kill()
            self._dialogue = None
            self._last_words = _end_of(self._log)

    def _run(self, case: Case, broker: Broker, stage: Stage, *, is_second: bool = False) -> Outcome:
        dialogue = self._greeted()
        if dialogue is None:
            return Outcome(case, broker, "died", "it does not greet any more")
        if missing := sorted({broker, *case.needs} - dialogue.identity.capabilities):
            return Outcome(case, broker, "not offered", f"without {', '.join(missing)}")
        stage.ready(case.place)
        names = self._names(case, stage)
        kind, reason, other = self._tried(case, dialogue, stage, names)
        if kind not in ("passed", "not offered") and case.place == "worker":
            stage.renew()
        if other is not None and not is_second:
            # What was said too late belongs to the case in which it was asked for; this one is asked again.
            second = self._run(case, broker, stage, is_second=True)
            if second.kind != kind or second.reason != told(reason, names):
                self._blame(other, broker, kind, told(reason, names))
            return second
        return Outcome(case, broker, kind, told(reason, names))

    def _tried(
        self, case: Case, dialogue: Dialogue, stage: Stage, names: dict[str, str]
    ) -> tuple[Kind, str, str | None]:
        """Return what the case came to, why, and the other case that is to blame."""
        try:
            Steps(case, dialogue, stage, names).run()
        except Unsupported as error:
            return "not offered", str(error), None
        except Wrong as error:
            kind, reason = self._or_fault(dialogue, error)
            return kind, reason, None
        except Refused as error:
            self.drop()
            return "wrong", f"the client says: {error}", None
        except WorkerDied as error:
            self.drop()
            return "wrong", str(error), None
        except Misbehaved as error:
            asked = dialogue.case_of(error.request)
            if error.fault == "died" and error.request is not None and str(error).startswith("open:"):
                # It has connected before in the same way: it ends of what the case before has left.
                asked = dialogue.case_of(error.request - 1)
            self.drop()
            return error.fault, str(error), asked if asked not in (case.id, "hello") else None
        return "passed", "", None

    def _or_fault(self, dialogue: Dialogue, error: Wrong) -> tuple[Kind, str]:
        """What is missing because the program has ended is not merely missing."""
        try:
            dialogue.expect_alive()
        except Misbehaved as fault:
            return fault.fault, f"{error}; {fault}"
        finally:
            self.drop()
        return "wrong", str(error)

    def _names(self, case: Case, stage: Stage) -> dict[str, str]:
        folder = self._folder / f"files-{uuid.uuid4().hex}"
        folder.mkdir()
        return {
            "broker": stage.url(case.place),
            "backend": stage.backend,
            "queue": stage.queue(case.place),
            "other": stage.other,
            "folder": str(folder),
            **{name: str(uuid.uuid4()) for name in case.fresh},
        }

    def _greeted(self) -> Dialogue | None:
        """Return the running program, started where it is not; None where it does not greet as it should."""
        if self._dialogue is None and not self._is_mute:
            try:
                self._dialogue = Dialogue(self._client.command, self._client.folder, self._log)
            except (Misbehaved, Refused, Unsupported) as error:
                self._trouble(str(error))
                self._is_mute = True
                return None
            self.record.identity = self._dialogue.identity
        return self._dialogue

    def _note(self, outcome: Outcome) -> None:
        self.record.outcomes.append(outcome)
        if outcome.kind in BAD:
            self._tell(outcome)

    def _blame(self, id: str, broker: Broker, kind: Kind, reason: str) -> None:
        for number, outcome in enumerate(self.record.outcomes):
            if outcome.key == (id, broker):
                self.record.outcomes[number] = replace(outcome, kind=kind, reason=reason)
                self._tell(self.record.outcomes[number])

    def _tell(self, outcome: Outcome) -> None:
        where = f"{self._client.name}: {outcome.case.id} on {outcome.broker}"
        self._say(f"{where}: {outcome.kind}: {outcome.reason}")
        if outcome.kind in FAULTS:
            self._tell_last_words()

    def _tell_last_words(self) -> None:
        """For whoever has written the program; a reason is the same in every run, and has none of them."""
        for line in self._last_words:
            self._say(f"  its standard error: {line}")

    def _trouble(self, text: str) -> None:
        self.record.troubles.append(told(text, {"folder": str(self._folder)}))
        self._say(f"{self._client.name} ({' '.join(self._client.command)}): {self.record.troubles[-1]}")
        self._last_words = _end_of(self._log)
        self._tell_last_words()


def tally(outcomes: Sequence[Outcome], kind: Kind | tuple[Kind, ...]) -> int:
    """Count outcomes of a kind."""
    return sum(outcome.kind in (kind if isinstance(kind, tuple) else (kind,)) for outcome in outcomes)


def _end_of(log: Path) -> list[str]:
    with log.open("rb") as written:
        written.seek(max(0, log.stat().st_size - _LAST_BYTES))
        return written.read().decode(errors="replace").splitlines()[-_LAST_LINES:]
