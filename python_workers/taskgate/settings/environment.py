"""Celery's settings from the environment: `CELERY_` and the setting's name in capitals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from celery.app.defaults import NAMESPACES, flatten
from celery.exceptions import ImproperlyConfigured
from celery.utils.serialization import strtobool

from taskgate.settings import own

PREFIX: Final = "CELERY_"

# Where what Celery declares is not what Celery takes.
_TYPES: Final[Mapping[str, str]] = {
    "beat_cron_starting_deadline": "int",
    "task_default_priority": "int",
    "task_default_delivery_mode": "any",
    "result_compression": "string",
    "broker_use_ssl": "any",
    "redis_backend_use_ssl": "any",
}

# A setting that Celery reads and does not declare.
_UNDECLARED: Final[Mapping[str, str]] = {"redis_backend_health_check_interval": "int"}


def from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that the environment gives, in the types that Celery declares.

    Lists and tuples are JSON or words joined by commas, dictionaries are JSON. Variables that name no setting
    of Celery's are left alone: its command line reads some too.

    Raises ImproperlyConfigured, which names the variable.
    """
    found: dict[str, Any] = {}
    for name, kind in setting_types().items():
        text = environment.get(PREFIX + name.upper())
        if text:  # empty means unset, as a compose file writes it
            found[name] = _parsed(PREFIX + name.upper(), text, kind)
    return found


def setting_types() -> dict[str, str]:
    """Return every setting that Celery knows, and ours, with the name of its type."""
    options: Any = flatten(NAMESPACES)
    declared = {name: str(option.type) for name, option in options}
    return {**declared, **_TYPES, **_UNDECLARED, **own.TYPES}


def _parsed(variable: str, text: str, kind: str) -> Any:
    parse, expected = _PARSERS.get(kind, (str, "text"))
    try:
        return parse(text)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{variable}={text!r} is not {expected}") from error


def _list(text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        value = json.loads(text)
        if not isinstance(value, list):
            raise ValueError(text)
        return value
    return [word.strip() for word in text.split(",") if word.strip()]


def _dict(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(text)
    return value


def _any(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


_PARSERS: Final[Mapping[str, tuple[Callable[[str], Any], str]]] = {
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "bool": (strtobool, "true or false"),
    "list": (_list, "a list: words joined by commas, or JSON"),
    "tuple": (lambda text: tuple(_list(text)), "a list: words joined by commas, or JSON"),
    "dict": (_dict, "a JSON object"),
    "any": (_any, "a value"),
    "bytes": (str.encode, "text"),
}
