"""The facts of a failure, for a caller in another language.

Celery stores `{exc_type, exc_message, exc_module}`, which loses the text of a pydantic error and all of an
exception that cannot be pickled. The facts ride beside them as the member `taskgate`.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any, Final, NamedTuple, TypedDict

from billiard.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded, WorkerLostError
from celery.exceptions import ChordError, NotRegistered, TaskRevokedError
from celery.utils.serialization import UnpickleableExceptionWrapper
from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from taskgate.contracts.definition import exception_name
from taskgate.contracts.details import details_of
from taskgate.errors import TaskgateError
from taskgate.schemas import plain

MAX_MESSAGE: Final = 8192
"""Characters of an exception's text that are sent."""

MAX_DETAILS: Final = 65_536
"""Bytes of an exception's details, as JSON, that are sent; larger ones are left out."""

TASK_FAILED: Final = "TASK_FAILED"

_KEPT: Final = "taskgate_facts"

_PART: Final = re.compile(r"Dependency (\S+) raised ")
"""How Celery names the part of a chord that has failed."""

# The code of what Celery raises, and whether the same call may succeed later.
CELERY_CODES: Final[tuple[tuple[type[BaseException], str, bool], ...]] = (
    (SoftTimeLimitExceeded, "TIME_LIMIT_EXCEEDED", False),
    (TimeLimitExceeded, "TIME_LIMIT_EXCEEDED", False),
    (WorkerLostError, "WORKER_LOST", True),
    (TaskRevokedError, "REVOKED", False),
    (NotRegistered, "UNKNOWN_TASK", False),
)

logger = logging.getLogger(__name__)


class Facts(TypedDict):
    """What a caller learns of a failure; `details` is JSON or None."""

    code: str
    exception: str
    message: str
    details: Any
    retryable: bool


class Raised(NamedTuple):
    """What a task has raised, noted before Celery puts another exception in its place."""

    kind: type[BaseException]
    facts: Facts

    @classmethod
    def of(cls, error: BaseException) -> Raised:
        """Note an exception; never raises."""
        return cls(type(error), facts(error))


def facts(error: BaseException) -> Facts:
    """Return the facts of an exception; never raises."""
    code, retryable = _code(error)
    return {
        "code": code,
        "exception": exception_name(type(error)),
        "message": _message(error),
        "details": _details(error),
        "retryable": retryable,
    }


def stored_facts(error: BaseException, raised: Raised | None) -> Facts:
    """Return the facts of the exception that Celery stores.

    Celery replaces one that cannot be pickled by a wrapper, or by one of a base class, to which the name, the
    details and more are lost. The body of a chord fails with what its part has failed with.
    """
    if isinstance(error, ChordError) and error.__cause__ is not None:
        return _facts_of_part(error, error.__cause__)
    if raised is not None and _replaces(error, raised.kind):
        return raised.facts
    if not isinstance(error, UnpickleableExceptionWrapper):
        return facts(error)
    name = f"{error.exc_module}.{error.exc_cls_name}".removeprefix("builtins.")
    return {**facts(error), "exception": name}


def _replaces(error: BaseException, kind: type[BaseException]) -> bool:
    """Say whether Celery has made `error` of an exception of that class."""
    if isinstance(error, UnpickleableExceptionWrapper):
        return bool(error.exc_cls_name == kind.__name__)
    # Celery's was never raised; who raises a base class while handling the other means that one.
    return issubclass(kind, type(error)) and error.__context__ is None


def _facts_of_part(error: ChordError, cause: BaseException) -> Facts:
    kept: Facts = getattr(cause, _KEPT, None) or facts(cause)
    part = _PART.match(str(error))
    if part is None or isinstance(cause, ChordError):  # the innermost is the one that has failed
        return kept
    named = f" (in {_cut(part[1], 64)}, a part of the chord)"
    return {**kept, "message": _cut(kept["message"], MAX_MESSAGE - len(named)) + named}


def keep_facts(error: BaseException, read: object) -> None:
    """Remember with an exception that was read back what was stored beside it, where those are facts."""
    if isinstance(read, dict) and read.keys() == Facts.__annotations__.keys():
        setattr(error, _KEPT, read)


def read_facts(error: BaseException) -> Facts:
    """Return the facts of an exception that was read back; its own where a worker has stored none."""
    kept: Facts = getattr(error, _KEPT, None) or stored_facts(error, None)
    return kept


def _code(error: BaseException) -> tuple[str, bool]:
    if isinstance(error, TaskgateError):
        return error.code, error.retryable
    for kind, code, retryable in CELERY_CODES:
        if isinstance(error, kind):
            return code, retryable
    return TASK_FAILED, getattr(error, "retryable", False) is True


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        text = f"<{type(error).__qualname__} whose text cannot be read>"
    # Half of a surrogate pair is a string in Python and no JSON in most other places.
    text = text.encode("utf-8", "replace").decode()
    return _cut(text)


def _cut(text: str, length: int = MAX_MESSAGE) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _details(error: BaseException) -> Any:
    try:
        return _validation_details(error) if isinstance(error, ValidationError) else _own_details(error)
    except Exception:
        logger.warning(
            "the details of %s cannot be sent and were left out", type(error).__qualname__, exc_info=True
        )
        return None


def _validation_details(error: ValidationError) -> Any:
    try:
        return _checked(json.loads(error.json(include_url=False)))
    except ValueError:  # an input that is no JSON or too large, or a context that pydantic cannot write
        short = json.loads(error.json(include_url=False, include_input=False, include_context=False))
        return _checked(short[: plain.MAX_PROBLEMS])


def _own_details(error: BaseException) -> Any:
    return _checked(to_jsonable_python(details_of(error), inf_nan_mode="constants"))


def _checked(details: Any) -> Any:
    found = plain.problems(details)
    if found:
        raise ValueError(f"{found[0]['path'] or 'the whole'}: {found[0]['message']}")
    if len(json.dumps(details)) > MAX_DETAILS:
        raise ValueError(f"they are larger than {MAX_DETAILS} bytes")
    return details
