"""Types as a Python hint writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from taskgate.site.literals import PYTHON, flat
from taskgate.site.types import Member, Part, Type

_NAMES: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}

_FORMATS: Final = {"date-time": "datetime", "date": "date", "uuid": "UUID"}


class PythonTypes:
    """`list[int] | None`, `dict[str, Thumbnail]`, `Literal["a", "b"]`."""

    anything = Type(("Any",))
    nothing = Type(("Never",))

    def scalar(self, schema: Mapping[str, Any]) -> Type:
        """Write a built-in type, or the one that pydantic reads from a format."""
        kind = schema["type"]
        name = _FORMATS.get(schema.get("format", "")) if kind == "string" else None
        return Type((name or _NAMES.get(kind, str(kind)),))

    def literals(self, values: Sequence[Any]) -> Type:
        """Write `Literal[...]`, and None as itself."""
        others = ", ".join(flat(value, PYTHON) for value in values if value is not None)
        words = [f"Literal[{others}]"] * (others != "") + ["None"] * (None in values)
        return Type((" | ".join(words),), loose=len(words) > 1)

    def union(self, types: Sequence[Type]) -> Type:
        """Write `a | b`."""
        return Type(_joined(types, " | "), loose=True)

    def intersection(self, types: Sequence[Type]) -> Type:
        """Write `a & b`, for which Python has no form of its own."""
        return Type(_joined(types, " & ", parentheses=True), loose=True)

    def list(self, items: Type, unique: bool) -> Type:
        """Write `list[item]`; elements that may not repeat are a set."""
        return Type(("set[" if unique else "list[", *items.parts, "]"))

    def tuple(self, items: Sequence[Type], rest: Type | None) -> Type:
        """Write `tuple[a, b]`, with `*tuple[rest, ...]` where it goes on."""
        if rest is None and not items:
            return Type(("tuple[()]",))
        if rest is None:
            return Type(("tuple[", *_joined(items, ", "), "]"))
        if not items:
            return Type(("list[", *rest.parts, "]"))
        return Type(("tuple[", *_joined(items, ", "), ", *tuple[", *rest.parts, ", ...]]"))

    def map(self, keys: Type | None, known: Sequence[str] | None, values: Type) -> Type:
        """Write `dict[key, value]`."""
        return Type(("dict[", *(keys.parts if keys else ("str",)), ", ", *values.parts, "]"))

    def object(self, members: Sequence[Member], others: Type | None) -> Type:
        """Write a TypedDict in place, as PEP 764 has it."""
        parts: list[Part] = []
        for member in members:
            name = flat(member.name, PYTHON)
            kind = member.type.parts if member.required else ("NotRequired[", *member.type.parts, "]")
            parts += [", " if parts else "", f"{name}: ", *kind]
        extra = () if others is None else (", **: ", *others.parts)
        return Type(("TypedDict[{", *parts, *extra, "}]"))


def _joined(types: Sequence[Type], separator: str, parentheses: bool = False) -> tuple[Part, ...]:
    parts: list[Part] = []
    for each in types:
        around = parentheses and each.loose
        parts += [separator if parts else "", "(" if around else "", *each.parts, ")" if around else ""]
    return tuple(part for part in parts if part != "")
