"""Every shape of arguments that a contract can describe."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from taskgate import task


class Size(Enum):
    """A size."""

    SMALL = "small"
    LARGE = "large"


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
def kinds(first: int, second: int = 2, /, third: int = 3, *, fourth: int, fifth: int = 5) -> list[int]:
    """Take parameters of every kind."""
    return [first, second, third, fourth, fifth]
