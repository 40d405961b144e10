"""TypedDicts of `typing`, which pydantic does not read before Python 3.12, as those of typing_extensions."""

from __future__ import annotations

import sys
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from typing_extensions import TypedDict

_stand_ins: dict[Any, Any] = {}

NEEDED = sys.version_info < (3, 12)


def readable(hint: Any) -> Any:
    """Return a hint in which every TypedDict is one that pydantic reads; others are left as they are.

    Those inside of dataclasses are not looked for: the dataclass is the author's. Raises NameError.
    """
    if not NEEDED:
        return hint
    if is_typeddict(hint):
        return _replaced(hint) if type(hint).__module__ == "typing" else hint
    origin, arguments = get_origin(hint), get_args(hint)
    changed = tuple(readable(each) for each in arguments)
    if all(new is old for new, old in zip(changed, arguments, strict=True)):
        return hint
    if origin is Annotated:
        return Annotated[(changed[0], *arguments[1:])]
    if origin in (Union, UnionType):
        return Union[changed]  # noqa: UP007
    return hint.copy_with(changed) if hasattr(hint, "copy_with") else origin[changed]


def _replaced(owner: Any) -> Any:
    if owner in _stand_ins:
        return _stand_ins[owner]
    fields = get_type_hints(owner, include_extras=True)
    # Before its fields, for one of them may be of its own kind.
    stand_in = _stand_ins[owner] = _empty(owner)
    stand_in.__annotations__ = {name: readable(field) for name, field in fields.items()}
    return stand_in


def _empty(owner: Any) -> Any:
    make: Any = TypedDict
    stand_in = make(owner.__name__, {})
    for name in (
        "__module__",
        "__qualname__",
        "__doc__",
        "__total__",
        "__required_keys__",
        "__optional_keys__",
    ):
        setattr(stand_in, name, getattr(owner, name))
    return stand_in
