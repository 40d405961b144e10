"""Tasks that become others, or send others: workflows that Python defines."""

import os
import signal
from pathlib import Path
from typing import Any, NoReturn

from celery import chain, chord, current_app, current_task, group

from scenarios.outcomes import OutOfStock, add, die, echo, fail, take
from taskgate import task


def _here(signature: Any) -> Any:
    """Keep it in the queue that this task came from: the one whose workers are there."""
    current: Any = current_task
    return signature.set(queue=current.request.delivery_info["routing_key"])


def _pair(part: Any) -> Any:
    return chord([part, _here(add.si(1, 1))], _here(echo.s()))


def _become(signature: Any) -> NoReturn:
    current: Any = current_task
    current.replace(signature)
    raise AssertionError("replace() has returned")


@task
def chained(value: int) -> int:
    """Become a chain that adds 11."""
    _become(chain(_here(add.s(value, 1)), _here(add.s(10))))


@task
def grouped(values: list[int]) -> list[int]:
    """Become a group that adds 1 to each."""
    _become(group(_here(add.s(value, 1)) for value in values))


@task
def chorded(values: list[int]) -> list[int]:
    """Become a chord that adds 1 to each and gives them back."""
    _become(chord([_here(add.s(value, 1)) for value in values], _here(echo.s())))


@task
def nested(value: int) -> int:
    """Become a chain whose first step becomes a chain."""
    _become(chain(_here(chained.s(value)), _here(add.s(100))))


@task
def deep(values: list[int]) -> list[list[int]]:
    """Become a group of two that become a group and a chord."""
    _become(group(_here(grouped.s(values)), _here(chorded.s(values))))


@task
def failing(shape: str) -> int:
    """Become a chain, a group or a chord in which something goes wrong."""
    good, bad = _here(add.si(1, 1)), _here(fail.si("no"))
    unfit: Any = "1"
    unknown = _here(current_app.signature("flows.unknown"))
    shapes: dict[str, Any] = {
        "first of a chain": lambda: chain(bad, good),
        "last of a chain": lambda: chain(good, bad),
        "group": lambda: group(good, bad),
        "chord": lambda: chord([bad, good], _here(echo.s())),
        "chord in a chord": lambda: chord([_pair(bad), good], _here(echo.s())),
        "chord with a chain": lambda: chord([bad, good], chain(_here(echo.s()), _here(echo.s()))),
        "chord with a chain in a chord": lambda: group(
            chord([bad, good], chain(_here(echo.s()), _here(echo.s()))), good
        ),
        "chord with a chord": lambda: chain(
            group(good, bad), group(_here(echo.s()), _here(echo.s())), _here(echo.s())
        ),
        "unknown first of a chain": lambda: chain(unknown, good),
        "lost part of a chord": lambda: _pair(_here(die.si())),
        "unknown part of a chord": lambda: _pair(unknown),
        "unfit part of a chord": lambda: _pair(_here(add.si(unfit, 1))),
        "expired part of a chord": lambda: _pair(_here(add.si(1, 1).set(expires=-1))),
    }
    _become(shapes[shape]())


@task(raises=[OutOfStock])
def short(wanted: int, left: int) -> list[int]:
    """Become a group of chords, a part of which raises a declared exception."""
    inner = chord([_here(add.si(1, 1)), _here(take.si(wanted, left))], _here(echo.s()))
    _become(group(inner, _here(add.si(1, 1))))


@task(default_retry_delay=0)
def dying_after(started: str) -> int:
    """End well, and kill the process after one of storing the result and counting the chord's part; once."""
    if not Path(started).exists():
        Path(started).write_text("", "utf-8")
        backend: Any = current_app.backend
        done: list[str] = []
        for name in ("store_result", "on_chord_part_return"):
            setattr(backend, name, _second_kills(getattr(backend, name), done))
    return 7


def _second_kills(call: Any, done: list[str]) -> Any:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if done:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append("one")
        return call(*args, **kwargs)

    return wrapped


@task
def sending(values: list[int]) -> list[str]:
    """Send others, and end before them; their ids."""
    return [_here(add.s(value, 1)).delay().id for value in values]


@task
def mistyped() -> int:
    """Become a task that gives something else than the hint says."""
    _become(_here(echo.s("no number")))
