"""Texts of contracts as markup: docstrings, types with links, limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from urllib.parse import quote

from taskgate.schemas.generator import OUTPUT
from taskgate.site.limits import Limit
from taskgate.site.markup import Child, Html, join, tag
from taskgate.site.types import Part

_CODE = re.compile(r"``(.+?)``|`([^`\n]+)`", re.DOTALL)


def prose(text: str) -> Html:
    """Return the paragraphs of a docstring."""
    return join(tag("p", inline(part)) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def inline(text: str) -> Html:
    """Return a line of a docstring, with what stands between backticks as code."""
    pieces: list[Child] = []
    at = 0
    for match in _CODE.finditer(text):
        pieces += [text[at : match.start()], tag("code", match[1] or match[2])]
        at = match.end()
    return join([*pieces, text[at:]])


def dotted(name: str) -> Html:
    """Return a name that ends its lines at dots, where it is too long for one."""
    return join([tag("wbr"), f".{each}"] if index else each for index, each in enumerate(name.split(".")))


def anchor(name: str) -> str:
    """Return the fragment that leads to an element with this id."""
    return "#" + quote(name, safe="~!$&'()*+,;=:@/?.-_")


def model_id(name: str) -> str:
    """Return the id of a model."""
    return f"model:{name}"


def typed(parts: Sequence[Part], models: Mapping[str, str], language: str = "ts") -> Html:
    """Return a type in "ts" or "py", each model in it under its short name and as a link."""
    return join(
        part if isinstance(part, str) else _link(part.name, models.get(part.name, part.name), language)
        for part in parts
    )


def _link(definition: str, name: str, language: str) -> Html:
    # Python has one class for what is read and for what is written.
    if language == "py" and definition.endswith(OUTPUT):
        name = name.removesuffix("Output")
    return tag("a", name, href=anchor(model_id(definition)))


def both(typescript: str, python: str) -> Html:
    """Return the same in both languages, of which the reader may hide one; once where they are alike."""
    if typescript == python:
        return tag("code", typescript)
    # Colour tells them apart for those who see it.
    first, second = (
        tag("span", tag("span", f"{language}: ", class_="unseen"), tag("code", text), class_=css)
        for language, css, text in (("TypeScript", "ts", typescript), ("Python", "py", python))
    )
    return join([first, " ", second])


def limited(limits: Iterable[Limit]) -> Html:
    """Return limits as one line."""
    pieces: list[Child] = []
    for places, group in groupby(limits, key=lambda limit: limit.places):
        pieces.append("; " if pieces else None)
        pieces.append(f"{' of '.join(reversed(places))}: " if places else None)
        for index, limit in enumerate(group):
            pieces += [", " if index else None, limit.words]
            pieces += [" ", tag("code", limit.code)] if limit.code else []
    return join(pieces)
