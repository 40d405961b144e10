"""Tasks of a worker whose Redis has something happen to it meanwhile."""

from __future__ import annotations

from typing import Final

TASKS: Final = """
    import time
    from pathlib import Path

    from taskgate import task

    @task
    def hold(folder: str, value: int) -> int:
        with (Path(folder) / "begun").open("a") as file:
            file.write("begun\\n")
        while not (Path(folder) / "go").exists():
            time.sleep(0.02)
        return value

    @task
    def fails() -> None:
        raise ValueError("it fails")

    @task
    def double(value: int) -> int:
        return 2 * value
"""
"""`hold` says by a file `begun` that it runs, and ends when there is a file `go`."""
