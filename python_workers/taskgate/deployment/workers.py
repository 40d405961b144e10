"""Workers that are about to be deployed: the clients that run now, and whether each can go on."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.report import MODES
from taskgate.compatibility.tasks import diff
from taskgate.deployment.parties import Party, short
from taskgate.deployment.running import Group, Running
from taskgate.deployment.store import Noted
from taskgate.schemas.jsonschema import Json
from taskgate.worker.sightings import Sighting


class NewWorkers:
    """The contracts of workers that replace some of those who run.

    Replaced is who serves a task that the new ones have; or who is named like one of `replaces`, patterns as
    in a shell, where there are some.
    """

    def __init__(self, contracts: Sequence[Json], running: Running, replaces: Sequence[str]) -> None:
        self._new = {each["name"]: each for each in contracts}
        self._running = running
        self._patterns = replaces
        self._replaced = [each for each in running.groups if self._is_replaced(each)]

    def parties(self, noted: Noted) -> Iterator[Party]:
        """Yield those who called, each with what it would find."""
        known = {
            contract["fingerprint"]: contract
            for group in self._running.groups
            for contract in group.contracts.values()
        }
        known |= {each["fingerprint"]: each for each in self._new.values()} | dict(noted.contracts)
        for call in noted.calls:
            if call.fingerprint is None:
                yield from self._without_contract(call)
            elif call.task in self._new:
                yield self._client(call, known.get(call.fingerprint))
            else:
                yield from self._of_removed(call, known.get(call.fingerprint))

    def unknown(self) -> str | None:
        """Return a sentence where nobody can tell whom the new workers replace."""
        if self._patterns or self._replaced or not self._running.groups:
            return None
        return (
            "whom the new workers replace: none of those that run has one of their tasks; name them with "
            "--replaces, or give --replaces nobody where they come besides"
        )

    def clients_of(self, source: str, contracts: Sequence[Json]) -> Party:
        """Return the clients that were generated from a source, all of whose tasks they may call."""
        name = f"clients generated from {source}"
        return Party("client", name, self._broken(contracts), facts={"source": source})

    def _client(self, call: Sighting, old: Json | None) -> Party:
        party = _party(call)
        if old is None:
            return replace(party, unknown=_UNKNOWN_CONTRACT)
        return replace(party, findings=self._broken([old]))

    def _of_removed(self, call: Sighting, old: Json | None) -> Iterator[Party]:
        """Yield who called a task that the new workers do not have, where they are to have it."""
        serving = self._running.serving(call.task)
        if any(group not in self._replaced for group in serving):
            return
        party = _party(call)
        if serving:
            contract = old or serving[0].contracts[call.task]
            yield replace(party, findings=self._broken([contract]))
        elif self._running.missing or not self._replaced:
            # Where all have told, nobody has it today either, and nothing is taken from anybody.
            yield replace(
                party,
                unknown="neither the workers that answered nor the new ones have the task; ask when all run, "
                "or give --seen-within so few seconds that these calls do not count",
            )

    def _without_contract(self, call: Sighting) -> Iterator[Party]:
        """Yield callers that name no contract: they may send whatever the running workers take."""
        if call.task not in self._new:
            yield from self._of_removed(call, None)
            return
        serving = self._running.serving(call.task)
        party = _party(call)
        if not serving:
            yield replace(party, unknown="they bear no contract, and no worker that answered has the task")
            return
        old = {each.contracts[call.task]["fingerprint"]: each.contracts[call.task] for each in serving}
        # Nor are their calls carried over: PROTOCOL.md, X4.
        findings = [
            _unsure(each) for contract in old.values() for each in self._broken([contract], carried=False)
        ]
        yield replace(party, findings=findings)

    def _broken(self, old: Sequence[Json], carried: bool = True) -> list[Finding]:
        names = {each["name"] for each in old}
        # Of the other new tasks only those may be a renamed one that nobody has yet.
        others = [
            each if carried else _without_older(each)
            for name, each in self._new.items()
            if name in names or (not names <= self._new.keys() and not self._running.serving(name))
        ]
        # What the workers of that contract carried over is no call of its clients: those that make it have
        # been seen by their own.
        mine = [_without_older(each) for each in old]
        return [each for each in diff(mine, others) if each.pair in MODES["backward"]]

    def _is_replaced(self, group: Group) -> bool:
        if self._patterns:
            return any(fnmatchcase(name, each) for name in group.workers for each in self._patterns)
        return any(name in self._new for name in group.contracts)


_UNKNOWN_CONTRACT: Final = (
    "no worker has kept the contract of this fingerprint; give --clients a source that has it, for instance "
    "the git: revision that they were generated from"
)


def _without_older(contract: Json) -> Json:
    return {name: value for name, value in contract.items() if name != "older"}


def _unsure(each: Finding) -> Finding:
    if each.verdict != "breaking":
        return each
    why = f"{each.why}; these callers bear no contract, and nobody knows whether they do that"
    return replace(each, verdict="unknown", why=why)


def _party(call: Sighting) -> Party:
    moment = datetime.datetime.fromtimestamp(call.at, datetime.UTC)
    what = f"generated from {short(call.fingerprint)}" if call.fingerprint else "that bear no contract"
    name = f"clients of {call.task} {what}, last seen {moment:%Y-%m-%d %H:%M:%S} UTC"
    facts = {"task": call.task, "fingerprint": call.fingerprint, "lastSeen": moment.isoformat()}
    return Party("client", name, facts=facts)
