"""The texts that stand for a moment, a number or an identifier: one form each, the same in every language.

pydantic reads more than RFC 3339 and JSON Schema know ("1700000000" is a date-time to it), and a client that
asserts the contract would refuse what a worker takes.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from pydantic_core import PydanticCustomError, Url

DATE_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}$"

DATE_TIME_PATTERN: Final = (
    r"^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$"
)

TIME_PATTERN: Final = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"

UUID_PATTERN: Final = r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"

# Python's Decimal ends at exponents of 18 digits.
DECIMAL_PATTERN: Final = r"^-?\d+(\.\d+)?([eE][+-]?\d{1,9})?$"

URI_PATTERN: Final = r"^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$"
"""The characters of a URI after RFC 3986; both languages' parsers of URLs judge the rest alike."""


@dataclass(frozen=True)
class _Form:
    pattern: str
    expected: str
    parse: Callable[[str], Any]
    numbers: bool = True
    """Whether a Decimal may be a number, too."""

    def read(self, value: Any) -> Any:
        """Return the Python object for a text; everything else is left to pydantic."""
        if self.parse is Decimal and type(value) in (int, float):
            if not self.numbers:
                raise PydanticCustomError(
                    "text_form", "Input should be {expected}", {"expected": self.expected}
                )
            return Decimal(str(value))
        if not isinstance(value, str):
            return value
        # Not `$`, before which Python lets a line end.
        if not re.fullmatch(self.pattern.removesuffix("$"), value, re.ASCII):
            raise self._error()
        try:
            return self.parse(value)
        except (ValueError, ArithmeticError) as error:
            context = {"expected": self.expected, "reason": str(error)}
            raise PydanticCustomError("text_form", "Input should be {expected}: {reason}", context) from error

    def _error(self) -> PydanticCustomError:
        return PydanticCustomError("text_form", "Input should be {expected}", {"expected": self.expected})


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
    "url": _Form(URI_PATTERN, "a URL of ASCII characters, with a scheme", Url),
}


def ipv6(text: str) -> ipaddress.IPv6Address:
    """Return the address for a text; raises ValueError, also for one with a zone, which only Python knows."""
    if "%" in text:
        raise ValueError("the zone of an address means something on one machine only")
    return ipaddress.IPv6Address(text)


SCHEME: Final = "taskgate_scheme"
"""The metadata of a URL's schema that holds the pattern of how it begins."""


def url(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the core schema of a URL that begins as its constraints say, in the one form."""
    start = ""
    if schema.get("allowed_schemes"):
        start = f"({'|'.join(map(_in_any_case, schema['allowed_schemes']))}):"
    if schema.get("host_required"):
        start = f"{start or '[A-Za-z][A-Za-z0-9+.-]*:'}//[^/?#]"
    if not start:
        return in_one_form(schema)
    metadata = {**schema.get("metadata", {}), SCHEME: f"^{start}"}
    pattern = f"^(?={start}){URI_PATTERN.removeprefix('^')}"
    return in_one_form({**schema, "metadata": metadata}, pattern)


def _in_any_case(scheme: str) -> str:
    return "".join(
        f"[{each.upper()}{each.lower()}]" if each.isalpha() else re.escape(each) for each in scheme
    )


def in_one_form(schema: dict[str, Any], pattern: str | None = None) -> dict[str, Any]:
    """Return the core schema with texts of the one form alone; a Python object is judged as before.

    `pattern` is that of a narrower form, which takes texts and no numbers.
    """
    form = _FORMS[schema["type"]]
    if pattern is not None:
        form = replace(form, pattern=pattern, expected=f"a text that matches {pattern}", numbers=False)
    read = {"type": "no-info", "function": form.read}
    checked = {"type": "function-before", "function": read, "schema": schema}
    return {"type": "json-or-python", "json_schema": checked, "python_schema": schema}
