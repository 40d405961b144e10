"""The facts of a failure, also of an exception that is hard to carry."""

from __future__ import annotations

import json
import pickle
import threading
from pathlib import Path
from typing import Any

import pytest
from billiard.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded, WorkerLostError
from celery.exceptions import NotRegistered, TaskRevokedError
from celery.utils.serialization import get_pickleable_exception
from pydantic import BaseModel, TypeAdapter, ValidationError, field_validator

from taskgate import (
    ContractMismatch,
    IdempotencyConflict,
    InvalidArguments,
    InvalidContract,
    InvalidResult,
    TaskgateError,
    Unsupported,
)
from taskgate.errors import MalformedMessage
from taskgate.worker.failures import CELERY_CODES, MAX_MESSAGE, TASK_FAILED, Raised, facts, stored_facts

OWN = (
    InvalidArguments,
    ContractMismatch,
    IdempotencyConflict,
    InvalidContract,
    InvalidResult,
    MalformedMessage,
    Unsupported,
)
CODES = json.loads((Path(__file__).parents[3] / "protocol" / "errors.json").read_text())["codes"]


class Point(BaseModel):
    x: int

    @field_validator("x")
    @classmethod
    def positive(cls, value: int) -> int:
        if value < 0:
            raise ValueError("must not be negative")
        return value


class Odd(Exception):
    """Its constructor is not what pickle expects, and its text comes from elsewhere."""

    def __init__(self, *, place: str, details: Any = None) -> None:
        super().__init__()
        self.place = place
        self.details = details

    def __str__(self) -> str:
        return f"nothing at {self.place}"


class OddValue(ValueError):
    """Celery stores a ValueError instead, which can be made of its arguments."""

    details: Any
    retryable = True

    def __init__(self, text: str, *, place: str) -> None:
        super().__init__(text)
        self.details = {"place": place}


class Locked(Exception):
    """Celery stores another one, without what cannot be pickled and all else that it carries."""

    def __init__(self, text: str, lock: Any = None, details: Any = None) -> None:
        super().__init__(text)
        self.lock, self.details = lock, details


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text")


class Again(Exception):
    retryable = True


class Holder:
    class Inner(Exception):
        pass


@pytest.mark.parametrize(
    ("error", "code", "name", "retryable"),
    [
        (ValueError("x"), "TASK_FAILED", "ValueError", False),
        (Again("x"), "TASK_FAILED", "tests.worker.test_failures.Again", True),
        (Holder.Inner("x"), "TASK_FAILED", "tests.worker.test_failures.Holder.Inner", False),
        (InvalidArguments("x"), "INVALID_ARGUMENTS", "taskgate.errors.InvalidArguments", False),
        (InvalidResult("x"), "INVALID_RESULT", "taskgate.errors.InvalidResult", False),
        (Unsupported("x"), "UNSUPPORTED", "taskgate.errors.Unsupported", False),
        (SoftTimeLimitExceeded(1), "TIME_LIMIT_EXCEEDED", "billiard.exceptions.SoftTimeLimitExceeded", False),
        (TimeLimitExceeded(1), "TIME_LIMIT_EXCEEDED", "billiard.exceptions.TimeLimitExceeded", False),
        (WorkerLostError("x"), "WORKER_LOST", "billiard.exceptions.WorkerLostError", True),
        (TaskRevokedError("x"), "REVOKED", "celery.exceptions.TaskRevokedError", False),
        (NotRegistered("x"), "UNKNOWN_TASK", "celery.exceptions.NotRegistered", False),
    ],
)
def test_code_and_name(error: Exception, code: str, name: str, retryable: bool) -> None:
    found = facts(error)
    assert (found["code"], found["exception"], found["retryable"]) == (code, name, retryable)
    json.dumps(found, allow_nan=False)


def test_codes_are_those_of_the_protocol() -> None:
    listed = {entry["code"]: entry["retryable"] for entry in CODES if "worker" in entry["raisedBy"]}
    own = {kind.code: kind.retryable for kind in OWN}
    celerys = {code: retryable for _, code, retryable in CELERY_CODES}
    assert {**own, **celerys, TASK_FAILED: False} == listed


def test_validation_error_arrives_in_full() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[Point]).validate_python([{"x": 1}, {"x": -1}, {"x": float("nan")}])
    found = facts(caught.value)
    assert "must not be negative" in found["message"]
    assert [line["loc"] for line in found["details"]] == [[1, "x"], [2, "x"]]


def test_odd_constructor_arrives_in_full() -> None:
    error = Odd(place="home", details=Point(x=1))
    raised = Raised.of(error)
    assert raised.facts["message"] == "nothing at home"
    assert raised.facts["details"] == {"x": 1}
    wrapper = get_pickleable_exception(error)
    assert wrapper is not error
    assert stored_facts(wrapper, raised) == raised.facts
    assert stored_facts(error, None) == raised.facts


@pytest.mark.parametrize(
    ("error", "stored", "details"),
    [
        (OddValue("none", place="home"), ValueError, {"place": "home"}),
        (type("OddLater", (OddValue,), {})("none", place="home"), ValueError, {"place": "home"}),
        (Locked("none", threading.Lock(), {"place": "home"}), Locked, {"place": "home"}),
    ],
)
def test_an_exception_that_celery_replaces_by_one_of_a_base_class_arrives_in_full(
    error: Exception, stored: type[Exception], details: Any
) -> None:
    instead = get_pickleable_exception(error)
    assert instead is not error
    assert type(instead) is stored
    found = stored_facts(instead, Raised.of(error))
    assert found == facts(error)
    assert found["exception"] == f"tests.worker.test_failures.{type(error).__name__}"
    assert (found["message"], found["details"]) == ("none", details)


def test_a_base_class_that_is_raised_instead_is_what_is_stored() -> None:
    error = OddValue("none", place="home")
    translated = ValueError("translated")
    translated.__context__ = error  # as where it is raised while the other is handled
    found = stored_facts(translated, Raised.of(error))
    assert (found["exception"], found["message"], found["details"]) == ("ValueError", "translated", None)


def test_facts_of_another_exception_are_not_taken() -> None:
    raised = Raised.of(Odd(place="home"))
    assert stored_facts(ValueError("later"), raised)["message"] == "later"
    wrapper = get_pickleable_exception(type("Other", (Odd,), {})(place="x"))
    assert stored_facts(wrapper, raised)["exception"] == "tests.worker.test_failures.Other"
    assert stored_facts(wrapper, None)["exception"] == "tests.worker.test_failures.Other"


@pytest.mark.parametrize("details", [object(), {1, float("nan")}, float("inf"), 2**53, {"a": [float("nan")]}])
def test_details_that_are_no_json_do_not_break_the_failure(details: Any) -> None:
    found = facts(Odd(place="x", details=details))
    assert (found["message"], found["details"]) == ("nothing at x", None)


def test_text_that_cannot_be_read_or_sent() -> None:
    assert "Mute" in facts(Mute())["message"]
    assert len(facts(ValueError("x" * 100_000))["message"]) == MAX_MESSAGE
    json.dumps(facts(ValueError("\ud800")), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "kind", [InvalidArguments, ContractMismatch, InvalidContract, InvalidResult, Unsupported]
)
def test_own_errors_survive_pickling(kind: type[TaskgateError]) -> None:
    copied = pickle.loads(pickle.dumps(kind("text", {"errors": []})))
    assert (type(copied), str(copied), copied.details) == (kind, "text", {"errors": []})


def test_details_are_bounded() -> None:
    fits = facts(Odd(place="x", details={"rows": ["x" * 1000] * 60}))
    assert len(fits["details"]["rows"]) == 60
    assert facts(Odd(place="x", details={"rows": ["x" * 1000] * 70}))["details"] is None


def test_a_long_pydantic_error_names_its_first_places() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[int]).validate_python(["a"] * 10_000)
    details = facts(caught.value)["details"]
    assert [line["loc"] for line in details] == [[index] for index in range(20)]
