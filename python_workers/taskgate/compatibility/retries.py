"""How often a task is run again by itself, before and now."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from taskgate.compatibility.findings import Verdict
from taskgate.schemas.jsonschema import Json

# What `except Exception` lets pass.
_BASES: Final = frozenset(
    {"BaseException", "BaseExceptionGroup", "GeneratorExit", "KeyboardInterrupt", "SystemExit"}
)


@dataclass(frozen=True)
class Difference:
    """`place` is a JSON Pointer into the new contract. breaking: it is run again less than before."""

    verdict: Verdict
    place: str
    why: str


def differences(was: Json | None, now: Json | None) -> Iterator[Difference]:
    """Compare two members `retries`, each None where the task is not run again by itself."""
    if was is None or now is None:
        if was is not None:
            yield Difference("breaking", "/retries", "it is no longer run again by itself")
        if now is not None:
            yield Difference("note", "/retries", "it is run again by itself now")
        return
    yield from _most(was["max"], now["max"])
    yield from _within(was.get("withinSeconds"), now.get("withinSeconds"))
    yield from _after(was["on"], now["on"])
    yield from _excepted(was, now)
    for member, words in (("delaySeconds", "the seconds before it"), ("backoff", "how the waits grow")):
        if was[member] != now[member]:
            why = f"{words}: {_shown(was[member])} before and {_shown(now[member])} now"
            yield Difference("note", f"/retries/{member}", why)


def _most(was: int | None, now: int | None) -> Iterator[Difference]:
    if was != now:
        fewer = now is not None and (was is None or now < was)
        why = f"it was run again {_times(was)}, and is {_times(now)}"
        yield Difference("breaking" if fewer else "note", "/retries/max", why)


def _within(was: float | None, now: float | None) -> Iterator[Difference]:
    if was != now:
        shorter = now is not None and (was is None or now < was)
        why = f"it was run again {_until(was)}, and is {_until(now)}"
        yield Difference("breaking" if shorter else "note", "/retries/withinSeconds", why)


def _until(within: float | None) -> str:
    return "at any time" if within is None else f"within {within:g} s"


def _times(most: int | None) -> str:
    return "without end" if most is None else f"up to {most} times"


def _after(was: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    place = "/retries/on"
    for name in was:
        covered = is_one_of(name, now)
        if covered is None:
            why = f"{name} is no longer named, and may be below {' or '.join(now)}, or not"
            yield Difference("unknown", place, why)
        elif not covered:
            yield Difference("breaking", place, f"it is no longer run again after {name}")
    for name in now:
        if name not in was:
            yield Difference("note", place, f"it is run again after {name}, too")


def _excepted(was: Json, now: Json) -> Iterator[Difference]:
    place = "/retries/except"
    for name in now["except"]:
        if name not in was["except"]:
            # Not one of them, it may still have some of them below it.
            verdict: Verdict = "breaking" if is_one_of(name, was["on"]) else "unknown"
            yield Difference(verdict, place, f"it is not run again after {name}")
    for name in was["except"]:
        if name not in now["except"]:
            yield Difference("note", place, f"{name} is no longer taken out")


def is_one_of(name: str, others: Sequence[str]) -> bool | None:
    """Say whether an exception is one of others or below one; None where only Python could tell."""
    if name in others or "BaseException" in others:
        return True
    if "Exception" in others and name not in _BASES:
        return True
    known = _builtin(name)
    if known is None:
        return None if others else False
    # Above Python's own exceptions there are only Python's own.
    return any(issubclass(known, other) for other in map(_builtin, others) if other is not None)


def _builtin(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return f"doubled up to {value['maxSeconds']} s{', at random' if value['jitter'] else ''}"
    return "always the same" if value is None else str(value)
