"""The worker of the live tests that has never heard of Taskgate."""

import datetime
import decimal
import os
import signal
import time
import uuid
from typing import Any

from celery import Celery
from pydantic import BaseModel

app = Celery("plain", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_RESULT_BACKEND"])


class Odd(Exception):
    """Its constructor takes more than it passes on, so that it cannot be pickled."""

    def __init__(self, first: str, *, second: int) -> None:
        self.first, self.second = first, second


class Model(BaseModel):
    number: int


@app.task(name="plain.add")
def add(left: int, right: int) -> int:
    return left + right


@app.task(name="plain.typed")
def typed() -> dict[str, Any]:
    return {
        "datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
        "decimal": decimal.Decimal("1.10"),
        "uuid": uuid.UUID(int=1),
        "bytes": b"\xff\x00",
    }


@app.task(name="plain.not_a_number")
def not_a_number() -> dict[str, Any]:
    return {"values": [1.0, float("nan")]}


@app.task(name="plain.large")
def large() -> list[int]:
    return [1, 2**53 + 1]


@app.task(name="plain.odd")
def odd() -> None:
    raise Odd("one", second=2)


@app.task(name="plain.invalid")
def invalid() -> None:
    Model.model_validate({"number": "x"})


@app.task(name="plain.slow", time_limit=1)
def slow() -> None:
    time.sleep(60)  # longer than its time limit: the limit is what is tested


@app.task(name="plain.die")
def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@app.task(name="plain.ignored", ignore_result=True)
def ignored() -> int:
    return 1
