"""Tests of tasks, to be copied: a task is imported and run, and what a caller would see is looked at."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from taskgate.testing import RunTask
from tasks.images import thumbnail

PHOTOGRAPH = "sample:china.jpg"


def test_thumbnail(run_task: RunTask, tmp_path: Path) -> None:
    ran = run_task(thumbnail, location=PHOTOGRAPH, folder=str(tmp_path), width=64)
    assert ran.result["width"] == 64
    with Image.open(ran.result["path"]) as image:
        assert image.size == (64, ran.result["height"])


def test_what_is_no_photograph_is_declared(run_task: RunTask, tmp_path: Path) -> None:
    error = run_task(thumbnail, location="sample:iris.csv", folder=str(tmp_path)).error
    assert error is not None
    assert error.exception == "tasks.files.FileUnreadable"
    assert error.details["location"] == "sample:iris.csv"


def test_width_out_of_range_is_refused(run_task: RunTask, tmp_path: Path) -> None:
    error = run_task(thumbnail, location=PHOTOGRAPH, folder=str(tmp_path), width=0).error
    assert error is not None
    assert error.code == "INVALID_ARGUMENTS"
    assert [each["path"] for each in error.details["errors"]] == ["/width"]
    assert list(tmp_path.iterdir()) == []
