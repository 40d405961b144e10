"""A task as a function: its head, in TypeScript and in Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from taskgate.schemas.jsonschema import Json
from taskgate.site.literals import JAVASCRIPT, PYTHON, WIDTH, flat, text
from taskgate.site.python_types import PythonTypes
from taskgate.site.types import Part, Schema, write
from taskgate.site.typescript_types import TypeScriptTypes

Parts = tuple[Part, ...]

_TYPESCRIPT: Final = TypeScriptTypes()
_PYTHON: Final = PythonTypes()

_SEGMENT: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")

_STARS: Final = {"variadicPositional": "*", "variadicKeyword": "**"}


def type_words(schema: Schema, definitions: Mapping[str, Schema]) -> tuple[Parts, Parts]:
    """Return the type that fits a schema in TypeScript and in Python."""
    return write(schema, _TYPESCRIPT, definitions).parts, write(schema, _PYTHON, definitions).parts


def argument_schema(parameter: Json) -> Schema:
    """Return the schema of an argument by name: PROTOCOL.md, C5, says it of `*args` and `**kwargs`."""
    if parameter["kind"] == "variadicPositional":
        return {"type": "array", "items": parameter["schema"]}
    if parameter["kind"] == "variadicKeyword":
        return {"type": "object", "additionalProperties": parameter["schema"]}
    return parameter["schema"]


def path(name: str) -> str:
    """Return `gate.tasks.x.y`."""
    segments = name.split(".")
    return "gate.tasks" + "".join(
        f".{each}" if _SEGMENT.fullmatch(each) else f"[{text(each)}]" for each in segments
    )


def typescript_head(contract: Json, shown: Mapping[str, str]) -> Parts:
    """Return `gate.tasks.x.y({ a: number }): Promise<T>`; `shown` are the models' short names."""
    rows: list[Parts] = []
    for parameter in contract["parameters"]:
        mark = "" if parameter["required"] else "?"
        kind = write(argument_schema(parameter), _TYPESCRIPT, contract["$defs"])
        rows.append((f"{JAVASCRIPT.key(parameter['name'])}{mark}: ", *kind.parts))
    result = write(contract["result"], _TYPESCRIPT, contract["$defs"])
    # Nobody can wait for a result that is not stored.
    waits = contract["storesResult"]
    start = f"{path(contract['name'])}{'' if waits else '.send'}("
    end: Parts = ("): Promise<", *(result.parts if waits else ("Job",)), ">")
    if not rows:
        return (start, *end)
    line = (start, "{ ", *_between(rows, "; "), " }", *end)
    return line if _fits(line, shown) else (start, "{\n", *_lines(rows, "  ", ";"), "}", *end)


def python_head(contract: Json, shown: Mapping[str, str]) -> Parts:
    """Return `def y(a: int, *, b: str = "c") -> T`, as the function was written."""
    rows = _python_rows(contract)
    result = write(contract["result"], _PYTHON, contract["$defs"])
    start = f"def {contract['name'].rpartition('.')[2]}("
    end: Parts = (") -> ", *result.parts)
    line = (start, *_between(rows, ", "), *end)
    return line if not rows or _fits(line, shown) else (start, "\n", *_lines(rows, "    ", ","), *end)


def _python_rows(contract: Json) -> list[Parts]:
    rows: list[Parts] = []
    parameters: Sequence[Json] = contract["parameters"]
    kinds = [parameter["kind"] for parameter in parameters]
    for index, parameter in enumerate(parameters):
        kind, before = kinds[index], kinds[:index]
        if kind == "keywordOnly" and not {"keywordOnly", "variadicPositional"} & set(before):
            rows.append(("*",))
        hint = write(parameter["schema"], _PYTHON, contract["$defs"])
        rows.append((f"{_STARS.get(kind, '')}{parameter['name']}: ", *hint.parts, *_default(parameter)))
        if kind == "positionalOnly" and "positionalOnly" not in kinds[index + 1 :]:
            rows.append(("/",))
    return rows


def _default(parameter: Json) -> Parts:
    if parameter["required"] or parameter["kind"] in _STARS:
        return ()
    # A default that JSON does not have is the function's own business.
    return (" = " + (flat(parameter["default"], PYTHON) if "default" in parameter else "..."),)


def _between(rows: Sequence[Parts], separator: str) -> Parts:
    return tuple(part for index, row in enumerate(rows) for part in ((separator, *row) if index else row))


def _lines(rows: Sequence[Parts], step: str, end: str) -> Parts:
    return tuple(part for row in rows for part in (step, *row, f"{end}\n"))


def _fits(parts: Parts, shown: Mapping[str, str]) -> bool:
    lengths = (len(part if isinstance(part, str) else shown.get(part.name, part.name)) for part in parts)
    return sum(lengths) <= WIDTH
