"""Every way in which a task can end."""

import os
import signal
import time
from pathlib import Path
from typing import Any, Literal

from celery import current_task
from pydantic import BaseModel, Field

from taskgate import cancelled, progress, task, task_id


class Shortage(BaseModel):
    """What was missing."""

    wanted: int
    left: int


class OutOfStock(Exception):
    """There is not enough left."""

    details: Shortage

    def __init__(self, *, wanted: int, left: int) -> None:
        self.details = Shortage(wanted=wanted, left=left)
        super().__init__(f"{wanted} wanted, {left} left")


class Step(BaseModel):
    """What a progress report of `steps` carries."""

    label: str


class Strict(BaseModel):
    number: int = Field(ge=1)


@task
def add(left: int, right: int) -> int:
    """Add two integers."""
    return left + right


@task
def echo(value: Any) -> Any:
    """Give back what came."""
    return value


@task(raises=[OutOfStock])
def take(wanted: int, left: int) -> int:
    """Take what is wanted, or raise a declared exception with an odd constructor."""
    if wanted > left:
        raise OutOfStock(wanted=wanted, left=left)
    return left - wanted


@task
def fail(message: str) -> None:
    """Raise a ValueError."""
    raise ValueError(message)


@task
def invalid_inside() -> None:
    """Raise pydantic's ValidationError from within the function."""
    Strict.model_validate({"number": 0})


@task
def give(kind: Literal["nan", "infinity", "large", "bytes", "set", "keys", "object"]) -> Any:
    """Return something that is not plain JSON, one level down."""
    values: dict[str, Any] = {
        "nan": float("nan"),
        "infinity": float("inf"),
        "large": 2**53,
        "bytes": b"x",
        "set": {1},
        "keys": {1: "a"},
        "object": object(),
    }
    return {"inner": [values[kind]]}


@task
def wrong_result() -> int:
    """Return something else than the hint says."""
    return "three"  # type: ignore[return-value]


@task(progress=Step)
def steps(count: int, gate: str) -> int:
    """Report progress, then wait until the file `gate` exists, for at most 30 seconds."""
    for done in range(1, count + 1):
        progress(done, count, label=f"step {done}")
    _until(lambda: Path(gate).exists())
    return count


@task
def wait(started: str) -> str:
    """Write the file `started`, then run until it is cancelled, for at most 30 seconds."""
    Path(started).write_text(task_id() or "", "utf-8")
    _until(cancelled)
    return "left early"


@task(time_limit=1)
def too_long() -> None:
    """Run longer than its time limit."""
    time.sleep(60)  # longer than its time limit: the limit is what is tested


@task(ignore_result=True)
def ignored() -> int:
    """Return what nobody can read."""
    return 1


@task(acks_late=False, max_retries=0)
def die() -> None:
    """Kill the process that runs it, acknowledged early and not tried again, so that it ends at once."""
    os.kill(os.getpid(), signal.SIGKILL)


class Busy(Exception):
    """Try again later."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"busy for {retry_after} s")
        self.retry_after = retry_after


@task(raises=[Busy], autoretry_for=(Busy,), default_retry_delay=0, max_retries=2)
def busy(attempts: int, retry_after: float) -> int:
    """Be busy until the attempt of that number."""
    attempt = current_task.request.retries + 1
    if attempt < attempts:
        raise Busy(retry_after)
    return int(attempt)


@task
def facts() -> dict[str, Any]:
    """What the message said about itself."""
    request: Any = current_task.request
    headers = ("taskgate-contract", "x-test")
    return {
        "id": request.id,
        "root_id": request.root_id,
        "expires": request.expires,
        "eta": request.eta,
        "timelimit": list(request.timelimit),
        "argsrepr": request.argsrepr,
        "kwargsrepr": request.kwargsrepr,
        "origin": request.origin,
        "priority": request.delivery_info["priority"],
        "headers": {name: request.get(name) for name in headers},
    }


def _until(condition: Any) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("what this task waits for did not happen within 30 s")
        time.sleep(0.02)
