"""Types as TypeScript writes them, in the words of `npx taskgate generate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from taskgate.site.literals import JAVASCRIPT, flat
from taskgate.site.types import Member, Part, Type

_NAMES: Final = {"integer": "number"}


class TypeScriptTypes:
    """`number[]`, `Record<string, Thumbnail>`, `"a" | "b"`."""

    anything = Type(("unknown",))
    nothing = Type(("never",))

    def scalar(self, schema: Mapping[str, Any]) -> Type:
        """Write a primitive type; what a format asks for is said beside it."""
        kind = str(schema["type"])
        return Type((_NAMES.get(kind, kind),))

    def literals(self, values: Sequence[Any]) -> Type:
        """Write a union of values."""
        return Type((" | ".join(flat(value, JAVASCRIPT) for value in values),), loose=len(values) > 1)

    def union(self, types: Sequence[Type]) -> Type:
        """Write `a | b`."""
        return Type(_joined(types, " | "), loose=True)

    def intersection(self, types: Sequence[Type]) -> Type:
        """Write `a & b`."""
        return Type(_joined(types, " & ", parentheses=True), loose=True)

    def list(self, items: Type, unique: bool) -> Type:
        """Write `item[]`; JSON has no sets."""
        return Type((*_enclosed(items), "[]"))

    def tuple(self, items: Sequence[Type], rest: Type | None) -> Type:
        """Write `[a, b]`, with `...rest[]` where it goes on."""
        if rest is not None and not items:
            return Type((*_enclosed(rest), "[]"))
        more: tuple[Part, ...] = () if rest is None else (", ...", *_enclosed(rest), "[]")
        return Type(("[", *_joined(items, ", "), *more, "]"))

    def map(self, keys: Type | None, known: Sequence[str] | None, values: Type) -> Type:
        """Write `Record<string, value>`, or the known keys, each of which may be missing."""
        if known is not None:
            return self.object([Member(key, values, required=False) for key in known], None)
        return Type(("Record<string, ", *values.parts, ">"))

    def object(self, members: Sequence[Member], others: Type | None) -> Type:
        """Write `{ a: string; b?: number }`."""
        parts: list[Part] = []
        for member in members:
            mark = "" if member.required else "?"
            parts += ["; " if parts else "", f"{JAVASCRIPT.key(member.name)}{mark}: ", *member.type.parts]
        extra = () if others is None else ("; [key: string]: ", *others.parts)
        return Type(("{ ", *(part for part in parts if part != ""), *extra, " }"))


def _enclosed(each: Type) -> tuple[Part, ...]:
    return ("(", *each.parts, ")") if each.loose else each.parts


def _joined(types: Sequence[Type], separator: str, parentheses: bool = False) -> tuple[Part, ...]:
    parts: list[Part] = []
    for each in types:
        parts += [separator if parts else "", *(_enclosed(each) if parentheses else each.parts)]
    return tuple(part for part in parts if part != "")
