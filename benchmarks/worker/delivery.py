"""Writes down which job was executed: a line in a file, outside of every queue and every result backend."""

import os
from pathlib import Path

_current: tuple[str, int] | None = None


def tally(run: str, job: int) -> None:
    """Append `job` to the file of `run`. One write, so that lines of several processes do not mix."""
    global _current
    if _current is None or _current[0] != run:
        if _current is not None:
            os.close(_current[1])
        path = Path(os.environ["BENCH_TALLIES"]) / run
        _current = run, os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(_current[1], b"%d\n" % job)
