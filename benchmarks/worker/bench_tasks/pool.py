"""A task that computes for a given time, and the same without `@task`, so without validation."""

import time
from typing import Annotated

from celery import shared_task
from pydantic import Field

from delivery import tally
from taskgate import task


@task(queue="bench")
def burn(
    run: Annotated[str, Field(pattern="^[a-z0-9-]+$")],
    job: Annotated[int, Field(ge=0)],
    milliseconds: Annotated[int, Field(ge=0, le=1000)],
) -> int:
    """Compute for so many milliseconds of processor time, and note when."""
    return _burn(run, job, milliseconds)


@shared_task(name="pool.plain")
def plain(run: str, job: int, milliseconds: int) -> int:
    """Do the same, unseen by Taskgate."""
    return _burn(run, job, milliseconds)


def _burn(run: str, job: int, milliseconds: int) -> int:
    began, until = time.monotonic(), time.process_time() + milliseconds / 1000
    while time.process_time() < until:
        pass
    tally(run, job, began, time.monotonic())
    return job
