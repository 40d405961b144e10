"""What an exception carries for the caller: its `details`, or the fields of one that is a dataclass."""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from functools import cached_property
from typing import Any

from taskgate.errors import InvalidContract, TaskgateError
from taskgate.schemas.shape import Shape
from taskgate.schemas.signature import resolved_hints


def details_of(error: BaseException) -> Any:
    """Return what an exception carries, or None; it may be no JSON."""
    fields = error if is_dataclass(error) else None
    return getattr(error, "details", fields)


def declared_details(exception: type[BaseException], subject: str) -> Shape | None:
    """Return the shape of what exceptions of a class carry; None where the class does not say it.

    It says so by the hint `details: X`, by that of a property, or by being a dataclass. Raises
    InvalidContract, which begins with `subject`, for a hint that no contract can have.
    """
    for base in exception.__mro__:
        if base is TaskgateError:
            return None
        if "details" in inspect.get_annotations(base):
            return Shape.of(resolved_hints(base, subject)["details"], subject)
        if "details" in vars(base):
            return _of_property(vars(base)["details"], subject)
    return _of_fields(exception, subject) if is_dataclass(exception) else None


def _of_property(member: Any, subject: str) -> Shape | None:
    getter = member.fget if isinstance(member, property) else getattr(member, "func", None)
    if getter is None or not isinstance(member, property | cached_property):
        return None
    hints = resolved_hints(getter, subject)
    return Shape.of(hints["return"], subject) if "return" in hints else None


def _of_fields(exception: type[BaseException], subject: str) -> Shape | None:
    try:
        return Shape.of(exception, subject)
    except InvalidContract:  # nobody has said that its fields are for the caller
        return None
