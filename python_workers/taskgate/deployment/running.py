"""The workers that answer on the broker now, and what each of them serves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from taskgate.compatibility.sources import documents, live
from taskgate.deployment.parties import counted, listed
from taskgate.schemas.jsonschema import Json

LABEL: Final = "the running workers"


@dataclass(frozen=True)
class Group:
    """Workers that serve the same contracts, by task, from the same queues; None where they do not say."""

    workers: Sequence[str]
    contracts: Mapping[str, Json]
    queues: frozenset[str] | None

    @property
    def name(self) -> str:
        """Return their names."""
        return f"worker{'' if len(self.workers) == 1 else 's'} {listed(self.workers)}"


@dataclass(frozen=True)
class Running:
    """`missing` is a sentence on workers of which nothing is known, None where all have answered."""

    groups: Sequence[Group]
    missing: str | None

    def serving(self, task: str) -> list[Group]:
        """Return those who have a task."""
        return [each for each in self.groups if task in each.contracts]

    def workers(self) -> list[str]:
        """Return the names of all that have told their contracts."""
        return sorted(name for each in self.groups for name in each.workers)


def ask(broker: str | None, timeout_ms: int, expected: int | None, deployed: Iterable[Json] = ()) -> Running:
    """Ask all workers; raises InvalidContract where none answers, or one says what is no contract.

    Of the contracts that are about to be deployed the queues are looked at, too.
    """
    answers = live.ask(LABEL, broker, None, timeout_ms, {each["queue"]["name"] for each in deployed})
    groups: dict[Any, tuple[list[str], Mapping[str, Json], frozenset[str] | None]] = {}
    untold = []
    for worker, reply in sorted(answers.replies.items()):
        told = reply.get("contracts") if isinstance(reply, dict) else None
        if not isinstance(told, list):
            untold.append(worker)
            continue
        checked = [documents.checked(f"{LABEL} {worker}", each) for each in told]
        contracts = {each["name"]: each for each in checked}
        queues = live.taken_from(reply)
        key = (tuple(_told_apart(contracts[name]) for name in sorted(contracts)), queues)
        groups.setdefault(key, ([], contracts, queues))[0].append(worker)
    found = [Group(*each) for each in groups.values()]
    count = sum(len(each.workers) for each in found)
    return Running(found, _missing(answers, untold, count, expected))


def _told_apart(contract: Json) -> tuple[str, ...]:
    # What a worker carries over is no part of the fingerprint.
    older = json.dumps(contract.get("older"), sort_keys=True)
    return contract["name"], contract["fingerprint"], older


def _missing(answers: live.Answers, untold: list[str], count: int, expected: int | None) -> str | None:
    if answers.silent:
        return (
            f"{listed(answers.silent)} did not tell {_pronoun(answers.silent)} contracts {answers.within}; "
            "raise --timeout-ms, or wait until they are back"
        )
    if answers.mute:
        return (
            f"{counted(answers.mute, 'worker')} more did not answer {answers.within}; raise --timeout-ms, or "
            "wait until all are back"
        )
    if expected is not None and count + len(untold) < expected:
        return (
            f"{counted(count + len(untold), 'worker')} of {expected} answered {answers.within}; start the "
            "others, raise --timeout-ms, or say with --expect-workers how many there are"
        )
    if untold:
        return f"{listed(untold)} told no contracts; call taskgate's install(app) where that app is made"
    return None


def _pronoun(names: Sequence[str]) -> str:
    return "its" if len(names) == 1 else "their"
