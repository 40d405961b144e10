"""Defaults, with JSON and without."""

import datetime
import enum
import os
import uuid
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from tests.foreign.signatures import app

MISSING = object()


class Speed(enum.Enum):
    SLOW = "slow"
    FAST = "fast"


class Point(BaseModel):
    x: float = 0.0


@dataclass
class Margin:
    left: int = 1


@app.task
def plain(
    a: int = 1,
    b: float = 0.5,
    c: str = "c",
    d: bool = False,
    e: list[int] = [1],
    f: dict[str, int] = {"a": 1},
) -> None:
    pass


@app.task
def nones(a: int | None = None, b: str = None, c: list[int] = None) -> None:
    """`b` and `c` forgot to say that None is one of their values."""


@app.task
def objects(
    point: Point = Point(x=1),
    margin: Margin = Margin(),
    speed: Speed = Speed.FAST,
    until: datetime.datetime = datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC),
    amount: Decimal = Decimal("1.50"),
    identifier: uuid.UUID = uuid.UUID(int=7),
) -> None:
    pass


@app.task
def not_json(
    missing: int = MISSING,
    clock=datetime.datetime.now,
    span=datetime.timedelta(hours=1),
    speed=Speed.SLOW,
    numbers={1, 2},
    infinite: float = float("inf"),
    large: int = 2**60,
) -> None:
    """Defaults that only Python knows."""


@app.task
def misfit(count: int = "3", ratio: float = "half", names: list[str] = ("a", "b")) -> None:
    """Defaults that contradict their hints, and work."""


@app.task
def positional_not_json(first: str = MISSING, second: int = 2, /) -> None:
    pass


@app.task
def unhinted(a=1, b="b", c=None, d=[1, {"e": None}], f=(1, 2), g=os.sep) -> None:
    pass
