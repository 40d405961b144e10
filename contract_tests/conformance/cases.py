"""The cases: read from cases/*.json, checked as a whole, and those of the vectors turned into steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from jsonschema import Draft202012Validator

from conformance.program import Json
from conformance.vectors import NoVector, Vectors, steps_of

Broker = Literal["redis", "rabbitmq"]
Level = Literal["MUST", "SHOULD", "MAY"]

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
BROKERS: Final[tuple[Broker, ...]] = ("redis", "rabbitmq")
LEVELS: Final[tuple[Level, ...]] = ("MUST", "SHOULD", "MAY")


class BadCases(Exception):
    """A file of cases cannot be used; names the file, the id and what is wrong."""


@dataclass(frozen=True)
class Case:
    """`place` is who takes what is published: a worker, or a box that nobody but the driver opens."""

    id: str
    level: Level
    clause: str
    description: str
    brokers: tuple[Broker, ...]
    place: Literal["box", "worker"]
    needs: frozenset[str]
    fresh: tuple[str, ...]
    steps: tuple[Json, ...]


def load(
    folder: Path = HERE / "cases",
    vectors: Path = ROOT / "contract_tests" / "vectors",
    protocol: Path = ROOT / "protocol" / "PROTOCOL.md",
) -> list[Case]:
    """Read every case, sorted as they stand in their files. Raises BadCases."""
    try:
        known = Vectors.read(vectors)
        clauses = set(re.findall(r"^\| ([A-Z][0-9]+) \|", protocol.read_text("utf-8"), re.MULTILINE))
    except (OSError, ValueError) as error:
        raise BadCases(str(error)) from None
    cases: dict[str, Case] = {}
    for file in sorted(folder.glob("*.json")):
        for case in _of_file(file, known):
            if case.id in cases or (case.id.startswith("client") and case.id in known):
                raise BadCases(f"{file.name}: {case.id} is the id of another case, too; ids are permanent")
            if case.clause not in clauses:
                raise BadCases(
                    f"{file.name}: {case.id} tests clause {case.clause}, which {protocol.name} does not have"
                )
            cases[case.id] = case
    if not cases:
        raise BadCases(f"{folder} has no case")
    return list(cases.values())


def _of_file(file: Path, vectors: Vectors) -> Iterator[Case]:
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadCases(f"{file.name}: {error}") from None
    schema = json.loads((HERE / "case.schema.json").read_text("utf-8"))
    for fault in Draft202012Validator(schema).iter_errors(document):
        raise BadCases(f"{file.name}: {_named(document, list(fault.absolute_path))}: {fault.message[:200]}")
    for case in document.get("cases", []):
        yield Case(
            id=case["id"],
            level=case["level"],
            clause=case["clause"],
            description=case["description"],
            brokers=tuple(case.get("brokers", BROKERS)),
            place=case["place"],
            needs=frozenset(case["needs"]),
            fresh=tuple(case.get("fresh", ())),
            steps=tuple(case["steps"]),
        )
    for entry in document.get("reuse", []):
        yield _reused(file, entry, vectors)


def _reused(file: Path, entry: Json, vectors: Vectors) -> Case:
    try:
        vector = vectors[entry["id"]]
        broker, place, needs, steps = steps_of(vector, entry)
    except NoVector as error:
        raise BadCases(f"{file.name}: {entry['id']}: {error}") from None
    level = entry.get("level", vector.case["level"])
    if LEVELS.index(level) < LEVELS.index(vector.case["level"]):
        raise BadCases(
            f"{file.name}: {entry['id']} is {level} here and only {vector.case['level']} in the vectors"
        )
    return Case(
        id=entry["id"],
        level=level,
        clause=vector.case["clause"],
        description=vector.case["description"],
        brokers=(broker,),
        place=place,
        needs=frozenset(needs),
        fresh=("id",),
        steps=tuple(steps),
    )


def _named(document: Json, path: list[str | int]) -> str:
    """The id of the case that a path leads into, or the path."""
    if len(path) > 1 and isinstance(document[path[0]][path[1]], dict):
        return str(document[path[0]][path[1]].get("id", f"/{path[0]}/{path[1]}"))
    return "/".join(map(str, path)) or "the document"
