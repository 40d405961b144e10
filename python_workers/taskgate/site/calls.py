"""Calls of a task, to be copied: from Node.js, and from Python with Celery alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from taskgate.schemas.jsonschema import Json
from taskgate.site.literals import JAVASCRIPT, PYTHON, WIDTH, broken, text
from taskgate.site.samples import sample
from taskgate.site.signature import path

_CALL_S: Final = 60
"""Seconds that a call from Node.js waits unless told otherwise; Python's `get` would wait for ever."""


def node_call(contract: Json, arguments: Mapping[str, Any]) -> str:
    """Return `await gate.tasks.x.y({ a: 1 });`; `.send` where there is no result to wait for."""
    start = f"await {path(contract['name'])}{'' if contract['storesResult'] else '.send'}("
    return f"{start}{broken(dict(arguments), JAVASCRIPT, used=len(start) + 2)});"


def python_call(contract: Json, arguments: Mapping[str, Any]) -> str:
    """Return `app.send_task("x.y", kwargs={"a": 1}, queue="cpu").get(timeout=60)`."""
    args, kwargs = _placed(contract, arguments)
    given = [text(contract["name"])]
    given += [f"args={broken(args, PYTHON, PYTHON.step, 10)}"] if args else []
    given += [f"kwargs={broken(kwargs, PYTHON, PYTHON.step, 12)}"] if kwargs else []
    given.append(f"queue={text(contract['queue']['name'])}")
    end = f").get(timeout={_CALL_S})" if contract["storesResult"] else ")"
    line = f"app.send_task({', '.join(given)}{end}"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    return "app.send_task(\n" + "".join(f"{PYTHON.step}{each},\n" for each in given) + end


def sample_arguments(contract: Json) -> dict[str, Any]:
    """Return arguments of the right shape, for a task without an example: those that have to be given."""
    return {
        parameter["name"]: sample(parameter["schema"], contract["$defs"])
        for parameter in contract["parameters"]
        if parameter["required"]
    }


def _placed(contract: Json, arguments: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Return the arguments as a message carries them: PROTOCOL.md, M15 and C5."""
    by_kind: dict[str, list[Json]] = {}
    for parameter in contract["parameters"]:
        by_kind.setdefault(parameter["kind"], []).append(parameter)
    kwargs = dict(arguments)
    more = [item for each in by_kind.get("variadicPositional", ()) for item in kwargs.pop(each["name"], ())]
    members = [kwargs.pop(each["name"], {}) for each in by_kind.get("variadicKeyword", ())]
    first = list(by_kind.get("positionalOnly", ()))
    if more:
        first += by_kind.get("positionalOrKeyword", ())
    else:
        while first and first[-1]["name"] not in kwargs:
            first.pop()
    args = [kwargs.pop(each["name"], each.get("default")) for each in first]
    for each in members:
        kwargs |= each
    return args + more, kwargs
