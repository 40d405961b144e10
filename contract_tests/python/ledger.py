"""What a runner has run, noted in .build/, so that a case that one language left out is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / ".build" / "vectors"


class Ledger:
    """The ids that one language ran."""

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        self._file = folder / f"{language}.json"
        self.ran: list[str] = []

    def add(self, id: str) -> None:
        self.ran.append(id)

    def write(self) -> None:
        """Write what was run, in place of what was written before."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps({"ran": sorted(self.ran)}), "utf-8")


def ran(language: str, folder: Path = FOLDER) -> list[str]:
    """Return the ids that a language ran last; raises OSError and ValueError where that is not known."""
    read: Any = json.loads((folder / f"{language}.json").read_text("utf-8"))
    return [str(each) for each in read["ran"]]
