"""Tasks whose effects can be counted from outside: each run leaves a line in a file."""

import os
import time
from pathlib import Path

from taskgate import task

# With results on RabbitMQ alone no worker starts that has a task with keys of its own.
KEYED = [] if os.environ.get("CELERY_RESULT_BACKEND", "").startswith("rpc") else ["order"]


@task
def count(file: str, value: int, seconds: float = 0.0) -> int:
    """Leave a line, work for some time, and give back the value."""
    _note(file)
    time.sleep(seconds)
    return value


@task
def flaky(file: str, failures: int) -> int:
    """Leave a line; fail so often, then give back how many lines there are."""
    runs = _note(file)
    if runs <= failures:
        raise ValueError(f"run {runs}")
    return runs


@task(idempotent_by=KEYED)
def place(order: str, file: str, total: int = 0) -> int:
    """Place an order once, whoever asks for it and however often."""
    _note(file)
    time.sleep(0.3)
    return total


def _note(file: str) -> int:
    with Path(file).open("a") as tally:
        tally.write("run\n")
    return len(Path(file).read_text().splitlines())
