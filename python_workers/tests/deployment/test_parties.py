"""Who runs, and what a deployment does to each: the reasoning, without brokers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from taskgate.deployment import clients
from taskgate.deployment.parties import Party
from taskgate.deployment.report import Deployment, people
from taskgate.deployment.running import Group, Running
from taskgate.deployment.store import Noted
from taskgate.deployment.workers import NewWorkers
from taskgate.worker.sightings import Sighting
from tests.compatibility.contracts import Json, changed, contract, shape

OLD = contract()
OTHER = contract("bills.pay", queue={"name": "bills", "type": "classic"})


def _limit(maximum: int) -> Json:
    return changed(lambda each: each["parameters"][1]["schema"].update(maximum=maximum))


def _group(name: str, *contracts: Json, queues: Sequence[str] | None = ("cpu",)) -> Group:
    known = None if queues is None else frozenset(queues)
    return Group([f"{name}@here"], {each["name"]: each for each in contracts}, known)


def _seen(*calls: Json | None, kept: Sequence[Json] = (), task: str = OLD["name"]) -> Noted:
    pairs = [(each["name"], each["fingerprint"]) if each else (task, None) for each in calls]
    found = [Sighting(name, fingerprint, 0) for name, fingerprint in pairs]
    return Noted(found, {each["fingerprint"]: each for each in kept})


def _outcome(parties: Any, role: Any = "worker", unknown: Sequence[str] = ()) -> str:
    return Deployment(role, "new", "", list(parties), unknown, "wire").outcome


def _workers(new: Sequence[Json], noted: Noted, *groups: Group, missing: str | None = None) -> str:
    against = NewWorkers(new, Running(groups, missing), [])
    return _outcome(against.parties(noted), unknown=[missing] if missing else [])


NOW = _group("now", OLD)


@pytest.mark.parametrize(
    ("new", "noted", "outcome"),
    [
        ([_limit(50)], _seen(OLD, kept=[OLD]), "breaking"),
        ([_limit(200)], _seen(OLD, kept=[OLD]), "compatible"),
        ([_limit(50)], _seen(), "compatible"),
        # The running workers and the new ones tell their contracts, too.
        ([_limit(50)], _seen(OLD), "breaking"),
        ([_limit(50)], _seen(_limit(50)), "compatible"),
        # One that nobody knows, beside one that fits; and beside one that breaks.
        ([_limit(200)], _seen(_limit(40), OLD), "unknown"),
        ([_limit(50)], _seen(_limit(40), OLD), "breaking"),
        # Without a contract they may send what the running workers take.
        ([_limit(50)], _seen(None), "unknown"),
        ([_limit(200)], _seen(None), "compatible"),
    ],
)
def test_new_workers_with_what_was_seen(new: list[Json], noted: Noted, outcome: str) -> None:
    assert _workers(new, noted, NOW) == outcome


def _carrying(maximum: int) -> Json:
    return {**_limit(maximum), "older": [shape("to_less", *OLD["parameters"])]}


@pytest.mark.parametrize(
    ("new", "noted", "group", "outcome"),
    [
        (_carrying(50), _seen(OLD, kept=[OLD]), NOW, "compatible"),
        # Nothing is carried over for callers who do not say by which contract they call.
        (_carrying(50), _seen(None), NOW, "unknown"),
        # The new workers do no longer what the running ones do for them.
        (_limit(50), _seen(OLD, kept=[OLD]), _group("now", _carrying(50)), "breaking"),
        # What those carried over is no call of clients of their own contract.
        (_limit(50), _seen(_carrying(50), kept=[_carrying(50)]), NOW, "compatible"),
    ],
)
def test_calls_that_are_carried_over(new: Json, noted: Noted, group: Group, outcome: str) -> None:
    assert _workers([new], noted, group) == outcome


def test_new_clients_whose_calls_are_carried_over() -> None:
    def outcome(*groups: Group) -> str:
        return _outcome(clients.parties([OLD], Running(groups, None)), "client")

    assert outcome(_group("now", _carrying(50))) == "compatible"
    assert outcome(_group("now", _carrying(50)), _group("two", _limit(50))) == "breaking"


def test_task_that_the_replaced_workers_have_and_the_new_ones_not_is_gone() -> None:
    both = _group("images", OLD, contract("images.keep"))
    new = [contract("images.keep")]
    assert _workers(new, _seen(OLD), both) == "breaking"
    assert _workers(new, _seen(None), both) == "breaking"
    (party,) = NewWorkers(new, Running([both], None), []).parties(_seen(OLD))
    assert [each.rule for each in party.findings] == ["task-removed"]
    renamed = [*new, contract("images.resized")]
    (party,) = NewWorkers(renamed, Running([both], None), []).parties(_seen(OLD))
    assert [each.rule for each in party.findings] == ["task-renamed"]


def test_task_of_other_workers_is_not_missed() -> None:
    bills = _group("bills", OTHER, queues=["bills"])
    noted = _seen(OTHER, OLD)
    assert _workers([OLD], noted, NOW, bills) == "compatible"
    shared = _group("bills", OTHER, OLD, queues=["bills"])
    assert _workers([OLD], noted, NOW, shared) == "breaking"
    named = NewWorkers([OLD], Running([NOW, shared], None), ["now@*"])
    assert _outcome(named.parties(noted)) == "compatible"


def test_new_workers_that_share_no_task_with_those_who_run_replace_nobody_knows_whom() -> None:
    running = Running([NOW], None)
    assert "--replaces" in str(NewWorkers([OTHER], running, []).unknown())
    assert NewWorkers([OLD], running, []).unknown() is None
    assert NewWorkers([OTHER], Running([], None), []).unknown() is None
    named = NewWorkers([OTHER], running, ["nobody"])
    assert named.unknown() is None
    assert _outcome(named.parties(_seen(OLD))) == "compatible"
    assert _outcome(NewWorkers([OTHER], running, ["now@*"]).parties(_seen(OLD))) == "breaking"


def test_task_that_nobody_has_any_more_is_unknown_unless_all_have_answered() -> None:
    noted = _seen(OTHER, kept=[OTHER])
    assert _workers([OLD], noted, NOW) == "compatible"
    (party,) = NewWorkers([OLD], Running([NOW], "half of them are away"), []).parties(noted)
    assert str(party.unknown).startswith("neither the workers that answered nor the new ones have the task")
    assert _workers([OLD], noted) == "unknown"


def test_clients_of_a_source_are_all_that_it_names() -> None:
    against = NewWorkers([OLD], Running([NOW], None), [])
    party = against.clients_of("git:main", [OLD, OTHER])
    assert [(each.rule, each.task) for each in party.findings] == [("task-removed", "bills.pay")]


@pytest.mark.parametrize(
    ("new", "groups", "outcome"),
    [
        ([OLD], [NOW], "compatible"),
        ([_limit(50)], [NOW], "compatible"),
        ([_limit(200)], [NOW], "breaking"),
        # Each of those that differ is asked.
        ([_limit(100)], [_group("one", _limit(200)), _group("two", _limit(90))], "breaking"),
        ([_limit(90)], [_group("one", _limit(200)), _group("two", _limit(90))], "compatible"),
        # A worker that does not have the task, and takes from its queue, or not.
        ([OLD], [NOW, _group("two", contract("images.keep"))], "breaking"),
        ([OLD], [NOW, _group("two", contract("images.keep"), queues=["gpu"])], "compatible"),
        ([OLD], [NOW, _group("two", OTHER, queues=None)], "compatible"),
        ([OLD, OTHER], [_group("one", OLD, OTHER, queues=None), _group("two", OLD, queues=None)], "unknown"),
        # Nobody has it.
        ([OTHER], [NOW], "breaking"),
        ([OLD, OTHER], [NOW], "breaking"),
    ],
)
def test_new_clients_with_those_who_run(new: list[Json], groups: list[Group], outcome: str) -> None:
    assert _outcome(clients.parties(new, Running(groups, None)), "client") == outcome


def test_new_clients_while_workers_are_missing() -> None:
    def outcome(new: Json) -> str:
        return _outcome(clients.parties([new], Running([NOW], "one is away")), "client", ["one is away"])

    assert outcome(OLD) == "unknown"
    assert outcome(OTHER) == "unknown"
    assert outcome(_limit(200)) == "breaking"


def test_people_read_who_breaks_first() -> None:
    noted = _seen(_limit(40), OLD, _limit(50), kept=[OLD])
    parties = list(NewWorkers([_limit(50)], Running([NOW], None), []).parties(noted))
    found = Deployment("worker", "protocol/tasks", "3 kinds of callers seen", parties, [], "wire")
    lines = people(found).splitlines()
    assert lines[0].startswith("clients of images.resize generated from sha256:")
    assert lines[0].endswith("last seen 1970-01-01 00:00:00 UTC: breaking")
    assert '    payload  {"path": "text", "width": 51}' in lines
    assert any(line.startswith("  no worker has kept the contract of this fingerprint") for line in lines)
    asked = "new workers of protocol/tasks; 3 kinds of callers seen"
    assert lines[-1] == f"breaking: 3 running parties: 1 would break, 1 unknown, 1 fit ({asked})"


def test_parties_beside_what_was_found_have_their_own_outcomes() -> None:
    found = Deployment("worker", "new", "", [Party("client", "x", unknown="why")], [], "wire")
    assert (found.outcome, found.exit_code) == ("unknown", 3)
    assert (Deployment("worker", "new", "", [], [], "wire").exit_code) == 0
