"""Prime numbers: one quick task, and one that crunches numbers for a while."""

from __future__ import annotations

import math
from typing import Annotated

import numpy
from numpy.typing import NDArray
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from taskgate import cancelled, progress, task


class LimitDetails(BaseModel):
    """What the caller asked for, and what is possible."""

    limit: int
    largest: int


class LimitTooLarge(Exception):
    """The limit is more than one task should work on."""

    details: LimitDetails

    def __init__(self, limit: int, largest: int) -> None:
        super().__init__(limit, largest)
        self.details = LimitDetails(limit=limit, largest=largest)

    def __str__(self) -> str:
        return f"limit {self.details.limit} is above {self.details.largest}"


class PrimeCount(BaseModel):
    """How many primes there are below a limit."""

    limit: int
    count: int = Field(description="How many primes are less than the limit.")
    largest: int | None = Field(description="The largest of them, or null where there is none.")
    twins: int = Field(description="How many pairs of primes differ by 2.")


class CountProgress(TypedDict):
    """What a report says besides the numbers that were sieved."""

    found: int


LARGEST_LIST = 10_000_000
LARGEST_COUNT = 1_000_000_000_000


@task(
    queue="cpu",
    raises=[LimitTooLarge],
    idempotent=True,
    examples=[
        {"arguments": {"limit": 10}, "result": [2, 3, 5, 7]},
        {"arguments": {"limit": 2}, "result": []},
        {
            "arguments": {"limit": 10_000_001},
            "exception": "tasks.primes.LimitTooLarge",
            "details": {"limit": 10_000_001, "largest": 10_000_000},
        },
    ],
)
def below(limit: int) -> list[int]:
    """Prime numbers less than `limit`, in ascending order.

    The list travels through the broker: from 10 million on, use `primes.count`.
    """
    if limit > LARGEST_LIST:
        raise LimitTooLarge(limit, LARGEST_LIST)
    found: list[int] = _sieve(limit).tolist()
    return found


@task(
    queue="cpu",
    raises=[LimitTooLarge],
    progress=CountProgress,
    idempotent=True,
    examples=[
        {
            "arguments": {"limit": 100, "segment": 1000},
            "result": {"limit": 100, "count": 25, "largest": 97, "twins": 8},
        },
        {"arguments": {"limit": 0}, "result": {"limit": 0, "count": 0, "largest": None, "twins": 0}},
        {
            "arguments": {"limit": 1_000_000_000_001},
            "exception": "tasks.primes.LimitTooLarge",
            "details": {"limit": 1_000_000_000_001, "largest": 1_000_000_000_000},
        },
    ],
)
def count(
    limit: Annotated[int, Field(ge=0, description="Count the primes less than this.")],
    segment: Annotated[
        int, Field(ge=1000, le=50_000_000, description="Numbers to sieve at once.")
    ] = 2_000_000,
) -> PrimeCount:
    """Count the prime numbers less than `limit`, and the pairs of twins among them.

    Sieves one segment after the other, so that the memory it needs depends on `segment` alone. Reports its
    progress after every segment, and stops between two of them when it is cancelled.
    """
    if limit > LARGEST_COUNT:
        raise LimitTooLarge(limit, LARGEST_COUNT)
    divisors = _sieve(math.isqrt(limit) + 1)
    found = twins = 0
    largest: int | None = None
    for start in range(0, limit, segment):
        if cancelled():
            break
        end = min(start + segment, limit)
        primes = _sieve_segment(start, end, divisors)
        if primes.size:
            gaps = numpy.diff(primes)
            twins += int(numpy.count_nonzero(gaps == 2)) + int(
                largest is not None and primes[0] - largest == 2
            )
            found += int(primes.size)
            largest = int(primes[-1])
        progress(end, limit, found=found)
    return PrimeCount(limit=limit, count=found, largest=largest, twins=twins)


def _sieve(limit: int) -> NDArray[numpy.int64]:
    """Sieve of Eratosthenes: all primes less than `limit`."""
    flags = numpy.ones(max(limit, 2), dtype=bool)
    flags[:2] = False
    for number in range(2, math.isqrt(max(limit - 1, 0)) + 1):
        if flags[number]:
            flags[number * number :: number] = False
    return numpy.flatnonzero(flags).astype(numpy.int64)


def _sieve_segment(start: int, end: int, divisors: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    """All primes from `start` to `end - 1`, given the primes up to the root of `end`."""
    flags = numpy.ones(end - start, dtype=bool)
    flags[: max(0, min(2, end) - start)] = False
    for divisor in divisors.tolist():
        if divisor * divisor >= end:
            break
        first = max(divisor * divisor, -(-start // divisor) * divisor)
        flags[first - start :: divisor] = False
    return numpy.flatnonzero(flags).astype(numpy.int64) + start
