"""The program that publishes with another Celery: celery_side/publish.py in that Celery's environment."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Json = Any
SIDE = Path(__file__).resolve().parent / "celery_side"


class PublisherFailed(Exception):
    """What was asked of the publisher raised; says the traceback."""


class Publisher:
    """A context in which the program runs; each request has one answer."""

    def __init__(self, python: Path, environment: Mapping[str, str], log: Path) -> None:
        """Take the Python with which it runs, its environment, and where it writes what libraries say."""
        self._python = python
        self._environment = environment
        self._log = log

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._python, SIDE / "publish.py"],
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate(timeout=10)

    def ask(self, do: str, **given: Json) -> Json:
        """What the program answers.

        Raises:
            PublisherFailed: it raised, or it has ended.

        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self._process.stdin.flush()
        # Every request of the program's own has an end.
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"error": self._log.read_text("utf-8")[-4000:]}
        if "error" in answer:
            raise PublisherFailed(f"{do} {json.dumps(given)[:200]}\n{answer['error']}")
        return answer["ok"]
