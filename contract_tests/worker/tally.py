"""Counts executions outside the broker, which a test may kill meanwhile."""

import functools
import os
import signal

import redis
from celery import shared_task


@functools.cache
def _store() -> redis.Redis:
    return redis.Redis.from_url(os.environ["TASKGATE_TEST_REDIS_URL"])


@shared_task(name="tally.count")
def count(key: str, number: int) -> int:
    """Note one more execution of the call `number` in the hash `key`; the result is the number."""
    _store().hincrby(key, str(number), 1)
    return number


@shared_task(name="tally.die", max_retries=1, default_retry_delay=0)
def die(key: str) -> None:
    """Note one more execution in the list `key`, then die as where the kernel has no memory left."""
    _store().rpush(key, os.getpid())
    os.kill(os.getpid(), signal.SIGKILL)
