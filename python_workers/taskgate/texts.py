"""The texts that stand for a moment, a number or an identifier: one form each, the same in every language.

pydantic reads more than RFC 3339 and JSON Schema know ("1700000000" is a date-time to it), and a client that
asserts the contract would refuse what a worker takes.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic_core import PydanticCustomError

DATE_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}$"

DATE_TIME_PATTERN: Final = (
    r"^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$"
)

TIME_PATTERN: Final = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"

UUID_PATTERN: Final = r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"

DECIMAL_PATTERN: Final = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"


@dataclass(frozen=True)
class _Form:
    pattern: str
    expected: str
    parse: Callable[[str], Any]

    def read(self, value: Any) -> Any:
        """Return the Python object for a text; everything else is left to pydantic."""
        if self.parse is Decimal and type(value) in (int, float):
            return Decimal(str(value))
        if not isinstance(value, str):
            return value
        # Not `$`, before which Python lets a line end.
        if not re.fullmatch(self.pattern.removesuffix("$"), value, re.ASCII):
            raise PydanticCustomError("text_form", "Input should be {expected}", {"expected": self.expected})
        try:
            return self.parse(value)
        except (ValueError, ArithmeticError) as error:
            context = {"expected": self.expected, "reason": str(error)}
            raise PydanticCustomError("text_form", "Input should be {expected}: {reason}", context) from error


_FORMS: Final[Mapping[str, _Form]] = {
    "datetime": _Form(
        DATE_TIME_PATTERN,
        "a date and time as in RFC 3339, such as 2026-01-02T03:04:05Z",
        lambda text: datetime.datetime.fromisoformat(text.upper()),
    ),
    "date": _Form(DATE_PATTERN, "a date as YYYY-MM-DD", datetime.date.fromisoformat),
    "time": _Form(TIME_PATTERN, "a time of day as HH:MM or HH:MM:SS", datetime.time.fromisoformat),
    "uuid": _Form(UUID_PATTERN, "a UUID in its canonical form, with hyphens", uuid.UUID),
    "decimal": _Form(DECIMAL_PATTERN, "a decimal number, as a string of digits or as a number", Decimal),
}


def in_one_form(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the core schema with texts of the one form alone; a Python object is judged as before."""
    read = {"type": "no-info", "function": _FORMS[schema["type"]].read}
    checked = {"type": "function-before", "function": read, "schema": schema}
    return {"type": "json-or-python", "json_schema": checked, "python_schema": schema}
