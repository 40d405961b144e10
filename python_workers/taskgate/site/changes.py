"""What is different between two sets of contracts. The one place that decides it for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from taskgate.compatibility import javascript
from taskgate.compatibility.findings import Finding
from taskgate.compatibility.report import Outcome, Report
from taskgate.compatibility.tasks import diff
from taskgate.errors import Unsupported
from taskgate.schemas.jsonschema import Json

MODE: Final = "backward"
"""As `contracts diff` has it: those who call with what was, while the workers have what is."""

FAIL_ON: Final = "source"


@dataclass(frozen=True)
class Change:
    """A task that is not what it was, or is gone, and what was found; `new` is None where it is gone."""

    old: Json
    new: Json | None
    counted: Sequence[Finding]
    """What breaks, or may, for callers of before."""
    others: Sequence[Finding]
    outcome: Outcome | None
    """None where the schemas were not compared."""

    @property
    def name(self) -> str:
        """The name of the task."""
        return str(self.old["name"])


@dataclass(frozen=True)
class Changes:
    """The tasks that differ from those of a revision; each list is sorted by name."""

    revision: str
    added: Sequence[str]
    changed: Sequence[Change]
    removed: Sequence[Change]
    uncompared: str | None = None
    """Why only fingerprints were compared, in one sentence with the remedy."""
    unverified: str | None = None
    """Why JavaScript has judged no payload, as the end of a sentence."""

    @property
    def none(self) -> bool:
        """Whether there is no difference."""
        return not (self.added or self.changed or self.removed)

    def warnings(self) -> list[str]:
        """Return what whoever writes the page should know, a sentence each."""
        said = []
        if self.uncompared is not None:
            said.append(f"Only fingerprints were compared, which do not say what breaks: {self.uncompared}")
        if self.unverified is not None:
            said.append(f"The payloads were not verified in JavaScript: {self.unverified}")
        return said

    def of(self, name: str) -> Change | None:
        """Return what became of a task that is still there, or None where it is new or the same."""
        return next((each for each in self.changed if each.name == name), None)


def compare(
    revision: str, old: Sequence[Json], new: Sequence[Json], node_client: Path | None = None
) -> Changes:
    """Return what became of the `old` contracts, which are those of `revision`.

    A task has changed where something was found, or where its fingerprint is another one. Without the
    packages that compare schemas, the fingerprints alone say it. `node_client` is the npm package's command,
    which is looked for where it is None.
    """
    before = {contract["name"]: contract for contract in old}
    now = {contract["name"]: contract for contract in new}
    findings: list[Finding] = []
    uncompared = unverified = None
    try:
        findings, unverified = javascript.judged(diff(old, new), node_client)
    except Unsupported as error:
        uncompared = str(error)
    known = [_change(before[name], now.get(name), findings, uncompared is None) for name in sorted(before)]
    return Changes(
        revision=revision,
        added=sorted(now.keys() - before.keys()),
        changed=[each for each in known if each.new is not None and _differs(each)],
        removed=[each for each in known if each.new is None],
        uncompared=uncompared,
        unverified=unverified if any(each.has_payload() for each in findings) else None,
    )


def _change(old: Json, new: Json | None, findings: Sequence[Finding], compared: bool) -> Change:
    mine = [each for each in findings if each.task == old["name"]]
    report = Report("", "", (), mine, MODE, FAIL_ON, None, ())
    counted = [each for each in mine if report.counts(each)]
    others = [each for each in mine if not report.counts(each)]
    return Change(old, new, counted, others, report.outcome if compared else None)


def _differs(change: Change) -> bool:
    # That a contract was written before contracts had retries is no change of the task.
    if any(each.rule != "retries-unknown" for each in (*change.counted, *change.others)):
        return True
    return change.new is not None and change.old["fingerprint"] != change.new["fingerprint"]
