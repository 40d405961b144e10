"""What jest has written about a run, as counts."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KINDS = {
    "passed": "passed",
    "failed": "failed",
    "pending": "skipped",
    "todo": "skipped",
    "skipped": "skipped",
}


@dataclass(frozen=True)
class Report:
    """How the tests of a cell have ended; `failures` are the names of those that failed."""

    passed: int
    failed: int
    skipped: int
    failures: tuple[str, ...]


def read(file: Path, pattern: str) -> Report:
    """Read jest's JSON; a test whose whole name does not fit `pattern` is another cell's, and not counted.

    Raises:
        ValueError: it is none, or no test was run.

    """
    wanted = re.compile(pattern, re.IGNORECASE)  # as jest reads it
    counts: Counter[str] = Counter()
    failures: list[str] = []
    for suite in json.loads(file.read_text("utf-8"))["testResults"]:
        name = f"{Path(suite['name']).name.removesuffix('.test.ts')}"
        tests: list[dict[str, Any]] = suite["assertionResults"]
        if not tests and suite["status"] == "failed":
            counts["failed"] += 1
            failures.append(f"{name}: the file cannot be run")
        for test in tests:
            if wanted.search(test["fullName"]):
                kind = _KINDS[test["status"]]
                counts[kind] += 1
                if kind == "failed":
                    failures.append(f"{name}: {test['fullName']}")
    if not counts["passed"] + counts["failed"]:
        raise ValueError("no test was run")
    return Report(counts["passed"], counts["failed"], counts["skipped"], tuple(failures))
