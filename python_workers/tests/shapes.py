"""Tasks that stand for every shape of a hint; tests/golden/ holds their contracts."""

from __future__ import annotations

import datetime
import enum
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NotRequired, TypeVar

from annotated_types import Len
from pydantic import BaseModel, Field, computed_field
from typing_extensions import TypedDict

from taskgate import task

Item = TypeVar("Item")


class Colour(enum.Enum):
    """A colour by its name."""

    RED = "red"
    GREEN = "green"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Point(BaseModel):
    """A place on the plane."""

    x: float
    y: float = 0.0


class Segment(BaseModel):
    start: Point
    end: Point
    label: str | None = None


class Tree(BaseModel):
    """A node that holds nodes."""

    name: str = Field(min_length=1)
    children: list[Tree] = []


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float = Field(gt=0)


class Rectangle(BaseModel):
    kind: Literal["rectangle"]
    width: float
    height: float

    @computed_field  # type: ignore[prop-decorator]
    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_page: int | None = None


class Renamed(BaseModel):
    """A model whose member is written in another way in JSON."""

    first_name: str = Field(alias="firstName", title="First name", examples=["Ada"])


@dataclass
class Size:
    """Width and height in pixels."""

    width: int
    height: int = 10


class Options(TypedDict):
    """Settings, some of which may be left out."""

    mode: Literal["fast", "good"]
    # A member called as an annotation of JSON Schema is called.
    title: NotRequired[str]


class TooFar(Exception):
    """The point is outside the map."""

    details: Point


class Plain(Exception):
    details: int | None = None


@task
def defaults(
    count: int = 3,
    ratio: float = 0.5,
    name: str = "none",
    flag: bool = False,
    tags: list[str] = ["a"],  # noqa: B006
    point: Point = Point(x=1.0),  # noqa: B008
    colour: Colour = Colour.RED,
) -> None:
    """Parameters that may all be left out."""


@task
def optional(needed: int, nullable: int | None, both: str | None = None) -> str | None:
    """Nullable and optional are two things: `nullable` must be given, `both` need not."""
    return both


@task
def choices(
    colour: Colour,
    level: Level,
    word: Literal["small", "large"],
    mixed: Literal[1, "one", None, True] = "one",
) -> Colour:
    """Enums and literals."""
    return colour


@task
def unions(
    simple: int | str,
    wide: list[int] | dict[str, int] | bool,
    tagged: Annotated[Circle | Rectangle, Field(discriminator="kind")],
) -> Circle | Rectangle:
    """Unions, with and without a member that tells them apart."""
    return tagged


@task
def nested(segment: Segment, page: Page[Point], size: Size, options: Options) -> Page[Segment]:
    """Models in models, generic models, a dataclass and a TypedDict."""
    return Page(items=[segment])


@task
def recursive(tree: Tree) -> Tree:
    """A model that refers to itself."""
    return tree


@task
def dates(
    moment: datetime.datetime,
    day: datetime.date,
    clock: datetime.time = datetime.time(9, 30),
    until: datetime.datetime = datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC),
) -> list[datetime.datetime]:
    """Moments with an offset, days, and times of day without one."""
    return [moment]


@task
def tuples(
    pair: tuple[int, str],
    many: tuple[float, ...],
    sized: Annotated[list[int], Len(2, 4)] = [1, 2],  # noqa: B006
) -> tuple[bool, Point]:
    """Tuples of fixed and of any length, and a list of bounded length."""
    return True, Point(x=1)


@task
def maps(
    numbers: dict[str, int], points: dict[Literal["a", "b"], Point], anything: dict[str, Any]
) -> dict[str, list[Point]]:
    """JSON objects with members of one kind."""
    return {}


@task
def kinds(
    first: int, second: int = 2, /, third: str = "3", *, fourth: float, fifth: bool = True
) -> list[str]:
    """Positional-only, ordinary and keyword-only parameters."""
    return [repr(each) for each in (first, second, third, fourth, fifth)]


@task
def constraints(
    width: Annotated[int, Field(ge=1, le=4096, description="In pixels.")],
    ratio: Annotated[float, Field(gt=0, lt=1)],
    step: Annotated[int, Field(multiple_of=5)],
    slug: Annotated[str, Field(pattern=r"^[a-z]+$", min_length=1, max_length=8)],
    huge: Annotated[int, Field(ge=-(2**70), lt=2**70)] = 0,
) -> Annotated[list[int], Field(max_length=3)]:
    """Bounds, lengths and patterns."""
    return [width]


@task
def strings(
    path: Path, identifier: uuid.UUID, amount: Decimal = Decimal("1.50")
) -> dict[str, Path | uuid.UUID | Decimal]:
    """Python objects that are strings in JSON."""
    return {"path": path, "identifier": identifier, "amount": amount}


@task
def written(shape: Rectangle, person: Renamed, point: Point) -> tuple[Rectangle, Renamed, Point]:
    """Models that are read and written differently."""
    return shape, person, point


@task
def anything(value: Any, items: list, members: dict):  # type: ignore[no-untyped-def, type-arg]
    """No more is known than that it is JSON.

    Nor is the result.
    """
    return value


@task(
    queue="maps",
    queue_type="quorum",
    name="atlas.europe.find",
    raises=[TooFar, Plain, ValueError],
    progress=Options,
    idempotent=True,
    autoretry_for=(ConnectionError,),
    max_retries=5,
    retry_backoff=True,
    time_limit=60,
    soft_time_limit=50.5,
    ignore_result=True,
    examples=[
        {"arguments": {"point": {"x": 1, "y": 2}}, "result": "here"},
        {"arguments": {"point": {"x": 1e6}}, "exception": "tests.shapes.TooFar"},
    ],
)
def options(point: Point) -> str:
    """Everything that can be said about a task.

    The rest of the text,
        with its indentation.
    """
    if point.x > 1000:
        error = TooFar()
        error.details = point
        raise error
    return "here"
