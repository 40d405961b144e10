"""What is looked for, by ids that do not change: docs/breaking-changes.md has the same table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["wire", "source", "behaviour"]
Pair = Literal["backward", "forward", "both"]

PAIRS: Final[Mapping[Pair, str]] = {
    "backward": "old client + new worker",
    "forward": "new client + old worker",
    "both": "either client + the other worker",
}
"""The two pairs that run together during a rollout, in the words of Confluent's and Buf's."""


@dataclass(frozen=True)
class Rule:
    """`level` is the strongest that the rule has; `meaning` is a sentence for the table."""

    id: str
    level: Level
    meaning: str


def _table(*rows: tuple[str, Level, str]) -> dict[str, Rule]:
    return {row[0]: Rule(*row) for row in rows}


RULES: Final[Mapping[str, Rule]] = _table(
    ("task-removed", "wire", "A task is gone: its calls end as unknown tasks."),
    ("task-renamed", "wire", "A task has another name: calls by the old one end as unknown tasks."),
    ("task-added", "wire", "A task is new: old workers do not know it."),
    ("parameter-removed", "wire", "A parameter is gone: calls that give it are refused."),
    ("parameter-added", "wire", "A parameter is new and optional: old workers refuse calls that give it."),
    ("parameter-added-required", "wire", "A parameter is new and required: calls of before lack it."),
    ("parameter-made-required", "wire", "A parameter has to be given: calls without it are refused."),
    ("parameter-made-optional", "wire", "A parameter may be left out now: old workers ask for it."),
    ("parameter-narrowed", "wire", "A parameter takes less than before."),
    ("parameter-widened", "wire", "A parameter takes more than before: old workers refuse it."),
    ("parameter-member-removed", "source", "A member of a parameter is gone, and ignored where it is sent."),
    ("parameter-kind-changed", "wire", "A parameter is given by position and was by name, or the other way."),
    ("parameter-kind-unknown", "wire", "A parameter has a kind that this version does not know."),
    ("parameter-renamed", "source", "A positional-only parameter has another name, which the types carry."),
    ("parameters-reordered", "wire", "A position means another parameter: chains go by positions."),
    ("carried-over", "behaviour", "Older calls are carried over: what is made of them nothing proves."),
    ("older-removed", "wire", "An older shape is no longer carried over: calls by it are refused."),
    ("parameter-default-changed", "behaviour", "Calls that leave a parameter out mean something else."),
    ("result-widened", "wire", "A task returns what was not returned before."),
    ("result-narrowed", "wire", "A task returns less: new clients refuse what old workers return."),
    ("result-member-removed", "source", "An optional member of the result is gone, and code may read it."),
    ("progress-widened", "wire", "A task reports what was not reported before."),
    ("progress-narrowed", "wire", "A task reports less than before."),
    ("progress-removed", "source", "A task declares no progress any more."),
    ("progress-added", "source", "A task declares progress now."),
    ("error-added", "source", "A task declares an exception that callers do not know."),
    ("error-removed", "source", "A task no longer declares an exception that code may tell apart."),
    ("error-widened", "wire", "The details of an exception hold what they did not hold before."),
    ("error-narrowed", "wire", "The details of an exception hold less than before."),
    ("queue-changed", "wire", "A task waits in another queue: calls lie where nobody may look."),
    ("queue-type-changed", "wire", "A queue is declared with another type, which RabbitMQ refuses."),
    ("result-not-stored", "wire", "A task's result is no longer stored: who waits for it waits in vain."),
    ("result-stored", "wire", "A task's result is stored now: old workers do not."),
    ("limit-changed", "behaviour", "A task may run for another time."),
    ("retries-changed", "behaviour", "A task is run again by itself in another way."),
    ("retries-unknown", "behaviour", "A contract of before says nothing of retries."),
    ("idempotent-removed", "behaviour", "A task is no longer said to be safe to run twice."),
    ("idempotent-added", "behaviour", "A task is said to be safe to run twice."),
    ("member-unknown", "wire", "A member of the contract changed that this version does not know."),
)  # fmt: skip
