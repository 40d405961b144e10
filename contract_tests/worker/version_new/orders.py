"""Orders, as they are now: what has changed is what the old ones' callers and workers meet."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from taskgate import task


class Line(BaseModel):
    """What is ordered; closed, so that nothing but this is a line."""

    model_config = ConfigDict(extra="forbid")
    product: str
    count: int
    price: float


class Order(BaseModel):
    """An order and where it stands."""

    state: Literal["open", "paid", "held"]
    lines: list[Line]
    currency: str


class Address(BaseModel):
    """Where somebody lives."""

    street: str
    city: Annotated[str, Field(min_length=1)]


@task
def place(product: str, count: Annotated[int, Field(ge=1)], note: str = "") -> Order:
    """Place an order; one of more than ten is held."""
    line = Line(product=product, count=count, price=9.5)
    return Order(state="held" if count > 10 else "open", lines=[line], currency="EUR")


def to_one_line(order: int, address: str) -> dict[str, Any]:
    """Until 2.0 an address was one line."""
    street, _, city = address.partition(", ")
    return {"order": order, "to": Address.model_construct(street=street, city=city)}


@task(older=[to_one_line])
def ship(order: int, to: Address) -> str:
    """Send an order to an address."""
    return f"{order} to {to.city}, {to.street}"


@task
def refund(order: int, amount: float) -> str:
    """Give some of the money back."""
    return f"{order}: {amount}"


@task
def invoice(order: int) -> str:
    """Write an invoice, which nobody did before."""
    return f"invoice {order}"


@task
def total(orders: list[float]) -> float:
    """Add up; this one stays as it is."""
    return sum(orders)
