"""The cases of vectors/, read and held to their form; node/cases.ts is the twin."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final, NamedTuple

from jsonschema import Draft202012Validator

Json = Any

HERE: Final = Path(__file__).resolve().parent.parent
VECTORS: Final = HERE / "vectors"
PROTOCOL: Final = HERE.parent / "protocol" / "PROTOCOL.md"
SCHEMA: Final = HERE / "vector.schema.json"

LIVE: Final = "live"
"""The operation that no adapter runs: its cases name live tests."""

_CLAUSE: Final = re.compile(r"^\| ([A-Z][0-9]+) \| (.*) \|$", re.MULTILINE)


class BadVectors(Exception):
    """What is wrong with the files of cases: a line for each, with the file and the id."""


class Case(NamedTuple):
    """One case, with the name of its file and the operation of it."""

    file: str
    operation: str
    data: dict[str, Json]

    @property
    def id(self) -> str:
        return str(self.data["id"])

    def runs_in(self, language: str) -> bool:
        """Say whether that language has to run it: all but live tests, and what the other does alone."""
        only = self.data.get("sides", {}).get("only", language)
        return self.operation != LIVE and only == language

    def known_failure(self, language: str) -> str | None:
        """Return the reason for which it fails in that language, None where it has to pass."""
        known = self.data.get("knownFailure", {})
        return known["reason"] if known.get("language") == language else None


def load(operations: Collection[str], folder: Path = VECTORS, protocol: Path = PROTOCOL) -> list[Case]:
    """Return all cases of a folder; raises BadVectors, also where there is none.

    `operations` are those that there is an adapter for; `protocol` has the clauses.
    """
    schema = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    known = clauses(protocol)
    cases: list[Case] = []
    found: list[str] = []
    for file in sorted(folder.glob("*.json")):
        try:
            document = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            found.append(f"{file.name}: is no JSON ({error}); mend it there")
            continue
        found += [_misfit(file.name, document, error) for error in schema.iter_errors(document)]
        if isinstance(document, dict) and isinstance(document.get("cases"), list):
            operation = str(document.get("operation"))
            if operation not in {*operations, LIVE}:
                remedy = "write an adapter for it, or mend the name"
                found.append(f"{file.name}: the operation {operation} is unknown; {remedy}")
            cases += [
                Case(file.name, operation, each) for each in document["cases"] if isinstance(each, dict)
            ]
    found += _doubles(cases)
    found += [
        f"{case.file}, {case.id}: there is no clause {case.data['clause']}; see {protocol.name}"
        for case in cases
        if "id" in case.data and case.data.get("clause", "") not in [*known, ""]
    ]
    if not cases and not found:
        found.append(f"{folder.name}: no case was found; see that the folder has files of cases")
    if found:
        raise BadVectors("\n".join(found))
    return cases


def clauses(protocol: Path = PROTOCOL) -> dict[str, str]:
    """Return the texts of the clauses by their ids."""
    return dict(_CLAUSE.findall(protocol.read_text("utf-8")))


def _doubles(cases: list[Case]) -> list[str]:
    first: dict[str, Case] = {}
    return [
        f"{case.file}, {case.id}: {first[case.id].file} has this id, too; take the next free one"
        for case in cases
        if "id" in case.data and first.setdefault(case.id, case) is not case
    ]


def _misfit(file: str, document: Json, error: Any) -> str:
    """Name the case that does not fit the schema by its id, where it has one."""
    path = list(error.absolute_path)
    where = "/".join(map(str, path)) or "the whole"
    if len(path) > 1 and path[0] == "cases":
        named = document["cases"][path[1]]
        where = str(named.get("id", where)) if isinstance(named, dict) else where
    return f"{file}, {where}: {error.message}; see {SCHEMA.name}"
