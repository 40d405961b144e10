"""The client, asked in one Node process: see judge.ts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
NODE: Final = [str(HERE.parents[1] / "node_modules" / ".bin" / "tsx"), str(HERE / "judge.ts")]

LONGEST: Final = 1800.0
"""Seconds for all lines; a hundred thousand take some ten."""


def ask(lines: Iterable[Any]) -> list[Any]:
    """Return the answer to each line, in order."""
    given = [json.dumps(line) for line in lines]
    done = subprocess.run(
        NODE, input="\n".join(given) + "\n", capture_output=True, text=True, timeout=LONGEST, check=False
    )
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    if done.returncode != 0 or len(answers) != len(given):
        asked = given[len(answers)] if len(answers) < len(given) else ""
        raise AssertionError(f"the client failed at {asked[:300]}\n{done.stderr[-2000:]}")
    return answers
