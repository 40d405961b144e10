"""Tasks with examples, each of which the package broken breaks in one way."""

from pydantic import BaseModel

from taskgate import progress, task


class Left(BaseModel):
    left: int


class SoldOut(Exception):
    """There is not enough left."""

    details: Left


class Step(BaseModel):
    """What a report of progress carries."""

    label: str


class Price(BaseModel):
    price: float
    currency: str | None


@task(examples=[{"arguments": {"left": 1, "right": 2}, "result": 3}])
def add(left: int, right: int) -> int:
    return left + right


@task(examples=[{"arguments": {}, "result": {"price": 1.5, "currency": None}}])
def price() -> Price:
    return Price(price=1.5, currency=None)


@task(
    raises=[SoldOut],
    examples=[
        {"arguments": {"amount": 1}, "result": 1},
        {"arguments": {"amount": 9}, "exception": "promised.deals.SoldOut"},
    ],
)
def take(amount: int) -> int:
    if amount > 5:
        error = SoldOut(f"{amount} wanted")
        error.details = Left(left=5)
        raise error
    return amount


@task(progress=Step, examples=[{"arguments": {}, "result": 2}])
def steps() -> int:
    progress(1, 2, label="one")
    progress(2, 2, label="two")
    return 2


@task(examples=[{"arguments": {}}])
def quick() -> None:
    """Return at once."""


@task(examples=[{"arguments": {}}])
def there() -> None:
    """Be known to a worker."""


@task
def plain() -> None:
    """Have no example."""
