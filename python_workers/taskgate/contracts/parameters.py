"""The parameters of a function that was not written for a contract, and what it leaves open of them."""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Callable, Mapping
from typing import Any, Literal, NotRequired, Optional, Required, get_args, get_origin, get_type_hints

from typing_extensions import ReadOnly, Unpack, is_typeddict

from taskgate.errors import InvalidContract
from taskgate.schemas import hints, jsonschema, plain
from taskgate.schemas.arguments import NO_DEFAULT, VARIADIC, Parameter, kind_of
from taskgate.schemas.shape import Misfit, Shape
from taskgate.schemas.typed_dicts import readable

_ANYTHING = (inspect.Parameter.VAR_POSITIONAL, "args"), (inspect.Parameter.VAR_KEYWORD, "kwargs")


Mode = Literal["trusted", "checked", "ignored"]
"""Whether each hint is looked at by itself, which takes long and says which of them has no JSON form."""


class Places:
    """The hints of one function, and a record of the places where one is missing or has no JSON form."""

    def __init__(self, function: Callable[..., Any], subject: str, mode: Mode) -> None:
        self.subject = subject
        self.unhinted: list[str] = []
        self.refused: list[str] = []
        self._mode = mode
        self._globals = getattr(function, "__globals__", {})
        self._locals = {each.__name__: each for each in getattr(function, "__type_params__", ())}

    def hint(self, place: str, annotation: Any) -> Any:
        """Return the hint for an annotation; Any where there is none, or none that JSON can carry.

        `place` is "result" or the name of a parameter.
        """
        where = f"{self.subject}, {place if place == 'result' else f'parameter {place!r}'}"
        if self._mode == "ignored":
            return Any
        if annotation is None or annotation is inspect.Parameter.empty:
            self.unhinted.append(place)
            return Any
        try:
            hint = self.resolved(annotation)
            if get_origin(hint) is Unpack:
                return hint
            if self._mode == "checked":
                schema = hints.core_schema(hint, where)
                jsonschema.generate({place: (schema, "validation", where)})
        except InvalidContract as error:
            self.refused.append(str(error))
        except NameError as error:
            remedy = "import it at the top of the file, outside `if TYPE_CHECKING`"
            self._refuse(where, f"the name {error.name!r} in the hint is not defined; {remedy}")
        except Exception as error:  # a hint is code of somebody else's, and runs when it is looked at
            remedy = "use a pydantic model, a dataclass, a TypedDict or a built-in type"
            self._refuse(where, f"the hint cannot be read ({type(error).__name__}: {error}); {remedy}")
        else:
            return hint
        return Any

    def refuse(self, place: str, reason: str) -> None:
        """Record that a place is open for a reason, which ends with the remedy."""
        self._refuse(f"{self.subject}, {place}", reason)

    def resolved(self, annotation: Any) -> Any:
        """Return an annotation with the names in it resolved where the function was written."""
        holder: Any = types.SimpleNamespace(__annotations__={"it": annotation})
        return readable(get_type_hints(holder, self._globals, self._locals, include_extras=True)["it"])

    def _refuse(self, where: str, reason: str) -> None:
        self.refused.append(f"{where}: {reason}")


def annotations_of(function: Callable[..., Any]) -> Mapping[str, Any]:
    """Return the annotations that there are, unresolved; `return` is that of the result."""
    found = dict(getattr(function, "__annotations__", {}))
    # None is a hint of its own, and not that there is no hint.
    return {name: type(None) if hint is None else hint for name, hint in found.items()}


def read(
    run: Callable[..., Any], places: Places
) -> tuple[list[tuple[inspect.Parameter, Parameter]], dict[str, Any]]:
    """Return the parameters of a `run`, as Python and as a contract has them, and their hints by name."""
    found: list[tuple[inspect.Parameter, Parameter]] = []
    known: dict[str, Any] = {}
    for each in _signature(run):
        annotation = type(None) if each.annotation is None else each.annotation
        hint = places.hint(each.name, annotation)
        if get_origin(hint) is Unpack:
            members = _members(each, hint, places)
            if members is not None:
                found += [(member, _written(member, NO_DEFAULT)) for member, _ in members]
                known |= {member.name: inner for member, inner in members}
                continue
            places.refuse(f"parameter {each.name!r}", "Unpack of this has no JSON form; name each parameter")
            hint = Any
        default, hint = _default(each, hint)
        found.append((each, _written(each, default)))
        known[each.name] = hint
    return found, known


def has_aliases(hint: Any, subject: str) -> bool:
    """Return whether a model inside is written under other names than those of its fields."""

    def look(value: Any) -> bool:
        if isinstance(value, dict):
            alias = value.get("serialization_alias")
            return isinstance(alias, str) or any(look(inner) for inner in value.values())
        return isinstance(value, (list, tuple)) and any(look(inner) for inner in value)

    return look(hints.core_schema(hint, subject))


def _signature(run: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(run).parameters.values())
    except (TypeError, ValueError):  # not Python's: nobody can tell what it takes
        return [inspect.Parameter(name, kind) for kind, name in _ANYTHING]


def _written(parameter: inspect.Parameter, default: Any) -> Parameter:
    kind = kind_of(parameter)
    required = parameter.default is parameter.empty and kind not in VARIADIC
    return Parameter(parameter.name, kind, required, default)


def _default(parameter: inspect.Parameter, hint: Any) -> tuple[Any, Any]:
    """Return the JSON of a default, or NO_DEFAULT, and the hint, widened for a None that it forgot."""
    value = parameter.default
    if value is parameter.empty:
        return NO_DEFAULT, hint
    try:
        return Shape.of(hint, parameter.name).write(value), hint
    except (Misfit, InvalidContract):
        pass
    if value is None:
        # `x: int = None` said so before PEP 484 forbade it, and Python has never asked.
        return None, Optional[hint]  # noqa: UP045
    if plain.problems(value):
        return NO_DEFAULT, hint
    return json.loads(json.dumps(value)), hint


def _members(
    parameter: inspect.Parameter, hint: Any, places: Places
) -> list[tuple[inspect.Parameter, Any]] | None:
    """Return the parameters that `**kwargs: Unpack[SomeTypedDict]` stands for, or None."""
    owner = get_args(hint)[0]
    if parameter.kind is not parameter.VAR_KEYWORD or not is_typeddict(owner):
        return None
    found = []
    try:
        fields = get_type_hints(owner, include_extras=True)
    except NameError:
        return None
    for name, field in fields.items():
        required = name in owner.__required_keys__
        while (word := get_origin(field)) in (NotRequired, Required, ReadOnly):
            required = word is Required or (required and word is not NotRequired)
            field = get_args(field)[0]
        default = parameter.empty if required else NO_DEFAULT
        member = inspect.Parameter(name, parameter.KEYWORD_ONLY, default=default)
        found.append((member, places.hint(name, field)))
    return found
