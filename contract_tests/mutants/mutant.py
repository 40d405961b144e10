"""One deliberate break of the code, and the list of them: the *.toml files beside this one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]

By = Literal["test", "compiler", "import"]

TOOLS: Final = ("pytest", "jest", "tsc")
"""What the first word of `test` may be."""

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BadList(Exception):
    """The list, or the code that it is about, is not as it has to be; the text is one sentence."""


@dataclass(frozen=True)
class Mutant:
    """One break.

    `why` is what a user would suffer; `find` stands exactly once in `file` (from the top of the repository)
    and becomes `replace`. `test` is the tool and its words, which have to go red.
    """

    name: str
    why: str
    file: str
    find: str
    replace: str
    test: tuple[str, ...]
    by: By = "test"
    """Who goes red: a test; the compiler; or, for a control, nobody gets as far as a test."""
    build: bool = False
    """Whether the test reads the compiled package, which then has to be compiled anew."""
    brokers: bool = False
    """Whether the test needs Redis and RabbitMQ."""

    def applied(self, text: str) -> str:
        """Return the text of the file with the break; raises BadList where it does not apply."""
        count = text.count(self.find)
        if count != 1:
            raise BadList(
                f"mutant {self.name}: its text stands {count} times in {self.file}, and not once; "
                "write the text as the code has it now"
            )
        return text.replace(self.find, self.replace)


def read(files: Iterable[Path] | None = None) -> list[Mutant]:
    """Return all mutants, in the order of the files and in them; raises BadList."""
    found: list[Mutant] = []
    names: dict[str, Path] = {}
    for file in sorted(HERE.glob("*.toml")) if files is None else files:
        for mutant in _read(file):
            if mutant.name in names:
                raise BadList(
                    f"{file.name}: mutant {mutant.name} is in {names[mutant.name].name} already; rename one"
                )
            names[mutant.name] = file
            found.append(mutant)
    return found


def chosen(mutants: Sequence[Mutant], names: Sequence[str]) -> list[Mutant]:
    """Return those of the names, and the controls in any case; all where none is named. Raises BadList."""
    unknown = sorted(set(names) - {each.name for each in mutants})
    if unknown:
        raise BadList(f"there is no mutant {', '.join(unknown)}; the names are in {HERE.name}/*.toml")
    return [each for each in mutants if not names or each.name in names or each.by == "import"]


def _read(file: Path) -> list[Mutant]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadList(f"{file.name} is no TOML ({error})") from error
    entries = document.get("mutant", [])
    if document.keys() != {"mutant"} or not isinstance(entries, list) or not entries:
        raise BadList(f"{file.name} has to hold [[mutant]] and nothing else")
    return [_mutant(f"{file.name}, mutant {number}", each) for number, each in enumerate(entries, 1)]


def _mutant(where: str, entry: Any) -> Mutant:
    known = {each.name: each for each in fields(Mutant)}
    needed = {name for name, each in known.items() if each.default is MISSING}
    wrong = sorted((entry.keys() - known.keys()) | (needed - entry.keys()))
    if wrong:
        raise BadList(f"{where}: {wrong[0]} is missing or not known; the members are {', '.join(known)}")
    words = entry["test"]
    if not isinstance(words, list) or len(words) < 2 or words[0] not in TOOLS:
        raise BadList(f"{where}: test has to be a list that begins with {' or '.join(TOOLS)}")
    mutant = Mutant(**{**entry, "test": tuple(words)})
    if not _NAME.fullmatch(mutant.name) or not mutant.why.strip():
        raise BadList(f"{where}: give a name of small letters and hyphens, and why it would hurt")
    if mutant.find == mutant.replace or mutant.by not in get_args(By):
        raise BadList(f"{where}: replace has to differ from find, and by is one of {', '.join(get_args(By))}")
    return mutant
