"""Each task breaks what its namesake in promised/deals.py promises; nobody has `deals.there`."""

import time

from taskgate import progress, task


@task
def add(left: int, right: int) -> str:
    """Return a text, where a number is promised."""
    return str(left + right)


@task
def price() -> dict[str, float]:
    """Return another value, and leave out what shall be null."""
    return {"price": 1.25}


@task
def take(amount: int) -> int:
    """Raise what is not declared."""
    if amount > 5:
        raise KeyError(amount)
    return amount


@task
def steps() -> int:
    """Report a number, where a text is promised."""
    progress(1, 2, label="one")
    progress(2, 2, label=2)
    return 2


@task
def quick() -> None:
    """Hang: far longer than any test waits."""
    time.sleep(3600)


@task
def plain() -> None:
    """Have no example here, either."""
