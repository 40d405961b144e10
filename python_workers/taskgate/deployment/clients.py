"""Clients that are about to be deployed: the workers that run now, and whether each takes their calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.report import MODES
from taskgate.compatibility.tasks import diff
from taskgate.deployment.parties import Party
from taskgate.deployment.running import Group, Running
from taskgate.schemas.jsonschema import Json


def parties(contracts: Sequence[Json], running: Running) -> Iterator[Party]:
    """Yield the workers by what they serve, each with what breaks between the new clients and it.

    A task that a worker does not have breaks where the worker takes from its queue. Those that nobody has are
    one more party.
    """
    for group in running.groups:
        served = [each for each in contracts if each["name"] in group.contracts]
        lacking = [each for each in contracts if _takes_and_lacks(group, each)]
        unsure = [each for each in contracts if _may_take_and_lacks(group, each, running)]
        findings = _forward([group.contracts[each["name"]] for each in served], [*served, *lacking])
        findings += [
            each.unsure(f"{each.why}, and whether these take from its queue they do not say")
            for each in _forward([], unsure)
        ]
        if served or findings:
            yield Party("worker", group.name, findings, facts=_facts(group))
    nobody = [
        each for each in contracts if not running.serving(each["name"]) and not _is_taken(each, running)
    ]
    if nobody:
        findings = _forward([], nobody)
        if running.missing:
            reason = "no worker that answered has it, and not all have answered"
            findings = [each.unsure(reason) for each in findings]
        yield Party("worker", "the workers, none of which has the task", findings, facts={"workers": []})


def _takes_and_lacks(group: Group, contract: Json) -> bool:
    takes = group.queues is not None and contract["queue"]["name"] in group.queues
    return takes and contract["name"] not in group.contracts


def _is_taken(contract: Json, running: Running) -> bool:
    return any(_takes_and_lacks(group, contract) for group in running.groups)


def _may_take_and_lacks(group: Group, contract: Json, running: Running) -> bool:
    """Whether it lacks a task that others have, and does not say from which queues it takes."""
    elsewhere = running.serving(contract["name"])
    related = any(other.contracts.keys() & group.contracts.keys() for other in elsewhere)
    return group.queues is None and contract["name"] not in group.contracts and related


def _forward(old: Sequence[Json], new: Sequence[Json]) -> list[Finding]:
    return [each for each in diff(old, new) if each.pair in MODES["forward"]]


def _facts(group: Group) -> Json:
    return {
        "workers": list(group.workers),
        "fingerprints": {name: each["fingerprint"] for name, each in sorted(group.contracts.items())},
    }
