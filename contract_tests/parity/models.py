"""The models, enums and tuples that the hints of shapes.py name."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Annotated, Generic, Literal, NamedTuple, NewType, NotRequired, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    computed_field,
    field_serializer,
)
from pydantic.dataclasses import dataclass as checked_dataclass
from typing_extensions import TypedDict

T = TypeVar("T")


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mixed(enum.Enum):
    ONE = 1
    TEXT = "a"
    HALF = 1.5
    NOTHING = None
    YES = True


class Flat(BaseModel):
    a: int
    b: str = "b"
    c: float | None = None


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int = 1


class OpenTexts(BaseModel):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]
    a: int = 1


class Renamed(BaseModel):
    first: int = Field(alias="firstName")
    second: int = Field(2, alias="secondName")


class ByBoth(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    first: int = Field(alias="firstName")


class ByName(BaseModel):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=False)
    first: int = Field(alias="firstName")


class ByChoice(BaseModel):
    first: int = Field(validation_alias=AliasChoices("one", "eins"), serialization_alias="one")


class Lax(BaseModel):
    model_config = ConfigDict(strict=False, coerce_numbers_to_str=True, use_enum_values=True)
    a: int
    b: str
    c: bool
    d: Colour


class Written(BaseModel):
    a: int

    @computed_field
    def parity(self) -> int:
        return self.a % 2

    @field_serializer("a")
    def of_a(self, value: int) -> str:
        return str(value)


class Engine(BaseModel):
    model_config = ConfigDict(regex_engine="python-re")
    a: str = Field(pattern=r"^\w\s?$")


class Limited(BaseModel):
    model_config = ConfigDict(str_max_length=3, str_min_length=1)
    a: str


class Tree(BaseModel):
    value: int
    children: list[Tree] = []


class Linked(BaseModel):
    next: Linked | None = None


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float


class Square(BaseModel):
    kind: Literal["square", "box"] = "square"
    side: float


class Numbered(BaseModel):
    kind: Literal[1]
    n: int


class Other(BaseModel):
    kind: Literal[2]
    n: str


class Cat(TypedDict):
    kind: Literal["cat"]
    n: int


class Dog(TypedDict):
    kind: Literal["dog"]
    n: NotRequired[str]


class Nested(BaseModel):
    flat: Flat
    many: list[Flat] = []
    by_name: dict[str, Flat] = {}
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None


class Page(BaseModel, Generic[T]):
    items: list[T]
    more: bool = False


class Texts(RootModel[list[str]]):
    pass


class Partial(TypedDict, total=False):
    a: int
    b: str


@dataclass
class Point:
    x: float
    y: float = 0.0
    tags: list[str] = field(default_factory=list)


@checked_dataclass
class Checked:
    x: Annotated[int, Field(ge=0)]


class Pair(NamedTuple):
    left: int
    right: str = "r"


Identifier = NewType("Identifier", int)
