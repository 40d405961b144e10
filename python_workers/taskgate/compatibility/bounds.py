"""The bounds of texts that have an order: `formatMinimum` and its like, of dates, moments and decimals."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from taskgate.schemas.decimals import BOUNDS
from taskgate.schemas.jsonschema import Json


def _instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.upper())


FITS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    f"format{BOUNDS['ge']}": operator.ge,
    f"format{BOUNDS['gt']}": operator.gt,
    f"format{BOUNDS['le']}": operator.le,
    f"format{BOUNDS['lt']}": operator.lt,
}
"""By the keyword: whether what it is said of fits its limit; both as ORDERS gives them."""

ORDERS: Final[Mapping[str, Callable[[str], Any]]] = {"date": str, "date-time": _instant, "decimal": Decimal}
"""By the format: what its texts are compared by. Raises ValueError or ArithmeticError for another text."""


def of(schema: Json) -> dict[str, str]:
    """Return the bounds that stand in a schema itself, by their keywords."""
    return {key: schema[key] for key in FITS if key in schema and schema.get("format") in ORDERS}


def nearest(schema: Json, known: set[tuple[str, str, str]]) -> Json:
    """Return the schema with each bound replaced by a narrower one of `known`, if there is one.

    `known` are (format, keyword, limit). What is returned accepts no more than the schema does.
    """
    changed = dict(schema)
    for key, limit in of(schema).items():
        order = ORDERS[schema["format"]]
        for form, keyword, other in sorted(known):
            if (form, keyword) == (schema["format"], key) and FITS[key](order(other), order(limit)):
                changed[key] = other
    return changed
