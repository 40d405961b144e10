"""The worker of the live tests that has never heard of Taskgate."""

import datetime
import decimal
import json
import os
import signal
import time
import uuid
from pathlib import Path
from typing import Any

from celery import Celery
from pydantic import BaseModel

app = Celery("plain", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_RESULT_BACKEND"])
app.conf.update(json.loads(os.environ.get("PLAIN_SETTINGS", "{}")))


class Odd(Exception):
    """Its constructor takes more than it passes on, so that it cannot be pickled."""

    def __init__(self, first: str, *, second: int) -> None:
        self.first, self.second = first, second


class Model(BaseModel):
    number: int


@app.task(name="plain.add")
def add(left: int, right: int) -> int:
    return left + right


@app.task(name="plain.echo")
def echo(*values: Any) -> list[Any]:
    """Give back what came."""
    return list(values)


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


@app.task(name="plain.request_facts", bind=True)
def request_facts(self: Any) -> dict[str, Any]:
    """What the worker was told of this run, and when it began, in milliseconds since 1970."""
    request = self.request
    return {
        "id": request.id,
        "exchange": request.delivery_info["exchange"],
        "routing_key": request.delivery_info["routing_key"],
        "priority": request.delivery_info["priority"],
        "eta": request.eta,
        "reply_to": request.reply_to,
        "key": request.get("taskgate-idempotency-key"),
        "x-test": request.get("x-test"),
        "began": time.time() * 1000,
    }


@app.task(name="plain.note")
def note(file: str, line: str) -> None:
    """Add a line to a file."""
    with Path(file).open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")


@app.task(name="plain.hold")
def hold(started: str, door: str) -> None:
    """Write the file `started`, then wait until the file `door` exists, for at most 30 seconds."""
    Path(started).write_text("", "utf-8")
    _until_there(door)


@app.task(name="plain.steps", bind=True)
def steps(self: Any, count: int, door: str) -> int:
    """Report progress in Celery's own way, then wait until the file `door` exists, for at most 30 seconds."""
    for done in range(1, count + 1):
        self.update_state(state="PROGRESS", meta={"done": done, "total": count, "data": {"step": done}})
    _until_there(door)
    return count


@app.task(name="plain.third_time", bind=True, max_retries=2)
def third_time(self: Any) -> int:
    """Fail twice, and be tried again by Celery; how often it was."""
    if self.request.retries < 2:
        raise self.retry(exc=ValueError("not yet"), countdown=0)
    return int(self.request.retries)


def _until_there(door: str) -> None:
    deadline = time.monotonic() + 30
    while not Path(door).exists():
        if time.monotonic() > deadline:
            raise TimeoutError("nobody opened the door within 30 s")
        time.sleep(0.02)
