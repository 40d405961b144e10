from __future__ import annotations

from collections.abc import Iterator

import pytest

from matrix.bounded import LateError, expect_success, run_bounded
from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes() as each:
        yield each


def test_a_command_that_fails_says_its_last_line_first(processes: Processes) -> None:
    child = run_bounded(processes, "setup", ["sh", "-c", "echo one; echo two >&2; exit 3"], 20)
    with pytest.raises(ProcessError, match=r"^setup ended with exit code 3: two\n +one\n +two$"):
        expect_success(child)


def test_a_command_that_does_not_end_is_ended(processes: Processes) -> None:
    with pytest.raises(LateError, match=r"^setup did not end within 0\.5 s"):
        run_bounded(processes, "setup", ["sleep", "60"], 0.5)


def test_a_command_that_ends_well_is_well(processes: Processes) -> None:
    expect_success(run_bounded(processes, "setup", ["true"], 20))
