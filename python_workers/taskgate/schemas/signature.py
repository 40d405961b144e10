"""A function's parameters: their names, kinds and defaults, and the check of a whole call at once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NotRequired, get_type_hints

from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema
from typing_extensions import TypedDict

from taskgate.errors import InvalidArguments, InvalidContract, Problem
from taskgate.schemas import hints, plain
from taskgate.schemas.arguments import VARIADIC, Parameter, kind_of
from taskgate.schemas.shape import Misfit, Shape


class Signature:
    """What a task takes."""

    def __init__(self, function: Callable[..., Any], name: str, subject: str) -> None:
        known = resolved_hints(function, subject)
        found = [_checked(each, known, subject) for each in inspect.signature(function).parameters.values()]
        self._build(name, found, known, subject)
        self.parameters: Sequence[Parameter] = [_parameter(each, known, subject) for each in found]

    @classmethod
    def read_from(
        cls,
        name: str,
        subject: str,
        parameters: Sequence[tuple[inspect.Parameter, Parameter]],
        known: dict[str, Any],
    ) -> Signature:
        """Make that of a task whose parameters somebody else has read, each with a hint in `known`."""
        signature = cls.__new__(cls)
        signature._build(name, [python for python, _ in parameters], known, subject)
        signature.parameters = [written for _, written in parameters]
        return signature

    def _build(
        self, name: str, found: Sequence[inspect.Parameter], known: dict[str, Any], subject: str
    ) -> None:
        self.name = name
        self._hints = known
        self._shape = Shape(_call_schema(found, known, subject))
        kinds = {each.name: kind_of(each) for each in found}
        self._positional = [
            name for name, kind in kinds.items() if kind in ("positionalOnly", "positionalOrKeyword")
        ]
        self._positional_only = [name for name, kind in kinds.items() if kind == "positionalOnly"]
        named = dict(zip(kinds.values(), kinds, strict=True))
        self._by_name = {
            name for name, kind in kinds.items() if kind in ("positionalOrKeyword", "keywordOnly")
        }
        self._items, self._members = (named.get(kind) for kind in VARIADIC)

    @property
    def positional(self) -> Sequence[str]:
        """The names of the parameters that can be given by position, in their order."""
        return self._positional

    @property
    def returns(self) -> Any:
        """The return hint; Any where there is none."""
        return self._hints.get("return", Any)

    @property
    def schema(self) -> CoreSchema:
        """The core schema of all arguments as one object."""
        return self._shape.schema

    def read(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return the Python arguments for those of a message, with which the function can be called.

        Raises InvalidArguments, which names every place that does not fit.
        """
        given, found = self._bind(args, kwargs)
        if not found:
            try:
                values = self._shape.read(given)
            except Misfit as misfit:
                found = list(misfit.problems)
            else:
                by_position = [values.pop(name) for name in self._positional_only if name in values]
                return by_position, values
        raise InvalidArguments.at(f"the arguments of {self.name}", found)

    def read_named(self, values: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return the Python arguments for those of a call as JSON by name, positional-only ones too.

        Raises InvalidArguments, as `read` does.
        """
        by_name = dict(values)
        by_position = []
        for name in self._positional_only:
            if name not in by_name:
                break  # those after it could not be given either; they are named as what does not fit
            by_position.append(by_name.pop(name))
        return self.read(by_position, by_name)

    def _bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
        found: list[Problem] = []
        given: dict[str, Any] = dict(zip(self._positional, args, strict=False))
        if more := args[len(self._positional) :]:
            if self._items is None:
                takes = f"takes at most {len(self._positional)} arguments by position, got {len(args)}"
                found.append({"path": "", "message": takes})
            else:
                given[self._items] = list(more)
        members: dict[str, Any] = {}
        for name, value in kwargs.items():
            if self._members is not None and name not in self._by_name:
                members[name] = value
            elif name in given:
                found.append({"path": plain.pointer("", name), "message": "given by position and by name"})
            elif name in self._positional_only:
                found.append({"path": plain.pointer("", name), "message": "must be given by position"})
            else:
                given[name] = value
        if members and self._members is not None:
            given[self._members] = members
        return given, found


def _parameter(parameter: inspect.Parameter, known: Mapping[str, Any], subject: str) -> Parameter:
    kind = kind_of(parameter)
    if parameter.default is parameter.empty:
        return Parameter(parameter.name, kind, required=True)
    where = f"{subject}, parameter {parameter.name!r}"
    try:
        default = Shape.of(known[parameter.name], where).write(parameter.default)
    except Misfit as misfit:
        reason = "; ".join(problem["message"] for problem in misfit.problems)
        remedy = "give a default that fits, or widen the hint (for None: `... | None`)"
        raise InvalidContract(f"{where}: the default does not fit the hint ({reason}); {remedy}") from misfit
    return Parameter(parameter.name, kind, required=False, default=default)


def resolved_hints(owner: Any, subject: str) -> dict[str, Any]:
    """Return the hints of a function or class with strings resolved; raises InvalidContract."""
    try:
        return get_type_hints(owner, include_extras=True)
    except NameError as error:
        remedy = "import it at the top of the file, outside `if TYPE_CHECKING`"
        raise InvalidContract(
            f"{subject}: the name {error.name!r} in a hint is not defined; {remedy}"
        ) from error


def _checked(parameter: inspect.Parameter, known: Mapping[str, Any], subject: str) -> inspect.Parameter:
    where = f"{subject}, parameter {parameter.name!r}"
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        remedy = "name each parameter, or take one list[...] or dict[str, ...]"
        raise InvalidContract(
            f"{where}: a contract lists every parameter, which *args and **kwargs do not; {remedy}"
        )
    if parameter.name == "self" and parameter.kind is not parameter.POSITIONAL_ONLY:
        # Celery calls the task's own methods with the arguments by their names.
        raise InvalidContract(f"{where}: Celery cannot give it by its name; choose another name")
    if parameter.name not in known:
        raise InvalidContract(f"{where}: add a type hint, for instance `{parameter.name}: int`")
    if isinstance(parameter.default, FieldInfo):
        remedy = f"write `{parameter.name}: Annotated[..., Field(...)] = default`"
        raise InvalidContract(f"{where}: a Field as the default is not the default; {remedy}")
    return parameter


def _call_schema(
    parameters: Sequence[inspect.Parameter], known: Mapping[str, Any], subject: str
) -> CoreSchema:
    # First each by itself, so that an error names its parameter.
    for each in parameters:
        hints.core_schema(known[each.name], f"{subject}, parameter {each.name!r}")
    fields = {each.name: _field(each, known[each.name]) for each in parameters}
    make: Any = TypedDict  # the functional form, with fields that are known only now
    schema = hints.core_schema(make("Arguments", fields), subject)
    inner: Any = schema["schema"] if schema["type"] == "definitions" else schema
    inner.pop("ref", None)  # it is no model that a contract could name
    # Not as its configuration, which the models inside would inherit.
    inner["extra_behavior"] = "forbid"
    inner.pop("config", None)
    return schema


def _field(parameter: inspect.Parameter, hint: Any) -> Any:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return NotRequired[list[hint]]
    if parameter.kind is parameter.VAR_KEYWORD:
        return NotRequired[dict[str, hint]]
    return hint if parameter.default is parameter.empty else NotRequired[hint]
