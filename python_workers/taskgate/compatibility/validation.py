"""Whether a schema accepts a value, judged in Python as the client's ajv judges it.

jsonschema asserts no format by itself, and its own formats and `multipleOf` are not the client's: see
node_client/src/contracts/validation.ts and formats.ts.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import ipaddress
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from taskgate.compatibility.bounds import FITS, ORDERS
from taskgate.compatibility.engine import REMEDY
from taskgate.compatibility.schemas import PREFIX, Schema
from taskgate.errors import Unsupported
from taskgate.schemas.plain import pointer
from taskgate.schemas.steps import is_multiple
from taskgate.schemas.texts import DATE_PATTERN, DATE_TIME_PATTERN, DECIMAL_PATTERN, URI_PATTERN, UUID_PATTERN

try:
    import jsonschema
    from jsonschema import exceptions, validators
except ImportError:  # an extra, as the engine
    jsonschema = None  # type: ignore[assignment]


class Undecidable(Exception):
    """A schema that Python cannot judge by, such as one whose pattern only JavaScript reads."""


class Judge:
    """A schema made ready to judge values; raises Undecidable where it cannot be."""

    def __init__(self, schema: Schema) -> None:
        if jsonschema is None:
            raise Unsupported(REMEDY)
        self._document = schema.document()
        self._validator = _validator(self._document)

    def accepts(self, value: Any) -> bool:
        """Say whether the schema accepts the value; raises Undecidable."""
        try:
            return bool(self._validator.is_valid(value))
        except (re.error, RecursionError, OverflowError) as error:
            raise Undecidable(str(error)) from error

    def refusal(self, value: Any) -> tuple[str, str, str] | None:
        """Return (pointer into the schema, pointer into the value, why), or None where it is accepted."""
        try:
            error = exceptions.best_match(self._validator.iter_errors(value))
        except (re.error, RecursionError, OverflowError) as reason:
            raise Undecidable(str(reason)) from reason
        if error is None:
            return None
        place = ""
        for segment in error.absolute_path:
            place = pointer(place, segment)
        return _schema_pointer(self._document, error.absolute_schema_path), place, error.message


def _schema_pointer(document: Any, path: Any) -> str:
    """Return the pointer for jsonschema's path, in which a reference is no segment."""
    place, schema = "", document
    for segment in path:
        while isinstance(schema, dict) and segment not in schema and isinstance(schema.get("$ref"), str):
            name = schema["$ref"].removeprefix(PREFIX)
            place, schema = pointer("/$defs", name), document["$defs"][name]
        place = pointer(place, segment)
        schema = schema[segment] if isinstance(schema, (dict, list)) else None
    return place


def _validator(document: Any) -> Any:
    checker = jsonschema.FormatChecker(formats=())
    for name, check in FORMATS.items():
        checker.checks(name, (ValueError, re.error))(_texts(check))
    kind = validators.extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator,
        {
            "multipleOf": _multiple_of,
            "pattern": _pattern,
            "patternProperties": _members,
            **{keyword: _bound(fits) for keyword, fits in FITS.items()},
        },
    )
    return kind(document, format_checker=checker)


def _texts(check: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or bool(check(value))


def _multiple_of(_: Any, step: Any, value: Any, __: Any) -> Iterator[Any]:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and not is_multiple(value, step):
        yield exceptions.ValidationError(f"{value!r} is not a multiple of {step}")


def _bound(fits: Callable[[Any, Any], bool]) -> Callable[..., Iterator[Any]]:
    """Return the check of `formatMinimum` and its like; other texts are left to the format."""

    def check(_: Any, limit: str, value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
        if not isinstance(value, str):
            return
        order = ORDERS[schema["format"]]
        try:
            place = order(value)
        except (ValueError, ArithmeticError):
            return
        if not fits(place, order(limit)):
            yield exceptions.ValidationError(f"{value!r} is beyond {limit!r}")

    return check


def within(text: str, schema: Mapping[str, Any]) -> bool:
    """Say whether a text is within `formatMinimum` and its like; one that is not of the format is not."""
    limits = {fits: schema[keyword] for keyword, fits in FITS.items() if keyword in schema}
    try:
        order = ORDERS[schema["format"]] if limits else None
        return order is None or all(fits(order(text), order(limit)) for fits, limit in limits.items())
    except (KeyError, ValueError, ArithmeticError):
        return False


def _pattern(_: Any, written: str, value: Any, __: Any) -> Iterator[Any]:
    if isinstance(value, str) and not compiled(written).search(value):
        yield exceptions.ValidationError(f"{value!r} does not match {written!r}")


def _members(validator: Any, patterns: Mapping[str, Any], value: Any, _: Any) -> Iterator[Any]:
    if not isinstance(value, dict):
        return
    for written, schema in patterns.items():
        for name, member in value.items():
            if compiled(written).search(name):
                yield from validator.descend(member, schema, path=name, schema_path=written)


@functools.lru_cache(maxsize=1024)
def compiled(written: str) -> re.Pattern[str]:
    r"""Return a pattern of JavaScript's for Python: `$` is the end, and `\d` and `\w` are ASCII."""
    ended = re.sub(
        r"\\.|\[(?:\\.|[^\]\\])*\]|\$", lambda found: r"\Z" if found[0] == "$" else found[0], written
    )
    with unwarned():
        return re.compile(ended, re.ASCII)


@contextlib.contextmanager
def unwarned() -> Iterator[None]:
    """Hear nothing of what Python may make of `[a&&b]` one day: to JavaScript it means what it says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _date(text: str) -> bool:
    return bool(re.fullmatch(DATE_PATTERN, text, re.ASCII)) and bool(datetime.date.fromisoformat(text))


def _moment(text: str) -> bool:
    return bool(re.fullmatch(DATE_TIME_PATTERN, text, re.ASCII)) and _date(text[:10])


def _form(written: str) -> Callable[[str], object]:
    return lambda text: re.fullmatch(written, text, re.ASCII)


FORMATS: Final[Mapping[str, Callable[[str], object]]] = {
    "date": _date,
    "date-time": _moment,
    "uuid": _form(UUID_PATTERN),
    "email": _form(r"[\w.+-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]+"),
    "decimal": _form(DECIMAL_PATTERN),
    "uri": _form(URI_PATTERN),
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
    "hostname": _form(
        r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
    ),
    "regex": re.compile,
    "json-pointer": _form(r"(/([^/~]|~[01])*)*"),
}
"""What the client asserts, as far as Python judges it; the client itself has the last word on a payload."""
