"""What there is to run: the cells of matrix.toml."""

import fnmatch
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

System = Literal["machine", "newer"]


class PlanError(Exception):
    """The plan, or what was asked of it, cannot be followed; says where, and what to do."""


@dataclass(frozen=True)
class Broker:
    """A broker that the workers of a cell use; `kind` is "redis" (Valkey, too) or "rabbitmq"."""

    name: str
    title: str
    kind: str
    system: System
    program: str
    series: str


@dataclass(frozen=True)
class Cell:
    """One Celery with one broker on one Python."""

    celery: str
    broker: Broker
    python: str

    @property
    def id(self) -> str:
        """As it is named on the command line and in the folder of the results."""
        return f"celery-{self.celery}_{self.broker.name}_python-{self.python}"


@dataclass(frozen=True)
class Plan:
    """All of matrix.toml."""

    bounds: Mapping[str, float]
    brokers: Mapping[str, Broker]
    pythons: Mapping[str, System]
    cells: tuple[Cell, ...]
    suites: Mapping[str, Any]
    names: Mapping[str, str]
    paths: tuple[str, ...]

    @classmethod
    def read(cls, file: Path = HERE / "matrix.toml") -> Self:
        """Read a plan.

        Raises:
            PlanError: it names what it does not have, or a cell twice.

        """
        return cls.of(tomllib.loads(file.read_text("utf-8")), file.name)

    @classmethod
    def of(cls, data: Mapping[str, Any], where: str) -> Self:
        """Make a plan of what was read in the file `where`; raises PlanError as `read` does."""
        brokers = {name: Broker(name=name, **facts) for name, facts in data["brokers"].items()}
        pythons = {name: facts["system"] for name, facts in data["pythons"].items()}
        cells: dict[str, Cell] = {}
        for entry in data["cells"]:
            lists = (entry["celery"], entry["broker"], entry["python"])
            for celery, broker, python in itertools.product(*lists):
                if broker not in brokers or python not in pythons:
                    pair = f"{broker!r} on Python {python!r}"
                    raise PlanError(f"{where}: [[cells]] names {pair}: describe both above")
                cell = Cell(celery, brokers[broker], python)
                if cell.id in cells:
                    raise PlanError(f"{where}: [[cells]] has {cell.id} twice: name it in one entry")
                cells[cell.id] = cell
        return cls(
            bounds=data["bounds"],
            brokers=brokers,
            pythons=pythons,
            cells=tuple(cells.values()),
            suites=data["suites"],
            names=data["names"],
            paths=tuple(data["tested"]["paths"]),
        )

    def chosen(self, words: Iterable[str]) -> list[Cell]:
        """Return the cells whose ids have one of `words` in them, which may have `*`; without words, all.

        Raises:
            PlanError: a word fits no cell.

        """
        patterns = [f"*{word}*" for word in words]
        for pattern in patterns:
            if not any(fnmatch.fnmatchcase(cell.id, pattern) for cell in self.cells):
                known = ", ".join(cell.id for cell in self.cells)
                raise PlanError(f"CELLS: no cell has {pattern[1:-1]!r} in its name; there are {known}")
        return [
            cell
            for cell in self.cells
            if not patterns or any(fnmatch.fnmatchcase(cell.id, pattern) for pattern in patterns)
        ]

    def suites_of(self, cell: Cell) -> list[str]:
        """Return the names of the suites that a cell runs."""
        return [name for name, suite in self.suites.items() if cell.celery in suite["celery"]]

    def files_of(self, cell: Cell) -> list[str]:
        """Return the test files that a cell runs, as paths in the repository."""
        names = (file for suite in self.suites_of(cell) for file in self.suites[suite]["files"])
        return [f"contract_tests/live/{name}.test.ts" for name in names]

    def left_out(self) -> Iterator[tuple[str, Broker, str]]:
        """Yield what the lists of the plan would allow, and no cell is."""
        ids = {cell.id for cell in self.cells}
        celerys = dict.fromkeys(cell.celery for cell in self.cells)
        for celery, broker, python in itertools.product(celerys, self.brokers.values(), self.pythons):
            if Cell(celery, broker, python).id not in ids:
                yield celery, broker, python


def requirements_of(cell: Cell) -> Path:
    """Return the file with the versions of a cell's packages."""
    return HERE / "requirements" / f"celery-{cell.celery}.txt"
