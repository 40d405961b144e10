"""Decimals: which texts stand for one, and the schema that says so."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from taskgate.schemas import lint
from taskgate.schemas.texts import DECIMAL_PATTERN, in_one_form

Node = dict[str, Any]

DIGITS: Final = "taskgate_digits"
"""The metadata of a Decimal's schema that holds the pattern of its texts, where its digits are counted."""

BOUNDS: Final[Mapping[str, str]] = {
    "ge": "Minimum",
    "gt": "ExclusiveMinimum",
    "le": "Maximum",
    "lt": "ExclusiveMaximum",
}
"""How pydantic's bounds end in JSON Schema's `formatMinimum` and its like."""


def tightened(schema: Node) -> Node:
    """Return the core schema of a Decimal that is judged by its text; raises InvalidContract."""
    limited = {**_in_places(schema), "allow_inf_nan": False}
    if "max_digits" in limited or "decimal_places" in limited:
        pattern = _pattern(limited.get("max_digits"), limited.get("decimal_places"))
        limited["metadata"] = {**limited.get("metadata", {}), DIGITS: pattern}
        return in_one_form(limited, pattern)
    for bound in BOUNDS:
        # The client holds a number against the number that stands in the schema.
        if bound in limited and Decimal(repr(float(limited[bound]))) != limited[bound]:
            raise lint.refusal("decimal-bounds")
    return in_one_form(limited)


def _in_places(schema: Node) -> Node:
    """Return the schema with decimal places for a multiple of 0.1, 0.01 and so on."""
    limited = dict(schema)
    step = limited.pop("multiple_of", None)
    if step is None:
        return limited
    sign, digits, exponent = Decimal(step).normalize().as_tuple()
    if sign or digits != (1,) or not isinstance(exponent, int) or exponent > 0:
        raise lint.refusal("decimal-steps")
    limited["decimal_places"] = min(limited.get("decimal_places", -exponent), -exponent)
    return limited


def _pattern(digits: int | None, places: int | None) -> str:
    """Return the pattern of texts with so many digits, and so many of them behind the point; no exponent."""
    if places is None:
        behind = r"(\.\d+)?"
        return rf"^-?(0(\.\d{{1,{digits}}})?|(?=(\.?\d){{1,{digits}}}$)[1-9]\d*{behind})$"
    behind = rf"(\.\d{{1,{places}}})?" if places else ""
    if digits is None:
        return rf"^-?(0|[1-9]\d*){behind}$"
    before = rf"(0|[1-9]\d{{0,{digits - places - 1}}})" if digits > places else "0"
    return rf"^-?{before}{behind}$"


def json_schema(schema: Mapping[str, Any], mode: str) -> Node:
    """Return the JSON Schema of a Decimal; a result is always a text, which the worker has judged."""
    if mode == "serialization":
        return {"type": "string", "pattern": DECIMAL_PATTERN}
    digits = schema.get("metadata", {}).get(DIGITS)
    text: Node = {"type": "string", "pattern": digits or DECIMAL_PATTERN}
    bounds = {BOUNDS[bound]: Decimal(schema[bound]) for bound in BOUNDS if bound in schema}
    if bounds:
        text |= {"format": "decimal", **{f"format{end}": f"{value:f}" for end, value in bounds.items()}}
    if digits:
        return text  # a binary number has no decimal places
    number = {"type": "number", **{end[0].lower() + end[1:]: float(value) for end, value in bounds.items()}}
    return {"anyOf": [number, text]}
