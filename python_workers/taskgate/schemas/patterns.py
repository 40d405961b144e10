r"""Regular expressions that judge a text as JavaScript's do, with the flag `u`: JSON Schema means those.

pydantic's are Rust's, in which `\d` is also an Arabic digit and `.` also a carriage return.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_TOKEN: Final = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]+\}|[pP]\{[^}]*\}|.)"
    r"|\(\?(?:[:=!]|<[=!]|<[A-Za-z_]\w*>)?"
    r"|\{\d+(?:,\d*)?\}|\[\^?|.",
    re.DOTALL | re.ASCII,
)

_SPACES: Final = (
    r"\t\n\x0b\x0c\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}"
)

# Rust takes a class inside a class, so that these stand for themselves in both places.
_CLASSES: Final[Mapping[str, str]] = {
    r"\d": "[0-9]",
    r"\D": "[^0-9]",
    r"\w": "[0-9A-Za-z_]",
    r"\W": "[^0-9A-Za-z_]",
    r"\s": f"[{_SPACES}]",
    r"\S": f"[^{_SPACES}]",
}

_ESCAPES: Final = frozenset("\\" + character for character in r"^$\.*+?()[]{}|/tnrvf")


def as_javascript(pattern: str) -> str:
    """Return the Rust pattern that takes what JavaScript's `new RegExp(pattern, "u")` takes.

    Raises ValueError for what JavaScript does not read, or reads as something else that cannot be written
    for Rust; its text names the part.
    """
    written: list[str] = []
    in_class = False
    quantified = False
    for token in _TOKEN.findall(pattern):
        quantifier = not in_class and (token in ("*", "+", "?") or (token[0] == "{" and len(token) > 1))
        if quantifier and quantified and token != "?":
            raise ValueError(f"{token!r} after a quantifier")
        if token[0] == "\\":
            written.append(_escape(token, in_class))
        elif in_class:
            in_class = token != "]"
            written.append(_member(token, written))
        else:
            in_class = token[0] == "["
            written.append(_outside(token))
        quantified = quantifier and not quantified
    return "".join(written)


def _escape(token: str, in_class: bool) -> str:
    if token in _CLASSES:
        return _CLASSES[token]
    if token in (r"\b", r"\B"):
        return r"\x08" if in_class else f"(?-u:{token})"
    if token in _ESCAPES or (token == r"\-" and in_class) or (len(token) > 2 and token[1] in "xupP"):
        return token
    raise ValueError(f"the escape {token!r}")


def _member(token: str, written: list[str]) -> str:
    """Write what stands inside a class, where Rust gives a meaning to more than JavaScript does."""
    if token == "]" and written[-1] in ("[", "[^"):
        raise ValueError("an empty class")
    if token == "-" and written[-1] == "-":
        raise ValueError("'--' in a class")
    return re.sub(r"[\[&~]", r"\\\g<0>", token)


def _outside(token: str) -> str:
    if token in ("]", "{", "}"):
        raise ValueError(f"{token!r} without its other half")
    if token.startswith("(?") and token[2:] in ("", "=", "!", "<=", "<!"):
        raise ValueError(f"a group that begins with {token!r}")
    return r"[^\n\r\u{2028}\u{2029}]" if token == "." else token
