"""The idempotency key that a task's declaration makes of the arguments of a call (`idempotent_by=`)."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Final

import rfc8785
from pydantic_core import to_jsonable_python

from taskgate.contracts.definition import Definition
from taskgate.errors import InvalidContract

PREFIX: Final = "by:"
"""Before the hash, so that no caller's own key is taken for one that was computed."""


def declared_key(definition: Definition, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return the key of a call with these Python arguments; defaults are among them.

    It is computed of what the function is called with, so that it is the same whatever the caller left to a
    default, and for a call that was carried over from an older contract.
    """
    bound = inspect.signature(definition.function).bind(*args, **kwargs)
    bound.apply_defaults()
    values = [bound.arguments[name] for name in definition.idempotent_by]
    written = to_jsonable_python(values, inf_nan_mode="constants")
    return PREFIX + hashlib.sha256(rfc8785.dumps(written)).hexdigest()


def check_names(names: object, function: Any, subject: str) -> tuple[str, ...]:
    """Return the names of `idempotent_by=`; raises InvalidContract for what names no parameters."""
    if not isinstance(names, Sequence) or isinstance(names, str):
        raise InvalidContract(
            f"{subject}: idempotent_by is a list of parameters, not {names!r}; write ({names!r},)"
            if isinstance(names, str)
            else f"{subject}: idempotent_by is a list of parameters, not {names!r}"
        )
    known = inspect.signature(function).parameters
    for name in names:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise InvalidContract(
                f"{subject}: idempotent_by names {name!r}, which is no parameter; there are: {listed}"
            )
    return tuple(names)
