"""`taskgate.map`: many small calls of one task in one message.

A message costs more than a tiny call works. A chunk of calls is one message: retries, limits, priorities
and keys are the chunk's, and a chunk whose worker dies runs again from its first input. Every input has an
outcome of its own.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Final, NotRequired, TypedDict

from celery import Celery
from celery._state import _task_stack  # type: ignore[attr-defined]
from celery.app.trace import task_has_custom
from celery.exceptions import Ignore, NotRegistered, Reject, Retry, SoftTimeLimitExceeded
from kombu.utils.json import dumps

from taskgate.context import Run, cancelled, progress
from taskgate.contracts.definition import Definition
from taskgate.contracts.survey import reading_of
from taskgate.errors import ContractMismatch, InvalidArguments, InvalidResult
from taskgate.schemas import plain
from taskgate.schemas.arguments import split_arguments
from taskgate.task_options import RETRY_DELAY
from taskgate.worker.execution import execute
from taskgate.worker.failures import MAX_DETAILS, Facts, facts
from taskgate.worker.mismatch import read_call
from taskgate.worker.notes import notes

NAME: Final = "taskgate.map"

MAX_ALL_DETAILS: Final = 16 * MAX_DETAILS
"""Bytes of the details of all failed inputs of a chunk, as JSON; those of further ones are left out."""

logger = logging.getLogger(__name__)


class Outcome(TypedDict):
    """What became of one input: it has `value` (JSON) or `error`, and never both."""

    value: NotRequired[Any]
    error: NotRequired[Facts]


def register(app: Celery) -> None:
    """Give an app the task. No contract has it: its arguments are those of other tasks."""

    def chunk(self: Any, task: str, inputs: list[dict[str, Any]]) -> dict[str, list[Outcome]]:
        """Run a task of this app by its name, once for each input, which holds the arguments by name.

        Returns `{"results": [Outcome, ...]}` in the order of the inputs. Fails as a whole for a task that is
        not there (NotRegistered) and where the soft time limit is exceeded.
        """
        run = Run(NAME, None, self, self.request)
        result: dict[str, list[Outcome]] = execute(run, lambda: {"results": _Chunk(run, task).run(inputs)})
        return result

    create: Any = app.task(
        name=NAME,
        bind=True,
        shared=False,
        throws=(InvalidArguments, NotRegistered),
        default_retry_delay=RETRY_DELAY,  # before a chunk whose worker was lost runs again
    )
    create(chunk)


class _Chunk:
    """The calls of one message, one after the other."""

    def __init__(self, run: Run, name: str) -> None:
        self._run = run
        self._task = _target(run.task.app, name)
        definition = getattr(self._task, "taskgate", None)
        self._definition = definition if isinstance(definition, Definition) else None
        # The worker, too, goes through a `__call__` of the author's, which may set up what the task needs.
        self._call = self._task if task_has_custom(self._task, "__call__") else self._task.run
        shape = self._definition.progress if self._definition else None
        self._part = Run(name, shape, run.task, run.request, whole=run)
        self._details_left = MAX_ALL_DETAILS

    def run(self, inputs: Any) -> list[Outcome]:
        if not isinstance(inputs, list):
            raise _misfit("/inputs", "Input should be a valid array")
        outcomes: list[Outcome] = []
        client = self._run.redis()
        if client is not None:
            notes.note(self._run, client, self._task.name)
        # Without Redis nobody can ask a running chunk to stop; it is no reason to fail it.
        can_stop = client is not None
        for index, values in enumerate(inputs):
            if can_stop and cancelled():
                break  # execute() drops what there is
            outcomes.append(self._outcome(index, values))
            if not self._run.cancelled:  # an input that has seen it may have left half its work
                progress(len(outcomes), len(inputs))
        return outcomes

    def _outcome(self, index: int, values: Any) -> Outcome:
        # Called directly, as Celery has it: retry() raises what it was given and does not send the chunk
        # again. Without an id, so that replace() cannot take the chunk's.
        request = self._run.request
        _task_stack.push(self._task)
        self._task.push_request(
            taskgate_run=self._part,
            headers=request.headers or {},
            hostname=request.hostname,
            root_id=request.root_id,
            parent_id=request.id,
            delivery_info=request.delivery_info,
        )
        try:
            return {"value": self._value(values)}
        except (SystemExit, KeyboardInterrupt, SoftTimeLimitExceeded):
            raise  # the process is told to end, or the chunk to hurry: no other input would fare better
        except BaseException as error:
            return {"error": self._facts(index, error)}
        finally:
            self._task.pop_request()
            _task_stack.pop()

    def _value(self, values: Any) -> Any:
        if not isinstance(values, dict):
            raise _misfit("", "Input should be an object", self._task.name)
        if self._definition is None:
            return _plain_result(self._task.name, self._plain_call(values))
        by_position, by_name = read_call(self._definition, lambda signature: signature.read_named(values))
        return self._definition.write_result(self._call(*by_position, **by_name))

    def _plain_call(self, values: dict[str, Any]) -> Any:
        app = self._run.task.app
        signature = reading_of(app, self._task).definition.signature
        args, kwargs = split_arguments(signature.parameters, values)
        checks = getattr(app, "taskgate_validation", None)
        return checks.call(self._task, self._call, args, kwargs) if checks else self._call(*args, **kwargs)

    def _facts(self, index: int, error: BaseException) -> Facts:
        found = facts(error)
        expected = isinstance(error, (InvalidArguments, ContractMismatch, *(self._task.throws or ())))
        logger.log(
            logging.INFO if expected else logging.ERROR,
            "input %d of %s[%s] for %s raised %s: %s",
            *(index, NAME, self._run.request.id, self._task.name, found["exception"], found["message"]),
            exc_info=None if expected else error,
        )
        if isinstance(error, (Ignore, Reject, Retry)):
            reason = getattr(error, "reason", None) or found["message"]
            found["message"] = (
                f"{type(error).__name__}: {reason} (one input of a chunk cannot be retried, "
                "rejected, ignored or replaced, for it has no message of its own; send this call by itself)"
            )
            found["retryable"] = isinstance(error, Retry)
        if found["details"] is not None:
            self._details_left -= len(json.dumps(found["details"]))
            if self._details_left < 0:
                found["details"] = None
        return found


def _target(app: Celery, name: Any) -> Any:
    if not isinstance(name, str):
        raise _misfit("/task", "Input should be a valid string")
    if name == NAME:
        raise _misfit("/task", f"{NAME} cannot run itself; name the task to call")
    if name not in app.tasks:
        raise NotRegistered(name)
    return app.tasks[name]


def _misfit(path: str, message: str, name: str = NAME) -> InvalidArguments:
    return InvalidArguments.at(f"the arguments of {name}", [{"path": path, "message": message}])


def _plain_result(name: str, value: Any) -> Any:
    """Return the result of a task without a contract as it would stand in a result of its own.

    It is written here, so that one that is no JSON, or holds NaN, is one input's error and not the chunk's.
    kombu's typed values (dates, UUIDs) stay what they are on the wire.
    """
    written = json.loads(dumps(value))
    found = plain.problems(written)
    if found:
        raise InvalidResult.at(f"the result of {name}", found)
    return written
