"""Orders, as they were."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from taskgate import task


class Line(BaseModel):
    """What is ordered; closed, so that nothing but this is a line."""

    model_config = ConfigDict(extra="forbid")
    product: str
    count: int


class Order(BaseModel):
    """An order and where it stands."""

    state: Literal["open", "paid"]
    lines: list[Line]


@task
def place(product: str, count: int) -> Order:
    """Place an order."""
    return Order(state="open", lines=[Line(product=product, count=count)])


@task
def ship(order: int, address: str) -> str:
    """Send an order to `street, city`."""
    return f"{order} to {address}"


@task
def refund(order: int, reason: str) -> str:
    """Give all of the money back."""
    return f"{order}: {reason}"


@task
def cancel(order: int) -> bool:
    """Forget an order."""
    return order > 0


@task
def total(orders: list[float]) -> float:
    """Add up; this one stays as it is."""
    return sum(orders)
