"""What Celery must be able to read of a message before it may have it.

Headers that Celery does not know are no business of this module, nor what stands in the arguments. What is
refused a plain worker cannot carry out, or it can as long as all goes well: a text as the count of retries
ends it where a process dies.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from celery.app.task import Context
from celery.utils.time import maybe_iso8601

from taskgate.errors import Problem
from taskgate.messaging.frames import MARK
from taskgate.worker.guard.signatures import EMBEDDED, MEMBERS, fits
from taskgate.worker.guard.texts import is_text, is_text_or_none

MOST: Final = 1_000_000
"""Of a count. Celery takes two to the power of the retries before it looks whether there may be more of them:
a message would keep a process busy until its time limit."""

_DAY: Final = datetime.timedelta(days=1)


def problems(headers: Any, properties: Mapping[str, Any], payload: Any) -> list[Problem]:
    """Return what a worker could not carry out in a message of Celery's protocol 2, or 1.

    `payload` is the body as it was decoded.
    """
    return list(_problems(headers, properties, payload))


def caller(headers: Mapping[str, Any], properties: Mapping[str, Any], payload: Any = None) -> str | None:
    """Return the id that a message names its caller by, None where it names none."""
    body = payload if isinstance(payload, Mapping) else {}
    named = (headers.get("id"), properties.get("correlation_id"), body.get("id"))
    return next((each for each in named if is_text(each)), None)


def _problems(headers: Any, properties: Mapping[str, Any], payload: Any) -> Iterator[Problem]:
    if MARK in headers:
        yield _problem("/properties", f"cannot be read: {headers[MARK]}")
    first = isinstance(payload, dict) and "task" not in headers  # protocol 1: the body has all
    yield from _facts(payload if first else headers, "/body" if first else "/headers")
    for name in ("reply_to", "correlation_id"):
        if not is_text_or_none(properties.get(name)):
            yield _problem(f"/properties/{name}", "must be a text")
    if isinstance(payload, dict) and (first or "args" in payload):
        yield from _arguments(
            payload.get("args", ()), payload.get("kwargs", {}), "/body/args", "/body/kwargs"
        )
        yield from _embedded(payload, "/body")
    elif isinstance(payload, (list, tuple)) and len(payload) == MEMBERS:
        args, kwargs, embed = payload
        yield from _arguments(args, kwargs, "/body/0", "/body/1")
        if embed is not None and not isinstance(embed, dict):
            yield _problem("/body/2", "must be an object or null")
        yield from _embedded(embed or {}, "/body/2")
        for name in _hidden(embed or {}, _is_fact):
            yield _problem(f"/body/2/{name}", "hides a fact of the message")
    else:
        yield _problem("/body", f"must be a JSON array of three members, and is {_shape(payload)}")


def _facts(facts: Mapping[str, Any], place: str) -> Iterator[Problem]:
    for name in ("task", "id"):
        if not is_text(facts.get(name)):
            yield _problem(f"{place}/{name}", "must be a text that is not empty")
    for name, is_one, expected in _FACTS:
        value = facts.get(name)
        if value is not None and not is_one(value):
            yield _problem(f"{place}/{name}", f"must be {expected}")
    yield from _embedded(facts, place)
    for name in _hidden(facts, _is_method):
        yield _problem(f"{place}/{name}", "hides what Celery calls on a message")


def _arguments(args: Any, kwargs: Any, args_place: str, kwargs_place: str) -> Iterator[Problem]:
    if not isinstance(args, (list, tuple)):
        yield _problem(args_place, "must be an array: the arguments by position")
    if not isinstance(kwargs, dict):
        yield _problem(kwargs_place, "must be an object: the arguments by name")


def _embedded(members: Any, place: str) -> Iterator[Problem]:
    if not isinstance(members, Mapping):
        return
    for name in EMBEDDED:
        value = members.get(name)
        if value and not fits(name, value):
            yield _problem(f"{place}/{name}", "must hold signatures")


def _hidden(members: Any, is_own: Callable[[str], bool]) -> list[str]:
    """Return the names under which Celery would find something of the message's in place of its own."""
    if not isinstance(members, Mapping):
        return []
    return [name for name in members if isinstance(name, str) and is_own(name)]


def _is_method(name: str) -> bool:
    return callable(getattr(Context, name, None))


def _is_fact(name: str) -> bool:
    return name not in EMBEDDED and hasattr(Context, name)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value <= MOST


def _are_limits(value: Any) -> bool:
    return not value or (isinstance(value, (list, tuple)) and len(value) == 2 and all(map(_is_limit, value)))


def _is_limit(value: Any) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, (int, float)) and math.isfinite(value) and value >= 0
    except OverflowError:
        return False


def _is_moment(value: Any) -> bool:
    try:
        moment = maybe_iso8601(value)
        if moment is not None:
            for edge in (-_DAY, _DAY):  # Celery writes it in the time zones of the app and of the machine
                (moment + edge).astimezone(datetime.UTC)
    except (AttributeError, TypeError, ValueError, OverflowError):
        return False
    return True


def _are_texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)


_FACTS: Final[tuple[tuple[str, Callable[[Any], bool], str], ...]] = (
    ("timelimit", _are_limits, "an array of two numbers of seconds that are not negative, or null"),
    ("eta", _is_moment, "a date and time as in ISO 8601"),
    ("expires", _is_moment, "a date and time as in ISO 8601"),
    ("retries", _is_count, f"a whole number from 0 to {MOST}"),
    ("group", is_text_or_none, "a text"),
    ("group_index", _is_count, f"a whole number from 0 to {MOST}"),
    ("shadow", is_text_or_none, "a text"),
    ("stamped_headers", _are_texts, "an array of texts"),
    ("stamps", lambda value: isinstance(value, Mapping), "an object"),
)


def _problem(path: str, message: str) -> Problem:
    return {"path": path, "message": message}


def _shape(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"an array of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, (str, bytes)):
        return "a text" if value else "empty"
    return "null" if value is None else f"a {type(value).__name__}"
