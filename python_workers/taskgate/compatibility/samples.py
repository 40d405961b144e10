"""Texts and numbers at which two schemas may part: their limits, and what stands in them."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from taskgate.compatibility.schemas import Schema
from taskgate.compatibility.validation import compiled, unwarned
from taskgate.schemas.decimals import BOUNDS
from taskgate.schemas.jsonschema import Json, rewrite
from taskgate.schemas.plain import MAX_INTEGER

FORMAT_SAMPLES: Final[Mapping[str, Sequence[str]]] = {
    "date": ["2026-01-31"],
    "date-time": ["2026-01-31T12:30:00Z"],
    # The version is a digit, which a pattern may ask for.
    "uuid": [f"123e4567-e89b-{version}2d3-a456-426614174000" for version in (4, 1, 3, 5, 6, 7, 8)],
    "email": ["someone@example.com"],
    "uri": ["https://example.com/a"],
    "ipv4": ["192.0.2.1"],
    "ipv6": ["2001:db8::1"],
    "hostname": ["example.com"],
    "regex": ["^a+$"],
    "json-pointer": ["/a/0"],
}
"""Texts of each format that a contract may ask for, the usual one first; the page of contracts shows it."""

LONGEST: Final = 5000
"""Characters, items or members: what is longer is not made."""

_NUMBERS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LENGTHS: Final = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")


@dataclass
class Pool:
    """What was found in some schemas; each is in the order in which it was found."""

    numbers: dict[float, None] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    lengths: dict[int, None] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, *schemas: Schema) -> Pool:
        """Collect from these schemas and everything that they reach."""
        pool = cls()
        for schema in schemas:
            for body in (schema.body, *(schema.definitions[name] for name in sorted(schema.reached()))):
                rewrite(body, pool._look)
        for number in (0, 1, -1, 0.5):
            pool.numbers.setdefault(number)
        for text in ("", "text", *(texts[0] for texts in FORMAT_SAMPLES.values())):
            pool.texts.setdefault(text)
        for length in (0, 1, 2):
            pool.lengths.setdefault(length)
        pool.names.setdefault("other")
        return pool

    def numbers_of(self, kind: str) -> Iterator[float]:
        """Yield the numbers, or the integers among them."""
        for number in self.numbers:
            if float(number).is_integer():
                yield int(number)
            elif kind == "number":
                yield number

    def texts_of(self, body: Json) -> Iterator[str]:
        """Yield texts, those that the schema asks for first."""
        yield from near(body)
        if "pattern" in body:
            yield from matching(body["pattern"])
        yield from FORMAT_SAMPLES.get(body.get("format", ""), ())
        least = min(body.get("minLength", 0), LONGEST)
        yield "text"[: body.get("maxLength", 4)].ljust(least, "a")
        yield from self.texts
        for length in self.lengths:
            yield "a" * length

    def _look(self, schema: Json) -> Json:
        for value in [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]:
            self._value(value)
        for key in _NUMBERS:
            if isinstance(schema.get(key), (int, float)):
                self._number(schema[key])
        step = schema.get("multipleOf")
        if isinstance(step, (int, float)):
            for factor in (1, 2, 3, -1):
                self.numbers.setdefault(step * factor)
        for key in _LENGTHS:
            if isinstance(schema.get(key), int):
                for length in (schema[key], schema[key] + 1, schema[key] - 1):
                    if 0 <= length <= LONGEST:
                        self.lengths.setdefault(length)
        for text in near(schema):
            self.texts.setdefault(text)
        for name in schema.get("properties", {}):
            self.names.setdefault(name)
        for written in [
            *([schema["pattern"]] if "pattern" in schema else []),
            *schema.get("patternProperties", {}),
        ]:
            for text in matching(written):
                self.texts.setdefault(text)
        return schema

    def _value(self, value: Any) -> None:
        if isinstance(value, str):
            self.texts.setdefault(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self._number(value)

    def _number(self, number: float) -> None:
        for each in (number, number + 1, number - 1, number + 0.5):
            if abs(each) <= MAX_INTEGER:
                self.numbers.setdefault(each)


def near(body: Json) -> Iterator[str]:
    """Yield the texts beside and at the bounds of a date or a Decimal, those within first."""
    step = _STEPS.get(body.get("format", ""))
    for end in BOUNDS.values():
        limit = body.get(f"format{end}")
        if step is not None and isinstance(limit, str):
            inside = 1 if end.endswith("Minimum") else -1
            yield from (step(limit, inside), limit, step(limit, -inside))


def _moved(text: str, days: int) -> str:
    return (datetime.date.fromisoformat(text) + datetime.timedelta(days)).isoformat()


def _later(text: str, seconds: int) -> str:
    moment = datetime.datetime.fromisoformat(text.upper())
    return (moment + datetime.timedelta(seconds=seconds)).isoformat()


_STEPS: Final[Mapping[str, Callable[[str, int], str]]] = {
    "date": _moved,
    "date-time": _later,
    "decimal": lambda text, number: f"{Decimal(text) + number:f}",
}


def in_range(body: Json, number: float) -> bool:
    """Say whether the number is within the limits of the schema."""
    step = body.get("multipleOf")
    return (
        body.get("minimum", number) <= number <= body.get("maximum", number)
        and body.get("exclusiveMinimum", number - 1) < number < body.get("exclusiveMaximum", number + 1)
        and (step is None or abs(round(number / step) - number / step) < 1e-9)
    )


def in_turns(sources: list[Iterator[Any]]) -> Iterator[Any]:
    """Yield from each in turn, so that a bound on the whole cuts no one off."""
    while sources:
        left = []
        for source in sources:
            for value in source:
                yield value
                left.append(source)
                break
        sources = left


def matching(written: str) -> list[str]:
    """Return a few texts that the pattern finds something in; none where it is too much to follow."""
    try:
        with unwarned():
            tree = importlib.import_module("re._parser").parse(written)
        made = {_text(tree, more) for more in (0, 1, 2)}
        return sorted(text for text in made if compiled(written).search(text))
    except (re.error, ValueError, RecursionError, OverflowError):
        return []


def _text(tree: Any, more: int) -> str:
    return "".join(_piece(str(kind), argument, more) for kind, argument in tree)


def _piece(kind: str, argument: Any, more: int) -> str:
    if kind == "LITERAL":
        return chr(argument)
    if kind == "NOT_LITERAL":
        return "b" if argument == ord("a") else "a"
    if kind == "ANY":
        return "a"
    if kind == "IN":
        return _member(argument)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = argument
        return "".join(_text(inner, more) for _ in range(min(least + more, int(most), LONGEST)))
    if kind == "SUBPATTERN":
        return _text(argument[3], more)
    if kind == "BRANCH":
        return _text(argument[1][more % len(argument[1])], more)
    if kind in ("AT", "ASSERT", "ASSERT_NOT"):
        return ""
    raise ValueError(kind)


_CATEGORIES: Final = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}


def _member(members: Any) -> str:
    allowed = "".join(_all(members))
    if str(members[0][0]) == "NEGATE":
        return next(each for each in "aA1 _-é" if each not in allowed)
    return allowed[0]


def _all(members: Any) -> Iterator[str]:
    for kind, argument in members:
        if str(kind) == "LITERAL":
            yield chr(argument)
        elif str(kind) == "RANGE":
            yield from map(chr, range(argument[0], min(argument[1], argument[0] + 200) + 1))
        elif str(kind) == "CATEGORY":
            yield _CATEGORIES.get(str(argument), "-")
