"""Importing every file of the package of tasks; a bad one stops the start and is named."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from taskgate.contracts.definition import Definition
from taskgate.errors import InvalidContract, TaskgateError


def load(package: str) -> list[str]:
    """Import `package` and all modules below it; return their names.

    Raises InvalidContract, which names the file and the cause.
    """
    root = _imported(package, f"the package {package!r}")
    names = [package]
    for directory in getattr(root, "__path__", ()):
        names.extend(_load_below(Path(directory), package))
    return names


def _load_below(directory: Path, package: str) -> list[str]:
    names = []
    for module in sorted(pkgutil.iter_modules([str(directory)]), key=lambda found: found.name):
        file = directory / module.name if module.ispkg else directory / f"{module.name}.py"
        if module.name in sys.stdlib_module_names:
            reason = f"its name is that of Python's own module {module.name!r}, and one would hide the other"
            raise InvalidContract(f"{_shown(file)}: {reason}; rename the file")
        name = f"{package}.{module.name}"
        _imported(name, _shown(file))
        names.append(name)
        if module.ispkg:
            names.extend(_load_below(file, name))
    return names


def _imported(name: str, shown: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except TaskgateError as error:
        # It names the place; a second traceback would hide it.
        raise InvalidContract(f"{shown} cannot be loaded: {error}") from None
    except Exception as error:
        what = f"{type(error).__name__}: {error}{_place(error, name)}{_remedy(error)}"
        raise InvalidContract(f"{shown} cannot be imported: {what}") from error


def _place(error: Exception, module: str) -> str:
    """The line of the module that raised, as a SyntaxError writes it, which says so itself."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_globals.get("__name__") == module]
    return f" (line {lines[-1]})" if lines else ""


def _remedy(error: Exception) -> str:
    if not isinstance(error, ModuleNotFoundError):
        return ""
    return "; install the package that has it in the worker's environment, or correct the name"


def _shown(file: Path) -> str:
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)


def check_names(definitions: Iterable[Definition]) -> None:
    """Refuse two tasks of one name, and a name under which another task would have to hang.

    Raises InvalidContract, which names both.
    """
    known: dict[str, Definition] = {}
    for definition in definitions:
        other = known.setdefault(definition.name, definition)
        if other is not definition:
            places = f"{other.location} and {definition.location}"
            raise InvalidContract(
                f"two tasks are named {definition.name!r}: {places}; rename one or give it name="
            )
    for name, definition in known.items():
        segments = name.split(".")
        for length in range(2, len(segments)):
            other_name = ".".join(segments[:length])
            if other_name in known:
                both = f"{other_name!r} ({known[other_name].location}) and {name!r} ({definition.location})"
                reason = f"gate.tasks.{other_name} cannot be a task and hold one"
                raise InvalidContract(f"the tasks {both} exclude each other: {reason}; rename one")
