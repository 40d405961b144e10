"""The worker of the conformance cases: plain Celery, which has never heard of Taskgate."""

import time
from pathlib import Path
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from plain import app

_DOOR_S = 30


def _hold(started: str, door: str) -> None:
    """Write the file `started`, then wait until `door` exists, for at most 30 seconds."""
    Path(started).write_text("", "utf-8")
    deadline = time.monotonic() + _DOOR_S
    while not Path(door).exists() and time.monotonic() < deadline:
        time.sleep(0.02)


@app.task(name="conformance.fail")
def fail(message: str) -> None:
    raise ValueError(message)


@app.task(name="conformance.second_attempt", bind=True, max_retries=1)
def second_attempt(self: Any, started: str, door: str) -> int:
    """Fail at first, once the file `door` exists, and return the number of the attempt."""
    if self.request.retries == 0:
        _hold(started, door)
        raise self.retry(exc=OSError("busy"), countdown=0)
    return int(self.request.retries) + 1


@app.task(name="conformance.reports", bind=True)
def reports(self: Any, started: str, door: str) -> str:
    """Report two states, once the file `door` exists."""
    _hold(started, door)
    self.update_state(state="STARTED", meta={"pid": 1, "hostname": "h"})
    self.update_state(state="PROGRESS", meta={"done": 1, "total": 2, "data": {}})
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
