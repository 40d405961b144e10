"""Multiples, judged by the digits that stand in JSON: 0.3 is one of 0.1, though not in binary fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from pydantic_core import PydanticCustomError

STEP: Final = "taskgate_step"
"""The metadata of a float's schema that holds the number of which it is a multiple."""


def is_multiple(value: float, step: float) -> bool:
    """Say whether the number is a whole multiple of the other, both as JSON writes them."""
    return Fraction(repr(value)) % Fraction(repr(step)) == 0


def tightened(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the core schema of a float whose multiples are judged by digits; pydantic has a tolerance."""
    if "multiple_of" not in schema:
        return schema
    inner = dict(schema)
    step = inner.pop("multiple_of")
    inner["metadata"] = {**inner.get("metadata", {}), STEP: step}
    return {
        "type": "function-after",
        "function": {"type": "no-info", "function": _checker(step)},
        "schema": inner,
    }


def _checker(step: float) -> Callable[[float], float]:
    def check(value: float) -> float:
        if not is_multiple(value, step):
            raise PydanticCustomError("multiple_of", "Input should be a multiple of {step}", {"step": step})
        return value

    return check
