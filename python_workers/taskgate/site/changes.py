"""What is different between two sets of contracts. The one place that decides it for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taskgate.jsonschema import Json


@dataclass(frozen=True)
class Changes:
    """The tasks that differ from those of a revision; each list is sorted by name."""

    revision: str
    added: Sequence[str]
    changed: Sequence[str]
    removed: Sequence[Json]
    """The old contracts, of which the page holds nothing else."""

    @property
    def none(self) -> bool:
        """Whether there is no difference."""
        return not (self.added or self.changed or self.removed)


def compare(revision: str, old: Sequence[Json], new: Sequence[Json]) -> Changes:
    """Return what became of the `old` contracts, which are those of `revision`.

    A task has changed where its fingerprint has, in which is what matters on the wire.
    """
    before = {contract["name"]: contract for contract in old}
    after = {contract["name"]: contract for contract in new}
    return Changes(
        revision=revision,
        added=sorted(after.keys() - before.keys()),
        changed=sorted(
            name
            for name in after.keys() & before.keys()
            if after[name]["fingerprint"] != before[name]["fingerprint"]
        ),
        removed=[before[name] for name in sorted(before.keys() - after.keys())],
    )
