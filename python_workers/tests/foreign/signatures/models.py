"""Hints of structures."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Generic, NotRequired, Protocol, Required, TypedDict, TypeVar

import pydantic
from pydantic import BaseModel, Field, RootModel

from tests.foreign.signatures import app

if TYPE_CHECKING:
    from fractions import Fraction

Item = TypeVar("Item")
Key = TypeVar("Key", bound=int)


class Product(BaseModel):
    """Something to sell."""

    name: str
    price: float = Field(gt=0, description="In euros.")
    tags: list[str] = []


class Order(BaseModel):
    products: list[Product]
    note: str | None = None


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    following: int | None = None


class Category(BaseModel):
    """A category that holds categories."""

    name: str
    children: list[Category] = []


class Closed(BaseModel, extra="forbid"):
    x: int


class Numbers(RootModel[list[int]]):
    pass


@dataclass
class Size:
    """Width and height."""

    width: int
    height: int = 10
    tags: list[str] = field(default_factory=list)


@dataclass
class Box(Generic[Item]):
    content: Item
    size: Size


@pydantic.dataclasses.dataclass
class Checked:
    x: int


class Options(TypedDict):
    mode: str
    quality: NotRequired[int]


class Loose(TypedDict, total=False):
    a: int
    b: Required[str]


class Branch(TypedDict):
    value: int
    branches: list[Branch]


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mode(enum.StrEnum):
    FAST = enum.auto()
    GOOD = enum.auto()


class Rights(enum.Flag):
    READ = 1
    WRITE = 2


class Readable(Protocol):
    def read(self) -> str: ...


class Opaque:
    """Nothing that JSON could hold."""


@app.task
def model(product: Product) -> Product:
    return product


@app.task
def nested_model(order: Order) -> list[Order]:
    return [order]


@app.task
def recursive_model(category: Category) -> Category:
    return category


@app.task
def closed_model(closed: Closed) -> None:
    pass


@app.task
def root_model(numbers: Numbers) -> Numbers:
    return numbers


@app.task
def generic_model(page: Page[Product]) -> Page[int]:
    return Page(items=[])


@app.task
def data_class(size: Size) -> Size:
    return size


@app.task
def generic_data_class(box: Box[int]) -> Box[Size]:
    return Box(box.size, box.size)


@app.task
def checked_data_class(checked: Checked) -> Checked:
    return checked


@app.task
def typed_dict(options: Options, loose: Loose) -> Options:
    return options


@app.task
def recursive_typed_dict(branch: Branch) -> Branch:
    return branch


@app.task
def enums(colour: Colour, level: Level, mode: Mode = Mode.FAST) -> dict[Mode, Colour]:
    return {mode: colour}


@app.task
def flag(rights: Rights) -> None:
    pass


@app.task
def forward_reference(later: Later, text: "str") -> list["Later"]:
    return [later]


@app.task
def not_at_run_time(share: Fraction) -> int:
    return 1


@app.task
def type_variable(item: Item, key: Key) -> Item:
    return item


@app.task
def unknown_class(opaque: Opaque, readable: Readable) -> Opaque:
    return opaque


@app.task
def annotated_model(order: Annotated[Order, "an order"]) -> Annotated[list[Product], Field(max_length=2)]:
    return order.products


class Later(BaseModel):
    x: int
