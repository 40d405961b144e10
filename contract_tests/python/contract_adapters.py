"""What Python does with contracts, arguments and errors: Taskgate's side, and Python's binding of calls."""

import inspect
import json
import math
from pathlib import Path
from typing import Any, Final

from billiard import exceptions as billiard_exceptions
from celery import exceptions as celery_exceptions

import variadic  # noqa: F401 (a plain Celery task)
from taskgate import create_app, errors
from taskgate.app import tasks_of
from taskgate.compatibility.sources.documents import checked
from taskgate.context import CANCEL_KEY
from taskgate.contracts.contract import fingerprint
from taskgate.contracts.survey import reading_of
from taskgate.errors import InvalidArguments, InvalidContract
from taskgate.idempotency import keys
from taskgate.schemas import arguments, plain
from taskgate.schemas.arguments import NO_DEFAULT, Parameter
from taskgate.worker.failures import facts

Json = Any

APP = create_app("vectors", tasks="scenarios")
TASKS = {definition.name: definition for definition in tasks_of(APP)}
CONTRACTS: Final = Path(__file__).resolve().parent.parent / "contracts" / "tasks"

_KINDS: Final = {
    "positionalOnly": inspect.Parameter.POSITIONAL_ONLY,
    "positionalOrKeyword": inspect.Parameter.POSITIONAL_OR_KEYWORD,
    "variadicPositional": inspect.Parameter.VAR_POSITIONAL,
    "keywordOnly": inspect.Parameter.KEYWORD_ONLY,
    "variadicKeyword": inspect.Parameter.VAR_KEYWORD,
}


def validate_arguments(given: Json) -> Json:
    """Read the arguments as the worker does before it runs the task."""
    name = given["task"]
    signature = (TASKS.get(name) or reading_of(APP, APP.tasks[name]).definition).signature
    try:
        signature.read(*arguments.split_arguments(signature.parameters, given["arguments"]))
    except InvalidArguments as error:
        return {"paths": sorted({problem["path"] for problem in error.details["errors"]})}
    return {"paths": []}


def split_arguments(given: Json) -> Json:
    """Give arguments by name the form of a message, with which Python can call the function."""
    args, kwargs = arguments.split_arguments(
        [_parameter(each) for each in given["parameters"]], given["arguments"]
    )
    _python(given["parameters"]).bind(*args, **kwargs)
    return {"args": args, "kwargs": kwargs}


def bind_arguments(given: Json) -> Json:
    """Let Python bind what a message carries to the parameters of a function."""
    try:
        bound = _python(given["parameters"]).bind(*given["args"], **given["kwargs"])
    except TypeError:
        return {"refused": True}
    return {
        "values": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in bound.arguments.items()
        }
    }


def _parameter(written: Json) -> Parameter:
    default = written.get("default", NO_DEFAULT)
    return Parameter(written["name"], written["kind"], written["required"], default)


def _python(parameters: list[Json]) -> inspect.Signature:
    """Return the signature of the function; what a default is does not matter."""
    return inspect.Signature(
        [
            inspect.Parameter(
                each["name"],
                _KINDS[each["kind"]],
                default=inspect.Parameter.empty
                if each["required"] or each["kind"].startswith("variadic")
                else None,
            )
            for each in parameters
        ]
    )


def fingerprint_of(given: Json) -> Json:
    """Return the fingerprint of a contract, by the canonical JSON of the library rfc8785."""
    return {"fingerprint": fingerprint(given["contract"])}


def read_contract(given: Json) -> Json:
    """Read a contract as the commands do that compare them."""
    contract: Json = json.loads((CONTRACTS / f"{given['task']}.json").read_text("utf-8"))
    changed = {**contract, **given["changed"]}
    try:
        checked(given["task"], {name: each for name, each in changed.items() if name not in given["without"]})
    except InvalidContract:
        return {"refused": True}
    return {"refused": False}


def revoked_key(given: Json) -> Json:
    """Return the key that a running task looks at."""
    return {"key": CANCEL_KEY + given["id"]}


def keyed_task_id(given: Json) -> Json:
    """Return the id of the calls of a task with a key."""
    return {"id": keys.task_id(given["task"], given["key"])}


def arguments_digest(given: Json) -> Json:
    """Return the digest of the arguments of a message; `names` are the parameters that have positions."""
    return {"digest": keys.digest(given["args"], given["kwargs"], given["names"])}


def plain_json(given: Json) -> Json:
    """Name the places of a value that JSON cannot carry."""
    return {"paths": [problem["path"] for problem in plain.problems(_native(given["value"]))]}


def _native(value: Json) -> Any:
    """Make of `{"$number": "NaN"}` a number that JSON does not have, of `{"$nested": 3}` lists in lists."""
    match value:
        case {"$number": text}:
            return math.inf if text == "Infinity" else -math.inf if text == "-Infinity" else math.nan
        case {"$nested": levels}:
            nested: list[Any] = []
            for _ in range(levels - 1):
                nested = [nested]
            return nested
        case dict():
            return {name: _native(item) for name, item in value.items()}
        case list():
            return [_native(item) for item in value]
    return value


def error_code(given: Json) -> Json:
    """Raise what the code stands for, and note it as a worker does."""
    code = given["code"]
    for kind in vars(errors).values():
        if isinstance(kind, type) and getattr(kind, "code", None) == code:
            return {"retryable": facts(kind("no"))["retryable"]}
    noted = facts(_CELERY[code])
    assert noted["code"] == code
    return {"retryable": noted["retryable"]}


_CELERY: Final[dict[str, BaseException]] = {
    "TASK_FAILED": ValueError("no"),
    "TIME_LIMIT_EXCEEDED": billiard_exceptions.TimeLimitExceeded(1),
    "WORKER_LOST": billiard_exceptions.WorkerLostError("no"),
    "REVOKED": celery_exceptions.TaskRevokedError("no"),
    "UNKNOWN_TASK": celery_exceptions.NotRegistered("no"),
}
