"""What exceptions carry, and what a contract says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from pydantic import BaseModel

from taskgate import InvalidContract, TaskgateError
from taskgate.contracts.definition import declared
from taskgate.worker.failures import facts


class Place(BaseModel):
    path: str


class Handle:
    """Of no JSON."""


class Hinted(Exception):
    details: Place

    def __init__(self, path: str) -> None:
        super().__init__(f"nothing at {path}")
        self.details = Place(path=path)


class Later(Hinted):
    pass


class Unhinted(Exception):
    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.details = {"path": path}


class ByProperty(Exception):
    @property
    def details(self) -> Place:
        return Place(path=str(self))


class ByCachedProperty(Exception):
    @cached_property
    def details(self) -> Place:
        return Place(path=str(self))


class ByUnhintedProperty(Exception):
    @property
    def details(self):  # type: ignore[no-untyped-def]
        return {"path": str(self)}


class ByMethod(Exception):
    def details(self) -> Place:
        return Place(path=str(self))


@dataclass
class Fields(Exception):
    path: str


@dataclass(frozen=True)
class FieldsAndText(Exception):
    path: str

    def __str__(self) -> str:
        return f"nothing at {self.path}"


@dataclass
class OneField(Exception):
    details: Place


@dataclass
class NotForCallers(Exception):
    path: str
    inner: Handle = field(default_factory=Handle)


class Own(TaskgateError):
    code = "TASK_FAILED"


class OfNoJson(Exception):
    details: Handle


HOME = {"path": "home"}


@pytest.mark.parametrize(
    ("error", "message", "details", "shape"),
    [
        (Hinted("home"), "nothing at home", HOME, "model"),
        (Later("home"), "nothing at home", HOME, "model"),
        (Unhinted("home"), "home", HOME, None),
        (ByProperty("home"), "home", HOME, "model"),
        (ByCachedProperty("home"), "home", HOME, "model"),
        (ByUnhintedProperty("home"), "home", HOME, None),
        (ByMethod("home"), "home", None, None),
        (Fields("home"), "home", HOME, "dataclass"),
        (Fields(path="home"), "", HOME, "dataclass"),
        (FieldsAndText(path="home"), "nothing at home", HOME, "dataclass"),
        (OneField(details=Place(path="home")), "", HOME, "model"),
        (NotForCallers("home"), "home", None, None),
        (Own("home", HOME), "home", HOME, None),
        (ValueError("home"), "home", None, None),
    ],
)
def test_what_an_exception_carries_and_what_its_class_says_of_it(
    error: Exception, message: str, details: Any, shape: str | None
) -> None:
    found = facts(error)
    assert (found["message"], found["details"]) == (message, details)
    said = declared(type(error), "the task").details
    assert (said and said.schema["type"]) == shape
    if said is not None:
        assert said.write_json(details) == details


def test_a_hint_that_no_contract_can_have_names_task_and_exception() -> None:
    name = r"tests\.contracts\.test_details\.OfNoJson"
    with pytest.raises(InvalidContract, match=f"the task, details of {name}: "):
        declared(OfNoJson, "the task")
