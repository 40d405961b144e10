"""Calls by a caller whose contract is another than the worker's (PROTOCOL.md, X1 to X4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from taskgate.context import Run, current_run
from taskgate.contracts.definition import Definition, OlderShape
from taskgate.contracts.difference import difference
from taskgate.errors import ContractMismatch, InvalidArguments, Problem, listed
from taskgate.queues.routes import queue_in
from taskgate.schemas.jsonschema import Json
from taskgate.schemas.shape import places
from taskgate.schemas.signature import Signature
from taskgate.worker.notes import contract_header
from taskgate.worker.sightings import NO_CONTRACT, contract_of

Bound = tuple[list[Any], dict[str, Any]]
"""The Python arguments of a call, by position and by name."""


def read_call(definition: Definition, read: Callable[[Signature], Bound]) -> Bound:
    """Return the arguments of the running call, with which the function can be called.

    Arguments that do not fit today's parameters are carried over where the caller has another contract and
    they fit an older shape of the task. Raises ContractMismatch where that does not help, and
    InvalidArguments where the caller has the same contract or does not say which; what a carry-over raises
    goes through.
    """
    try:
        return read(definition.signature)
    except InvalidArguments as error:
        other = other_caller(definition, current_run())
        if other is None:
            raise
        for older in definition.older:
            try:
                given = read(older.signature)
            except InvalidArguments:
                continue
            return _carried(definition, older, given, other)
        raise other.mismatch(error.details["errors"]) from None


@dataclass(frozen=True)
class OtherCaller:
    """One whose contract is not the worker's; both are fingerprints."""

    definition: Definition
    run: Run
    caller: str
    worker: str

    def mismatch(self, problems: Sequence[Problem], carried_by: str | None = None) -> ContractMismatch:
        """Return the error for arguments that do not fit, with what has changed where that is known."""
        what = "its arguments do not fit here"
        if carried_by is not None:
            what = f"what {carried_by} made of its arguments does not fit here"
        changes = self._difference()
        since = f"; since the caller's contract: {'; '.join(changes)}" if changes else ""
        return ContractMismatch(
            f"{self.definition.name}: the caller has another contract than this worker, and {what}: "
            f"{listed(problems)}{since}",
            {
                "errors": [dict(problem) for problem in problems],
                "caller": self.caller,
                "worker": self.worker,
                "carriedBy": carried_by,
                "difference": changes,
            },
        )

    def __str__(self) -> str:
        return f"the caller has the contract {self.caller}, and this worker {self.worker}"

    def _difference(self) -> list[str] | None:
        client = self.run.redis()
        before = None if client is None else contract_of(client, self.caller)
        return None if before is None else difference(before, _contract(self.definition, self.run))


def other_caller(definition: Definition, run: Run | None) -> OtherCaller | None:
    """Return the caller of a run where it was generated from another contract than the worker's.

    None also where it does not say from which, as a caller in Python.
    """
    caller = NO_CONTRACT if run is None else contract_header(run.request)
    if run is None or caller == NO_CONTRACT:
        return None
    worker: str = _contract(definition, run)["fingerprint"]
    return None if caller == worker else OtherCaller(definition, run, caller, worker)


def _contract(definition: Definition, run: Run) -> Json:
    return definition.served_contract(queue_in(run.task.app, definition))


def _carried(definition: Definition, older: OlderShape, given: Bound, other: OtherCaller) -> Bound:
    by_position, by_name = given
    name = getattr(older.carry, "__name__", "older")
    try:
        carried = older.carry(*by_position, **by_name)
    except ValidationError as error:  # it has built one of today's models
        raise other.mismatch(places(error, None), name) from error
    if not isinstance(carried, Mapping):
        raise other.mismatch([{"path": "", "message": "Input should be an object"}], name)
    try:
        return definition.signature.read_named(_as_json(carried))
    except InvalidArguments as error:
        raise other.mismatch(error.details["errors"], name) from error


def _as_json(carried: Mapping[str, Any]) -> dict[str, Any]:
    """Write Python's objects as JSON, so that what does not fit is named by its place."""
    try:
        return dict(to_jsonable_python(carried, inf_nan_mode="constants"))
    except ValueError:  # pydantic's own among them; the check of the arguments says what is no JSON
        return dict(carried)
