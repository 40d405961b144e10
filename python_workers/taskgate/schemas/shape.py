"""One hint at work: checking a value that came as JSON, and turning a Python value into JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import (
    CoreSchema,
    ErrorDetails,
    PydanticSerializationError,
    SchemaSerializer,
    SchemaValidator,
    to_json,
)

from taskgate.errors import Problem
from taskgate.schemas import hints, plain


class Misfit(Exception):
    """A value does not fit; `problems` names every place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


class Shape:
    """A hint's validator and serializer, both made from `schema`."""

    def __init__(self, schema: CoreSchema) -> None:
        self.schema = schema
        # A prebuilt validator of a nested model would not know of the changes that hints.py made.
        self._validator = SchemaValidator(schema, _use_prebuilt=False)
        # "constants": NaN shall be found and refused, not turned into null.
        self._serializer = SchemaSerializer(schema, {"ser_json_inf_nan": "constants"}, _use_prebuilt=False)

    @classmethod
    def of(cls, hint: Any, subject: str) -> Shape:
        """Make the shape of `hint`; raises InvalidContract, which begins with `subject`."""
        return cls(hints.core_schema(hint, subject))

    def read(self, value: Any) -> Any:
        """Return the Python objects for a JSON value, strictly; raises Misfit.

        kombu's decoder has made Python objects of its own typed values (dates, UUIDs), so the value is
        written as JSON once more: then what counts is what stood on the wire.
        """
        try:
            text = to_json(value)
        except (PydanticSerializationError, ValueError) as error:
            raise Misfit([{"path": "", "message": f"not JSON: {error}"}]) from error
        try:
            checked = self._validator.validate_json(text, strict=True)
        except ValidationError as error:
            whole = _with_whole_numbers(value)
            if whole is not value:
                return self.read(whole)
            raise Misfit(places(error, value)) from error
        except Exception as error:  # of a validator of the author's, which did not think of such a value
            raise Misfit([_failed(error)]) from error
        if b"NaN" in text or b"Infinity" in text:
            # In a member that a model ignores.
            found = list(islice(_not_finite(value, ""), plain.MAX_PROBLEMS))
            if found:
                raise Misfit(found)
        return checked

    def write(self, value: Any) -> Any:
        """Return the JSON value for what a function returned, strictly; raises Misfit."""
        try:
            checked = self._validator.validate_python(value, strict=True)
        except ValidationError as error:
            raise Misfit(places(error, value)) from error
        return self._dump(checked)

    def write_json(self, value: Any) -> Any:
        """Return the JSON value for one that is judged as if it had come as JSON; raises Misfit."""
        return self._dump(self.read(value))

    def _dump(self, checked: Any) -> Any:
        try:
            dumped = self._serializer.to_python(checked, mode="json", by_alias=True, warnings="error")
        except (PydanticSerializationError, ValueError) as error:
            raise Misfit([{"path": "", "message": str(error).strip()}]) from error
        # A model that was built without validation may still hold what no JSON reader takes.
        found = plain.problems(dumped)
        if found:
            raise Misfit(found)
        return dumped


def _with_whole_numbers(value: Any) -> Any:
    """Return the value with 1 for each 1.0, which are one number in JSON; itself where there is none.

    Only looked at when something did not fit: pydantic takes 1 where it takes 1.0, and not the other way.
    """
    if type(value) is float and value.is_integer() and abs(value) <= plain.MAX_INTEGER:
        return int(value)
    if type(value) is list:
        items = [_with_whole_numbers(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if type(value) is dict:
        members = {name: _with_whole_numbers(member) for name, member in value.items()}
        return members if any(members[name] is not member for name, member in value.items()) else value
    return value


def _not_finite(value: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, float) and not math.isfinite(value):
        yield {"path": path, "message": f"{value} is not JSON; use None"}
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _not_finite(member, plain.pointer(path, name))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _not_finite(item, f"{path}/{index}")


def _failed(error: Exception) -> Problem:
    return {"path": "", "message": f"a validator of the hint failed ({type(error).__name__}: {error})"}


def places(error: ValidationError, value: Any) -> list[Problem]:
    """Return pydantic's errors by the JSON Pointers into `value`, at most plain.MAX_PROBLEMS of them."""
    messages: dict[str, list[str]] = {}
    for line in error.errors(include_url=False):
        for problem in _problems(line, value):
            known = messages.setdefault(problem["path"], [])
            if problem["message"] not in known:
                known.append(problem["message"])
    found = islice(messages.items(), plain.MAX_PROBLEMS)
    # A value that fits no member of a union has a message for each of them.
    return [{"path": path, "message": ", or ".join(known)} for path, known in found]


def _problems(line: ErrorDetails, value: Any) -> list[Problem]:
    kind, context = line["type"], line.get("ctx", {})
    path = _path(line["loc"], value, absent=kind in ("missing", "extra_forbidden"))
    if kind == "not_plain":
        inner: list[Problem] = context["problems"]
        return [{"path": path + problem["path"], "message": problem["message"]} for problem in inner]
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        # The tag is what is wrong, if there is an object that could have it.
        tag = str(context["discriminator"])
        if tag.startswith("'"):  # a function of the author's stands there without quotes
            path = plain.pointer(path, tag.strip("'"))
    return [
        {"path": path, "message": line["msg"] + (_instead(line["input"]) if kind.endswith("_type") else "")}
    ]


def _instead(value: Any) -> str:
    """Say what a value of a library's own type is, and how numpy's and pandas' become Python's."""
    kind = type(value)
    if kind.__module__ == "builtins":
        return ""
    remedy = "; convert it with .tolist()" if hasattr(value, "tolist") else ""
    return f", not {kind.__module__}.{kind.__qualname__}{remedy}"


def _path(location: tuple[int | str, ...], value: Any, absent: bool) -> str:
    """Return the pointer for pydantic's location, without the labels that it adds for members of unions."""
    path = ""
    for position, segment in enumerate(location):
        found, inner = _member(value, segment)
        if found:
            value = inner
        elif not absent or position < len(location) - 1 or isinstance(value, (list, tuple)):
            continue  # an array that is too short is the place itself
        path = plain.pointer(path, segment)
    return path


def _member(value: Any, segment: int | str) -> tuple[bool, Any]:
    if isinstance(value, dict) and segment in value:
        return True, value[segment]
    if isinstance(value, (list, tuple)) and isinstance(segment, int) and segment < len(value):
        return True, value[segment]
    return False, None
