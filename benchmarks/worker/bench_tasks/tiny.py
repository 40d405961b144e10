"""A task that does next to nothing, so that what is measured is the way to it and back."""

from typing import Annotated

from pydantic import Field

from delivery import tally
from taskgate import task


@task(queue="bench")
def double(run: Annotated[str, Field(pattern="^[a-z0-9-]+$")], job: Annotated[int, Field(ge=0)]) -> int:
    """Note in the tally of `run` that `job` was here, and return its double."""
    tally(run, job)
    return 2 * job
