"""What came out of a cell, kept until something changes that it depends on."""

import dataclasses
import hashlib
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from matrix.plan import ROOT, Cell, Plan, requirements_of

Outcome = Literal["passed", "failed", "could not run"]


@dataclass(frozen=True)
class Result:
    """One run of a cell. `reason` is why it could not run, or what failed beside tests; else empty."""

    cell: str
    outcome: Outcome
    tested: str
    commit: str
    seconds: int = 0
    reason: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)


class Results:
    """The folder with one file for each cell that was run."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which need not exist."""
        self._folder = folder

    def keep(self, result: Result) -> None:
        """Keep a result in place of the one before."""
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dataclasses.asdict(result), indent=2, ensure_ascii=False)
        part = self._folder / f"{result.cell}.part"
        part.write_text(text + "\n", "utf-8")
        part.replace(self._folder / f"{result.cell}.json")

    def of(self, plan: Plan, cell: Cell) -> Result | None:
        """Return the result of a cell; None where there is none of what is here now."""
        try:
            result = Result(**json.loads((self._folder / f"{cell.id}.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None  # none, or one of another version of this program
        return result if result.tested == digest_of(plan, cell) else None


def digest_of(plan: Plan, cell: Cell) -> str:
    """Return a digest of all files that decide on the outcome of a cell, as they are now."""
    digest = hashlib.sha256()
    facts = [cell.id, dataclasses.asdict(cell.broker), plan.pythons[cell.python], dict(plan.names)]
    digest.update(json.dumps(facts, sort_keys=True).encode())
    for file in _files(_paths(plan, cell)):
        digest.update(
            f"\n{file.relative_to(ROOT)}\n".encode() + (file.read_bytes() if file.exists() else b"")
        )
    return digest.hexdigest()


def commit(plan: Plan, cell: Cell) -> str:
    """Return the commit that is checked out, with a plus where what decides on the cell differs from it."""
    changed = _git("status", "--porcelain", "--", *_paths(plan, cell))
    return _git("rev-parse", "--short=10", "HEAD").strip() + ("+" if changed else "")


def _paths(plan: Plan, cell: Cell) -> list[str]:
    return [*plan.paths, *plan.files_of(cell), str(requirements_of(cell).relative_to(ROOT))]


def _files(paths: Iterable[str]) -> list[Path]:
    listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *paths)
    return sorted({ROOT / name for name in listed.split("\0") if name})


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True, timeout=60
    ).stdout
