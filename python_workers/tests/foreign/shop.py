"""A small shop, in the style of Celery's documentation: nothing in it knows of Taskgate."""

import datetime

from celery import Celery, Task, shared_task
from celery.utils.log import get_task_logger
from pydantic import BaseModel

logger = get_task_logger(__name__)

app = Celery("shop", broker="memory://", backend="cache+memory://")
app.conf.update(
    broker_transport_options={"polling_interval": 0.01},
    result_backend_max_retries=3,
    task_default_queue="shop",
    worker_prefetch_multiplier=2,
)

AUDIT = []
"""The names of the tasks that ran under Audited."""


class Parcel(BaseModel):
    weight: float
    fragile: bool = False


class Receipt(BaseModel):
    price: float


class OutOfStock(Exception):
    """There is none left."""

    def __init__(self, product):
        super().__init__(f"no {product} left")
        self.details = {"product": product}


class DatabaseTask(Task):
    """Celery's example of a base class that keeps a connection."""

    _db = None

    @property
    def db(self):
        if self._db is None:
            self._db = {"rows": [1, 2, 3]}
        return self._db


class Audited(Task):
    def __call__(self, *args, **kwargs):
        AUDIT.append(self.name)
        return super().__call__(*args, **kwargs)


class Reprice(Task):
    """A task as a class, as Celery 3 had them."""

    name = "shop.reprice"

    def run(self, price: float, by: float = 1.1) -> float:
        return price * by


app.register_task(Reprice())


@app.task(bind=True)
def dump_context(self, x, y):
    logger.info(
        "executing task %s, args: %r kwargs: %r", self.request.id, self.request.args, self.request.kwargs
    )


@app.task(base=DatabaseTask, bind=True)
def process_rows(self, limit: int = 2) -> list[int]:
    """Return the first rows."""
    return self.db["rows"][:limit]


@app.task(base=Audited)
def price(net: float, rate: float = 0.2) -> float:
    return net * (1 + rate)


@app.task(base=Audited, bind=True)
def nested_price(self, net: float, depth: int = 0) -> float:
    """Call itself, as a function, before it answers."""
    return nested_price(net, depth - 1) if depth else net


@app.task(bind=True, max_retries=2, default_retry_delay=0)
def fetch(self, url: str) -> int:
    """Fail once, then say how often it was tried."""
    try:
        if self.request.retries < 1:
            raise ConnectionError(url)
    except ConnectionError as exc:
        raise self.retry(exc=exc) from exc
    return self.request.retries


@app.task(autoretry_for=(Exception,), max_retries=1, default_retry_delay=0)
def stubborn(x: int) -> int:
    return 10 // x


@shared_task
def add(x: int, y: int) -> int:
    return x + y


@shared_task
def xsum(*numbers: int, scale: int = 1, **labels: str) -> int:
    return scale * sum(numbers) + len(labels)


@shared_task
def pair(first, second=None, /) -> list:
    return [first, second]


@app.task(pydantic=True)
def ship(parcel: Parcel, express: bool = False) -> Receipt:
    return Receipt(price=parcel.weight * (2 if express else 1))


@app.task
def order(product: str) -> None:
    raise OutOfStock(product)


@app.task
def exhaust() -> None:
    raise MemoryError("an array that is too large")


@app.task
def due(day: datetime.date) -> str:
    """Return the name of the type that arrives."""
    return type(day).__name__


@app.task
def many(prices: list[float]) -> list[float]:
    return prices
