"""Hints with alternatives."""

from dataclasses import dataclass
from typing import Annotated, Literal, Optional, Union

from pydantic import BaseModel, Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from tests.foreign.signatures import app


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float


class Square(BaseModel):
    kind: Literal["square"] = "square"
    side: float


class Card(BaseModel):
    type: Literal["visa", "master"]
    number: str


class Transfer(BaseModel):
    type: Literal["transfer"]
    iban: str


class Payment(BaseModel):
    by: Card | Transfer = Field(discriminator="type")
    amount: float


@dataclass
class Cat:
    meows: bool


@dataclass
class Dog:
    barks: bool


Json = TypeAliasType("Json", "Union[dict[str, Json], list[Json], str, int, float, bool, None]")
Shape = Annotated[Circle | Square, Field(discriminator="kind")]


def legs(animal) -> str:
    return "dog" if "barks" in animal else "cat"


@app.task
def optional(x: Optional[int], y: str | None = None) -> int | None:
    return x


@app.task
def simple(x: int | str, y: Union[bool, list[int]]) -> Union[int, str]:
    return x


@app.task
def literal(mode: Literal["fast", "good"], level: Literal[1, 2, None] = None) -> Literal[True]:
    return True


@app.task
def discriminated(shape: Shape) -> Shape:
    return shape


@app.task
def discriminated_inside(payment: Payment) -> list[Shape]:
    return []


@app.task
def discriminated_by_function(
    animal: Annotated[
        Annotated[Cat, Tag("cat")] | Annotated[Dog, Tag("dog")],
        Discriminator(legs),
    ],
) -> None:
    pass


@app.task
def of_models(shape: Circle | Square | None) -> Circle | Square | list[Circle]:
    return []


@app.task
def of_data_classes(animal: Cat | Dog) -> Cat | Dog:
    return animal


@app.task
def alias(document: Json) -> Json:
    return document


@app.task
def optional_models(shape: Circle | None = None, *others: Circle | Square) -> Circle | None:
    return shape
