"""Celery's own Python client as a peer: reads requests as lines of JSON, measures itself, answers likewise.

The requests and answers are those of ../peers/protocol.ts. The app has Celery's defaults, not those of
`create_app`, which would publish an event with every message. With BENCH_CONFIRM it waits for RabbitMQ's
confirmation of each message, as Taskgate and the floor do.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.result import AsyncResult

TASK = "tiny.double"
WAIT_S = 60

app = Celery(broker=os.environ["BENCH_BROKER"], backend=os.environ["BENCH_REDIS"])
if os.environ.get("BENCH_CONFIRM"):
    app.conf.broker_transport_options = {"confirm_publish": True}


def send(run: str, job: int, queue: str) -> AsyncResult[int]:
    return app.send_task(TASK, kwargs={"run": run, "job": job}, queue=queue)


def check(result: AsyncResult[int], job: int) -> None:
    value = result.get(timeout=WAIT_S)
    if value != 2 * job:
        raise ValueError(f"job {job} gave {value}")


def serial(run: str, calls: int, queue: str) -> dict[str, Any]:
    """One call after the other."""
    times = []
    for job in range(calls):
        begin = time.perf_counter()
        check(send(run, job, queue), job)
        times.append((time.perf_counter() - begin) * 1000)
    return {"times": times}


def window(run: str, calls: int, queue: str, size: int) -> dict[str, Any]:
    """`size` calls under way: the next is sent when the oldest has its result."""
    begin = time.perf_counter()
    waiting: deque[tuple[AsyncResult[int], int]] = deque()
    for job in range(calls):
        if len(waiting) == size:
            check(*waiting.popleft())
        waiting.append((send(run, job, queue), job))
    while waiting:
        check(*waiting.popleft())
    return {"seconds": time.perf_counter() - begin}


def publish(run: str, calls: int, queue: str) -> dict[str, Any]:
    """All messages, as fast as this client sends; nobody waits for a result."""
    options: dict[str, Any] = {"queue": queue, "ignore_result": True}
    begin = time.perf_counter()
    for job in range(calls):
        app.send_task(TASK, kwargs={"run": run, "job": job}, **options)
    return {"seconds": time.perf_counter() - begin}


WORK: dict[str, Callable[..., dict[str, Any]]] = {"serial": serial, "window": window, "publish": publish}


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = WORK[request.pop("work")](**request)
        except Exception as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
