"""Killing a worker with all its processes, as a machine that goes down does, and a crew that is replaced."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.live.process import delete_queues, running_process, write_worker


def main_of(folder: Path) -> int:
    """Return the main process of the worker that was told to write its file `pid` in a folder."""
    return int((folder / "pid").read_text())


def processes(main: int) -> list[int]:
    """Return the processes of a worker, the main one first."""
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


def kill(main: int) -> None:
    """Send SIGKILL to all processes of a worker; what has ended already is no error."""
    with contextlib.suppress(FileNotFoundError):
        for each in processes(main):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)


class Crew:
    """Workers, each of which is started again when it dies, as a supervisor does."""

    def __init__(self) -> None:
        self.mains: dict[int, int] = {}
        """The main processes of those that are ready, by their numbers."""
        self.deaths = 0
        self.faults: list[BaseException] = []
        self._stop = threading.Event()

    def kill(self, number: int) -> bool:
        """Kill a worker; False where it is not ready."""
        main = self.mains.pop(number, None)
        if main is not None:
            kill(main)
        return main is not None

    def _keep(self, number: int, folder: Path, *worker: str) -> None:
        try:
            while not self._stop.is_set():
                with running_process(folder, "liveworker", *worker) as process:
                    self.mains[number] = process.pid
                    while process.poll() is None and not self._stop.wait(0.05):
                        pass
                    self.mains.pop(number, None)
                    self.deaths += not self._stop.is_set()
        except BaseException as fault:  # a thread's is heard by nobody
            self.faults.append(fault)


@contextlib.contextmanager
def crew(
    folder: Path, tasks: str, queue: str, broker: str, backend: str, *options: str, size: int
) -> Iterator[Crew]:
    """Keep so many workers until the end of the block; then the queue of RabbitMQ is deleted."""
    made = Crew()
    threads = []
    for number in range(size):
        own = folder / f"worker-{number}"
        own.mkdir()
        write_worker(own, tasks)
        worker = (queue, broker, backend, "-n", f"{queue}-{number}@%h", *options)
        threads.append(threading.Thread(target=made._keep, args=(number, own, *worker)))
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        made._stop.set()
        for thread in threads:
            thread.join()
        if broker.startswith("amqp"):
            delete_queues(broker, queue)
    assert not made.faults, made.faults
