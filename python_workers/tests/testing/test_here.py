"""Tasks that run in this process: what is reported, retried, refused and raised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import Celery, shared_task
from celery.exceptions import Ignore, Reject, Retry
from kombu.exceptions import EncodeError
from pydantic import BaseModel

from taskgate import install, progress, task, task_id
from taskgate.testing import RunTask
from taskgate.testing.here import MOST_RETRIES


class Box(BaseModel):
    width: int


class SoldOut(Exception):
    details: Box

    def __init__(self, width: int) -> None:
        self.details = Box(width=width)
        super().__init__(f"none of {width}")


def test_result_and_arguments_are_json(run_task: RunTask) -> None:
    @task(name="shop.pack")
    def pack(box: Box, sizes: tuple[int, ...] = ()) -> Box:
        assert isinstance(box, Box)
        return Box(width=box.width + sum(sizes))

    ran = run_task(pack, {"width": 1}, sizes=(2, 3))
    assert (ran.task, ran.state, ran.result, ran.error, ran.silence) == (
        "shop.pack",
        "SUCCESS",
        {"width": 6},
        None,
        None,
    )
    assert (ran.progress, ran.retries, ran.delays) == ([], 0, [])
    with pytest.raises(EncodeError):
        run_task(pack, object())


def test_arguments_and_result_are_held_to_the_hints(run_task: RunTask) -> None:
    @task(name="shop.pack")
    def pack(width: int) -> int:
        return "much" if width == 1 else width  # type: ignore[return-value]

    refused = run_task(pack, width="2").error
    assert refused is not None
    assert (refused.code, refused.details["errors"][0]["path"]) == ("INVALID_ARGUMENTS", "/width")
    wrong = run_task(pack, width=1).error
    assert wrong is not None
    assert wrong.code == "INVALID_RESULT"
    unknown = run_task(pack, wide=1).error
    assert unknown is not None
    assert unknown.code == "INVALID_ARGUMENTS"


def test_failure_is_what_a_caller_is_told(run_task: RunTask) -> None:
    @task(name="shop.buy", raises=[SoldOut])
    def buy(task: int) -> None:
        progress(1, 2)
        raise SoldOut(task)

    ran = run_task(buy, task=3)  # a parameter may have the name of one of run_task's
    assert ran.error is not None
    assert ran.state == "FAILURE"
    assert (ran.error.code, ran.error.exception) == ("TASK_FAILED", f"{__name__}.SoldOut")
    assert (ran.error.message, ran.error.details, ran.error.retryable) == ("none of 3", {"width": 3}, False)
    assert isinstance(ran.error.raised, SoldOut)
    assert ran.progress == [(1, 2, {})]
    with pytest.raises(
        AssertionError, match=r"^shop\.buy failed: TASK_FAILED, .*SoldOut: none of 3"
    ) as caught:
        _ = ran.result
    assert caught.value.__cause__ is ran.error.raised


def test_every_report_of_progress_is_seen(run_task: RunTask) -> None:
    @task(name="shop.count", progress=Box)
    def count(steps: int, width: Any) -> int:
        for step in range(steps):
            progress(step, steps, width=width)
        return steps

    assert run_task(count, steps=3, width=7).progress == [(n, 3, {"width": 7}) for n in range(3)]
    wrong = run_task(count, steps=3, width="x")
    assert wrong.error is not None
    assert (wrong.error.code, wrong.progress) == ("INVALID_RESULT", [])
    # Nobody looks any more.
    assert count(2, 7) == 2


def test_retries_are_made_at_once_and_counted(run_task: RunTask) -> None:
    seen: list[str | None] = []

    @task(name="shop.ask", autoretry_for=[OSError], retry_kwargs={"max_retries": 2, "countdown": 40})
    def ask(fails: int) -> int:
        seen.append(task_id())
        if len(seen) <= fails:
            raise OSError("away")
        return len(seen)

    ran = run_task(ask, fails=1)
    assert (ran.result, ran.retries, ran.delays) == (2, 1, [40.0])
    assert len(set(seen)) == 1, "a retry is the same task"
    seen.clear()
    ran = run_task(ask, fails=9)
    assert ran.error is not None
    assert (ran.error.exception, ran.retries, len(seen)) == ("OSError", 2, 3)


def test_retry_with_other_arguments_at_a_time(run_task: RunTask) -> None:
    @shared_task(name="shop.wait", bind=True, max_retries=3)
    def wait(self: Any, left: int) -> int:
        if left:
            raise self.retry(args=(left - 1,), eta=datetime.now(UTC) + timedelta(seconds=100))
        return int(self.request.retries)

    ran = run_task(wait, 2)
    assert (ran.result, ran.retries) == (2, 2)
    assert all(0 < seconds <= 100 for seconds in ran.delays)


def test_what_ends_otherwise_says_so(run_task: RunTask) -> None:
    @shared_task(name="shop.end", bind=True, max_retries=None)
    def end(self: Any, how: str) -> None:
        if how == "for ever":
            raise self.retry(countdown=0)
        raise {"ignore": Ignore, "reject": Reject, "retry": Retry}[how]()

    for how, state in [
        ("ignore", "IGNORED"),
        ("reject", "REJECTED"),
        ("retry", "RETRY"),
        ("for ever", "RETRY"),
    ]:
        ran = run_task(end, how)
        assert (ran.state, ran.error, ran.value) == (state, None, None)
        with pytest.raises(AssertionError, match=r"^shop\.end gave no result: it"):
            _ = ran.result
    assert run_task(end, "for ever").retries == MOST_RETRIES


def test_what_would_end_a_worker_is_a_failure(run_task: RunTask) -> None:
    class Panic(BaseException):
        details: dict[str, int] = {"x": 1}

    @task(name="shop.burn")
    def burn(memory: bool) -> None:
        raise MemoryError("too large") if memory else Panic("no")

    errors = [run_task(burn, memory=memory).error for memory in (True, False)]
    assert [error and (error.exception.rpartition(".")[2], error.message) for error in errors] == [
        ("MemoryError", "too large"),
        ("Panic", "no"),
    ]
    assert errors[1] is not None
    assert errors[1].details == {"x": 1}


def test_task_of_an_app_that_was_hardened(run_task: RunTask) -> None:
    with Celery("mine", set_as_current=False) as app:
        install(app, validation="refuse")

        @app.task(name="mine.double")
        def double(value: int) -> tuple[int, int]:
            return value, value

        assert run_task(double, 2).result == [2, 2]
        error = run_task(double, "2").error
        assert error is not None
        assert error.code == "INVALID_ARGUMENTS"
