"""How commands end."""

from __future__ import annotations

import errno

import click
import pytest
from click.testing import CliRunner

from taskgate.cli import DEFECT, Commands, main

ENDS = [
    (ZeroDivisionError("nobody foresaw it"), DEFECT, "ZeroDivisionError: nobody foresaw it"),
    (click.ClickException("the file is missing"), 1, "Error: the file is missing"),
    (click.exceptions.Exit(3), 3, ""),
    (BrokenPipeError(errno.EPIPE, "gone"), 1, ""),
]


@pytest.mark.parametrize(("error", "code", "said"), ENDS)
def test_only_what_nobody_foresaw_is_a_defect(error: Exception, code: int, said: str) -> None:
    group = Commands()

    @group.command()
    def fail() -> None:
        raise error

    result = CliRunner().invoke(group, ["fail"])
    assert result.exit_code == code
    assert said in result.stderr
    assert ("Traceback" in result.stderr) == (code == DEFECT)


def test_every_command_ends_so() -> None:
    assert isinstance(main, Commands)
