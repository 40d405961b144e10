"""Writes down which job was executed: a line in a file, outside of every queue and every result backend."""

import os
from pathlib import Path

_current: tuple[str, int] | None = None


def tally(run: str, job: int, *times: float) -> None:
    """Append `job` to the file of `run`, and perhaps when it began and ended, in seconds of one clock.

    One write, so that lines of several processes do not mix.
    """
    global _current
    if _current is None or _current[0] != run:
        if _current is not None:
            os.close(_current[1])
        path = Path(os.environ["BENCH_TALLIES"]) / run
        _current = run, os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(_current[1], b"%s\n" % " ".join(map(str, (job, *times))).encode())


def note_work(run: str, job: int, began: float, ended: float) -> None:
    """Append to another file of `run` from when to when a process worked for `job`: seconds of one clock."""
    with (Path(os.environ["BENCH_TALLIES"]) / f"{run}.work").open("a") as file:
        file.write(f"{job} {began} {ended}\n")
