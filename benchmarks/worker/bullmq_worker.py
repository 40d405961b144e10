"""BullMQ's own Python worker, with the same task: `python bullmq_worker.py QUEUE`. Ends with SIGTERM."""

import asyncio
import os
import signal
import sys
from typing import Any

from bullmq import Worker

from delivery import tally


async def double(job: Any, _token: str) -> int:
    tally(job.data["run"], job.data["job"])
    return 2 * int(job.data["job"])


async def main(queue: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    worker = Worker(queue, double, {"connection": os.environ["BENCH_REDIS"]})
    print("ready.", flush=True)
    await stop.wait()
    await worker.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
