"""Every shape of arguments that a contract can describe."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from taskgate import task


class Size(Enum):
    """A size."""

    SMALL = "small"
    LARGE = "large"


class Level(IntEnum):
    """A number that stands for a level."""

    LOW = 1
    HIGH = 2


class Point(BaseModel):
    """A place on a plane."""

    x: float
    y: float = 0


class Tree(BaseModel):
    """A tree of names."""

    name: str
    children: list[Tree] = []


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: Annotated[float, Field(gt=0)]


class Square(BaseModel):
    kind: Literal["square"]
    side: Annotated[float, Field(gt=0)]


class Stroke(Enum):
    """How it is drawn."""

    DOT = "dot"


class Line(BaseModel):
    kind: Literal["line"] = "line"
    length: float


class Dot(BaseModel):
    kind: Literal[Stroke.DOT]


@task
def numbers(count: int, share: Annotated[float, Field(ge=0, le=1)] = 0.5, flag: bool = False) -> int:
    """Take numbers."""
    return count


@task
def texts(
    name: Annotated[str, Field(min_length=1, max_length=5)],
    size: Size = Size.SMALL,
    mode: Literal["fast", "exact"] = "fast",
    note: str | None = None,
) -> str:
    """Take texts."""
    return name


@task
def moments(at: datetime.datetime, day: datetime.date | None = None) -> datetime.datetime:
    """Take a date and time, and a date."""
    return at


@task
def forms(
    identifier: UUID | None = None, clock: datetime.time | None = None, price: Decimal = Decimal(0)
) -> str:
    """Take texts that stand for something else."""
    return str(identifier)


@task
def patterns(
    digits: Annotated[str, Field(pattern=r"^\d+$")] = "1",
    word: Annotated[str, Field(pattern=r"^[\w.-]+$")] = "a",
    blank: Annotated[str, Field(pattern=r"^\s$")] = " ",
    between: Annotated[str, Field(pattern=r"^a.c$")] = "abc",
    ampersand: Annotated[str, Field(pattern=r"^[a&&b]+$")] = "a",
) -> str:
    """Take texts that fit a pattern."""
    return digits


@task
def listed(
    level: Level = Level.LOW,
    mixed: Literal[1, "a", None] = 1,
    switch: Literal[True, 0] = True,
    labels: dict[Annotated[str, Field(pattern="^[a-z]+$")], int] = {},  # noqa: B006
    tenths: Annotated[float, Field(multiple_of=0.1)] = 0,
) -> int:
    """Take values of a closed list."""
    return level


@task
def structures(
    point: Point,
    tree: Tree | None = None,
    pair: tuple[int, str] = (0, ""),
    by_name: dict[str, int] | None = None,
    points: Annotated[list[Point], Field(max_length=3)] = [],  # noqa: B006
    either: int | str = 0,
) -> Point:
    """Take structures."""
    return point


@task
def figure(figure: Annotated[Circle | Square, Field(discriminator="kind")]) -> float:
    """Take one of two figures."""
    return 0.0


@task
def drawing(figures: list[Annotated[Line | Dot, Field(discriminator="kind")]]) -> int:
    """Take figures whose tag has a default, or is a member of an Enum."""
    return len(figures)


@task
def kinds(first: int, second: int = 2, /, third: int = 3, *, fourth: int, fifth: int = 5) -> list[int]:
    """Take parameters of every kind."""
    return [first, second, third, fourth, fifth]
