"""One hint at work: checking a value that came as JSON, and turning a Python value into JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import CoreSchema, PydanticSerializationError, SchemaSerializer, SchemaValidator, to_json

from taskgate import hints, plain
from taskgate.errors import Problem


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
            return self._validator.validate_json(text, strict=True)
        except ValidationError as error:
            raise Misfit(places(error, value)) from error

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


def places(error: ValidationError, value: Any) -> list[Problem]:
    """Return pydantic's errors as JSON Pointers into `value`, at most plain.MAX_PROBLEMS of them."""
    found: list[Problem] = []
    for line in error.errors(include_url=False):
        path = _path(line["loc"], value, absent=line["type"] in ("missing", "extra_forbidden"))
        inner: list[Problem] = line.get("ctx", {}).get("problems", []) if line["type"] == "not_plain" else []
        if inner:
            found.extend({"path": path + problem["path"], "message": problem["message"]} for problem in inner)
        else:
            found.append({"path": path, "message": line["msg"]})
    return found[: plain.MAX_PROBLEMS]


def _path(location: tuple[int | str, ...], value: Any, absent: bool) -> str:
    """Return the pointer for pydantic's location, without the labels that it adds for members of unions."""
    path = ""
    for position, segment in enumerate(location):
        found, inner = _member(value, segment)
        if found:
            value = inner
        elif not (absent and position == len(location) - 1):
            continue
        path = plain.pointer(path, segment)
    return path


def _member(value: Any, segment: int | str) -> tuple[bool, Any]:
    if isinstance(value, dict) and segment in value:
        return True, value[segment]
    if isinstance(value, (list, tuple)) and isinstance(segment, int) and segment < len(value):
        return True, value[segment]
    return False, None
