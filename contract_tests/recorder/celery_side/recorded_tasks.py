"""The tasks of the recordings: a plain app, which any of the recorded versions of Celery runs."""

import datetime
import decimal
import os
import signal
import time
import uuid
from typing import Any

from celery import Celery

app = Celery(
    "recorded", broker=os.environ["RECORDED_BROKER_URL"], backend=os.environ["RECORDED_RESULT_BACKEND"]
)
app.conf.update(
    # Nothing but what is told to it afterwards: each message is looked at before a worker takes it.
    task_default_queue="recorded",
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)
if os.environ["RECORDED_BROKER_URL"].startswith("amqp"):
    # What was published is on the queue when the call returns, where it is looked for.
    app.conf.broker_transport_options = {"confirm_publish": True}

_BUILT_IN = {error.__name__: error for error in (ValueError, OSError, RuntimeError)}


class Refused(Exception):
    """An exception that a program has of its own."""


class Odd(Exception):
    """Its constructor takes more than it passes on, so that it cannot be pickled."""

    def __init__(self, first: str, *, second: int) -> None:
        self.first, self.second = first, second


@app.task(name="recorded.add")
def add(left: int, right: int) -> int:
    return left + right


@app.task(name="recorded.total")
def total(numbers: list[int]) -> int:
    return sum(numbers)


@app.task(name="recorded.echo")
def echo(*values: Any, **named: Any) -> dict[str, Any]:
    return {"values": list(values), "named": named}


@app.task(name="recorded.typed")
def typed() -> dict[str, Any]:
    return {
        "datetime": datetime.datetime(2126, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),  # noqa: UP017
        "date": datetime.date(2126, 1, 2),
        "time": datetime.time(3, 4, 5),
        "decimal": decimal.Decimal("1.10"),
        "uuid": uuid.UUID("12345678-1234-4234-8234-123456789012"),
        "bytes": b"\xff\x00",
    }


@app.task(name="recorded.not_a_number")
def not_a_number() -> dict[str, Any]:
    return {"values": [1.0, float("nan")]}


@app.task(name="recorded.large")
def large() -> list[int]:
    return [1, 2**53 + 1]


@app.task(name="recorded.nothing")
def nothing() -> None:
    return None


@app.task(name="recorded.unserialisable")
def unserialisable() -> set[int]:
    return {1}


@app.task(name="recorded.fail")
def fail(name: str, *arguments: Any) -> None:
    raise _BUILT_IN[name](*arguments)


@app.task(name="recorded.refuse")
def refuse(reason: str, limit: int) -> None:
    raise Refused(reason, limit)


@app.task(name="recorded.odd")
def odd() -> None:
    raise Odd("one", second=2)


@app.task(name="recorded.hold", track_started=True)
def hold() -> None:
    time.sleep(60)  # longer than any limit of it: the limits are what is recorded


@app.task(name="recorded.die")
def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@app.task(name="recorded.again", bind=True)
def again(self: Any, later: str) -> str:
    if self.request.retries == 0:
        raise self.retry(countdown=0, queue=later)
    return "the second time"


@app.task(name="recorded.give_up", bind=True)
def give_up(self: Any, later: str) -> None:
    raise self.retry(exc=ValueError("never"), countdown=0, max_retries=1, queue=later)


@app.task(name="recorded.report", bind=True, track_started=True)
def report(self: Any) -> str:
    self.update_state(state="PROGRESS", meta={"done": 1, "total": 2, "data": {"name": "a"}})
    self.update_state(state="LOADING", meta={"file": "x"})
    return "done"


@app.task(name="recorded.started", track_started=True)
def started() -> int:
    return 1


@app.task(name="recorded.ignored", ignore_result=True)
def ignored() -> int:
    return 1


@app.task(name="recorded.told")
def told(request: Any, error: Any, traceback: Any) -> None:
    """What a failure is told to; Celery calls it where the task has failed."""


@app.task(name="recorded.replaced", bind=True)
def replaced(self: Any, later: str) -> None:
    raise self.replace(add.si(1, 2).set(queue=later))
