from __future__ import annotations

import random
from itertools import pairwise

import pytest

from taskgate.testing import RunTask, RunTaskLive
from tasks.primes import below, count


def is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


@pytest.mark.parametrize("limit", [-5, 0, 1, 2, 3, 4, 5, 10, 49, 50, 121, 122, 1000])
def test_below(limit: int) -> None:
    # Called in Python, a task is its function.
    assert below(limit) == [number for number in range(max(limit, 0)) if is_prime(number)]


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 4, 1000, 1001, 5000, 99_999])
@pytest.mark.parametrize("segment", [1000, 1009, 100_000])
def test_count_does_not_depend_on_the_segment(limit: int, segment: int) -> None:
    found = [number for number in range(limit) if is_prime(number)]
    counted = count(limit, segment)
    assert counted.count == len(found)
    assert counted.largest == (found[-1] if found else None)
    assert counted.twins == sum(1 for one, two in pairwise(found) if two - one == 2)


def test_count_in_segments_is_the_sieve() -> None:
    limit = random.randrange(10**6, 10**6 + 1000)
    assert count(limit, 50_000).count == len(below(limit))


def test_count_reports_each_segment(run_task: RunTask) -> None:
    ran = run_task(count, limit=3000, segment=1000)
    assert ran.result == {"limit": 3000, "count": 430, "largest": 2999, "twins": 81}
    assert ran.progress == [
        (1000, 3000, {"found": 168}),
        (2000, 3000, {"found": 303}),
        (3000, 3000, {"found": 430}),
    ]


def test_a_worker_counts_as_this_process_does(run_task: RunTask, run_task_live: RunTaskLive) -> None:
    here = run_task(count, limit=10_000, segment=1000)
    there = run_task_live(count, limit=10_000, segment=1000)
    assert there.result == here.result
    # A worker leaves out reports that follow each other quickly, and never the complete one.
    assert there.progress[-1] == here.progress[-1]
    assert (there.retries, there.error) == (0, None)
