"""Letters as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from taskgate.dead.letter import Letter
from taskgate.settings.own import DEAD_LETTERS_MAX_BYTES

SHORT: Final = 8
"""Characters of an id in a line; a command takes what an id begins with."""

MAX_TEXT: Final = 100
"""Characters of a message in a line."""

MAX_BODY: Final = 4096
"""Characters of a body that are shown; `export` writes all of it."""


def line(letter: Letter) -> str:
    """Return one letter in one line."""
    moment = letter.died_at.strftime("%Y-%m-%d %H:%M:%S")
    runs = f"{letter.attempts} run{'' if letter.attempts == 1 else 's'}"
    what = f"{letter.id[:SHORT]}  {moment}  {letter.reason}  {letter.task or '-'}  {runs}"
    return f"{what}  {_one_line(letter.message)}"


def page(letter: Letter) -> Iterator[str]:
    """Yield all that is known of a letter."""
    facts: dict[str, Any] = letter.facts()
    if letter.raw.cut:
        facts["cut"] = f"{letter.raw.cut} bytes of the message, by {DEAD_LETTERS_MAX_BYTES}"
    facts["error"] = facts["error"] and json.dumps(facts["error"], ensure_ascii=False)
    for name, value in facts.items():
        if name != "formatVersion" and value is not None:
            yield f"{name:12}{value}"
    raw = letter.raw
    for title, members in (("headers", raw.headers), ("properties", raw.properties)):
        yield f"{title}:"
        for name, value in members.items():
            yield f"  {name}: {value}"
    held = raw.body if raw.element is None else raw.element
    if letter.raw.cut:
        return
    text = held.decode("utf-8", "backslashreplace")
    yield "body:" if raw.element is None else "element:"
    yield f"  {text[:MAX_BODY]}"
    if len(text) > MAX_BODY:
        yield f"  ... {len(text) - MAX_BODY} characters more; `taskgate dead export` writes all of it"


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
