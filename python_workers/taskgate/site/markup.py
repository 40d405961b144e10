"""HTML that escapes by itself: text becomes markup only through `tag`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any, Final, TypeAlias


class Html(str):
    """Text that is markup already. Joined with other text by `+` or in an f-string it is plain text again."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"

_VOID: Final = frozenset({"input", "link", "meta", "wbr"})

# Each on a line of its own, so that two versions of a page can be compared; none of them keeps spaces.
_BLOCKS: Final = frozenset(
    {
        "article", "body", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4", "head",
        "header", "html", "input", "li", "link", "main", "meta", "nav", "p", "pre", "section", "title", "ul",
    }
)  # fmt: skip

# What an attribute and a text may not hold even escaped.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def tag(element: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """Return an element. Text among `children` is escaped, `Html` is not.

    `class_` is the attribute `class`, and `data_x` is `data-x`; True is an attribute without a value, and
    None and False are no attribute.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    end = "\n" if element in _BLOCKS else ""
    if element in _VOID:
        return Html(f"<{element}{written}>{end}")
    return Html(f"<{element}{written}>{join(children)}</{element}>{end}")


def raw(name: str, content: str) -> Html:
    """Return a `style` or a `script` with a text of our own, which browsers do not unescape."""
    if "</" in content or "<!--" in content:
        raise ValueError(f"the text of <{name}> would end it")
    return Html(f"<{name}>{content}</{name}>\n")


def join(children: Child) -> Html:
    """Return what stands between the tags of an element."""
    if children is None:
        return Html()
    if isinstance(children, Html):
        return children
    if isinstance(children, str):
        return Html(html.escape(_visible(children)))
    return Html("".join(join(child) for child in children))


def _attribute(key: str, value: Any) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(_visible(value))}"'


def _visible(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
