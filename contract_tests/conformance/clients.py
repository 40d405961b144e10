"""The clients of clients.json, and what is held against each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from conformance.cases import BROKERS, HERE, LEVELS, Case, Level
from conformance.outcomes import FAULTS, Record
from conformance.program import Json
from conformance.runner import Client, tally

Role = Literal["reference", "own", "peer", "example", "guest"]
ROLES: Final = ("reference", "own", "peer", "example")

# The levels in which a client has to be right, for the run to pass.
_HELD: Final[Mapping[Role, tuple[Level, ...]]] = {
    "reference": LEVELS,
    "own": LEVELS,
    "peer": (),
    "example": ("MUST",),
    "guest": ("MUST",),
}


class BadClients(Exception):
    """clients.json cannot be used, or a name is none of it."""


@dataclass(frozen=True)
class Listed:
    """`known` are the cases in which the program of a peer misbehaves, each with what it does.

    `sometimes` are those of them in which it is a matter of time whether it does.
    """

    client: Client
    title: str
    role: Role
    known: Mapping[str, str]
    sometimes: frozenset[str] = frozenset()


def guest(command: list[str], folder: Path) -> Listed:
    """Return the client of somebody who tests their own."""
    return Listed(Client("client", tuple(command), folder), " ".join(command), "guest", {})


def listed(file: Path = HERE / "clients.json") -> list[Listed]:
    """Read the list. Raises BadClients."""
    try:
        entries = json.loads(file.read_text("utf-8"))["clients"]
        clients = [
            Listed(
                Client(
                    entry["name"],
                    tuple(word.replace("{python}", sys.executable) for word in entry["command"]),
                    HERE,
                ),
                entry["title"],
                entry["role"],
                {case: _ending(fault) for case, fault in entry.get("known", {}).items()},
                frozenset(case for case, fault in entry.get("known", {}).items() if fault.get("sometimes")),
            )
            for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadClients(f"{file.name}: {error!r}") from None
    names = [each.client.name for each in clients]
    if len(set(names)) != len(names) or any(each.role not in ROLES for each in clients):
        raise BadClients(
            f"{file.name}: every client has a name of its own, and one of the roles {', '.join(ROLES)}"
        )
    return clients


def _ending(fault: Json) -> str:
    """How a program is known to fail; the reason is for readers, and has to be there."""
    if fault["ends"] not in FAULTS or not fault["why"]:
        raise ValueError(f"{fault}: `ends` is one of {', '.join(FAULTS)}, and `why` says what of")
    return str(fault["ends"])


def complaints(client: Listed, record: Record) -> list[str]:
    """Return what fails the run: all that is wrong, but of a peer only what nobody knew of its program."""
    name = client.client.name
    found = [f"{name}: {trouble}" for trouble in record.troubles]
    left_out = tally(record.outcomes, "not offered")
    if client.role == "guest" and left_out == len(record.outcomes) > 0:
        found.append(f"{name}: no case was run: it offers nothing of what was asked for")
    known = dict(client.known)
    for outcome in record.outcomes:
        where = f"{name}: {outcome.case.id} on {outcome.broker}"
        if outcome.kind in FAULTS and known.get(f"{outcome.case.id} {outcome.broker}") != outcome.kind:
            found.append(f"{where}: {outcome.kind}: {outcome.reason}")
        elif outcome.kind == "wrong" and outcome.case.level in _HELD[client.role]:
            found.append(f"{where}: wrong: {outcome.reason}")
        elif outcome.kind == "not offered" and client.role == "reference":
            found.append(f"{where}: the reference does not offer it: {outcome.reason}")
        if outcome.kind in FAULTS:
            known.pop(f"{outcome.case.id} {outcome.broker}", None)
    run = {f"{outcome.case.id} {outcome.broker}" for outcome in record.outcomes}
    for key, kind in known.items():
        if key in run and key not in client.sometimes:
            found.append(
                f"{name}: {key}: clients.json says that it {kind}, and it does not any more: take it out"
            )
    return found


def strange_words(client: Listed, record: Record, cases: Iterable[Case]) -> list[str]:
    """Return a sentence for each capability that no case asks for: with it misspelt its cases are not run."""
    known = {*BROKERS, *(word for case in cases for word in case.needs)}
    offered = record.identity.capabilities if record.identity else frozenset()
    return [
        f"{client.client.name}: hello: no case needs the capability {word}: mend the word, or leave it out"
        for word in sorted(offered - known)
    ]
