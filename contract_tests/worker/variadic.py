"""A plain Celery task with parameters of every kind."""

from typing import Any

from celery import shared_task


@shared_task(name="variadic.kinds")
def kinds(only: int, /, either: int = 2, *rest: int, last: int = 5, **more: str) -> list[Any]:
    """Return what has arrived, in the order of the parameters."""
    return [only, either, list(rest), last, more]
