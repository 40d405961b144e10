"""The worker of the conformance cases: plain Celery, which has never heard of Taskgate."""

import time
from pathlib import Path
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from plain import app

_DOOR_S = 30


@app.task(name="conformance.fail")
def fail(message: str) -> None:
    raise ValueError(message)


@app.task(name="conformance.second_attempt", bind=True, max_retries=1)
def second_attempt(self: Any, file: str) -> int:
    """Fail at first, and return the number of the attempt."""
    attempts = len(Path(file).read_text("utf-8")) if Path(file).exists() else 0
    Path(file).write_text("x" * (attempts + 1), "utf-8")
    if attempts == 0:
        raise self.retry(exc=OSError("busy"), countdown=0)
    return attempts + 1


@app.task(name="conformance.reports", bind=True)
def reports(self: Any, started: str, door: str) -> str:
    """Report two states, then wait until the file `door` exists, for at most 30 seconds."""
    self.update_state(state="STARTED", meta={"pid": 1, "hostname": "h"})
    self.update_state(state="PROGRESS", meta={"done": 1, "total": 2, "data": {}})
    Path(started).write_text("", "utf-8")
    deadline = time.monotonic() + _DOOR_S
    while not Path(door).exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return "done"


@app.task(name="conformance.until_soft_limit")
def until_soft_limit() -> str:
    """Work until the soft time limit is raised, for at most 30 seconds."""
    try:
        deadline = time.monotonic() + _DOOR_S
        while time.monotonic() < deadline:
            time.sleep(0.02)
    except SoftTimeLimitExceeded:
        return "softly"
    return "never"


@app.task(name="conformance.note_first")
def note_first(result: list[str], line: str) -> None:
    """Add a line to the file that the task before has named first in its result."""
    with Path(result[0]).open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")
