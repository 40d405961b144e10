"""JSON values as Python and JavaScript write them, on as few lines as can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 72
"""Characters of a line; longer ones break."""

_SHORTEST_REPEAT: Final = 8

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


@dataclass(frozen=True)
class Style:
    """How a language writes values."""

    words: dict[str, str]
    key: Callable[[str], str]
    number: Callable[[float], str]
    repeated: Callable[[str, int], str]
    padding: str
    step: str


def text(value: str) -> str:
    """Return a string in double quotes, which Python and JavaScript read alike."""
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a pair, which no file can hold
        return json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


def _javascript_number(value: float) -> str:
    return (
        str(int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        else str(value)
    )


def _javascript_key(name: str) -> str:
    if name == "__proto__":  # which would set the prototype
        return '["__proto__"]'
    return name if _NAME.fullmatch(name) else text(name)


PYTHON: Final = Style(
    words={"true": "True", "false": "False", "null": "None"},
    key=text,
    number=str,
    repeated=lambda item, count: f"[{item}] * {count}",
    padding="",
    step="    ",
)

JAVASCRIPT: Final = Style(
    words={"true": "true", "false": "false", "null": "null"},
    key=_javascript_key,
    number=_javascript_number,
    repeated=lambda item, count: f"Array({count}).fill({item})",
    padding=" ",
    step="  ",
)


def flat(value: Any, style: Style) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        if not value:
            return "{}"
        members = ", ".join(f"{style.key(key)}: {flat(member, style)}" for key, member in value.items())
        return f"{{{style.padding}{members}{style.padding}}}"
    if isinstance(value, list):
        return _repeated(value, style) or "[" + ", ".join(flat(item, style) for item in value) + "]"
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return style.words[json.dumps(value)]
    return style.number(value)


def broken(value: Any, style: Style, indent: str = "", used: int = 0) -> str:
    """Return a value that stands after `used` characters of a line, over several lines where it is long."""
    line = flat(value, style)
    if used + len(line) <= WIDTH or not value or not isinstance(value, dict | list):
        return line
    if isinstance(value, list) and _repeated(value, style):
        return line
    inner = indent + style.step
    if isinstance(value, dict):
        rows = [_member(key, member, style, inner) for key, member in value.items()]
        return "{\n" + "".join(f"{inner}{row},\n" for row in rows) + indent + "}"
    if any(isinstance(item, dict | list) for item in value):
        rows = [broken(item, style, inner, len(inner)) for item in value]
    else:
        rows = _filled([flat(item, style) for item in value], WIDTH - len(inner))
    return "[\n" + "".join(f"{inner}{row},\n" for row in rows) + indent + "]"


def _member(key: str, member: Any, style: Style, inner: str) -> str:
    start = f"{style.key(key)}: "
    return start + broken(member, style, inner, len(inner) + len(start))


def _repeated(items: Sequence[Any], style: Style) -> str | None:
    """Return the short form of a long list of one and the same plain value."""
    if len(items) < _SHORTEST_REPEAT or isinstance(items[0], dict | list):
        return None
    first = flat(items[0], style)
    same = all(not isinstance(item, dict | list) and flat(item, style) == first for item in items)
    return style.repeated(first, len(items)) if same else None


def _filled(words: Sequence[str], width: int) -> list[str]:
    rows: list[str] = []
    for word in words:
        if rows and len(rows[-1]) + len(word) + 2 < width:
            rows[-1] += f", {word}"
        else:
            rows.append(word)
    return rows
