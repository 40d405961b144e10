"""Exceptions that a task declares, and those that are hard to carry or are not declared."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from taskgate import task


class Reason(BaseModel):
    """Why a request was refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    asked_by: str
    limit: int = Field(ge=1)


class Refused(ValueError):
    """The request was refused; to be asked again later."""

    details: Reason
    retryable = True

    # Neither its class nor ValueError, which Celery would store instead, is made of the same arguments again.
    def __init__(self, details: Any, *, text: str) -> None:
        self.details = details
        super().__init__(text)


class RefusedForever(Refused):
    """Declared by nobody, though its base is."""


@dataclass
class Spent(Exception):
    """There is nothing left. Its fields are what it carries."""

    budget: str
    left: int = 0


class Silent(Exception):
    """It does not say what it carries."""


Kind = Literal["fits", "misfit", "subclass", "fields", "silent", "carrying", "builtin", "undeclared"]


@task(raises=[Refused, Spent, Silent, LookupError])
def refuse(kind: Kind) -> None:
    """Raise the exception of that kind."""
    reason = Reason(asked_by="a test", limit=3)
    if kind == "fits":
        raise Refused(reason, text="refused for now")
    if kind == "misfit":
        raise Refused({"askedBy": "a test", "limit": 0}, text="refused, but nobody says why")
    if kind == "subclass":
        raise RefusedForever(reason, text="refused")
    if kind == "fields":
        raise Spent(budget="tests")
    if kind == "builtin":
        raise LookupError("not there")
    if kind == "undeclared":
        raise KeyError("not there")
    error = Silent("without a word")
    if kind == "carrying":
        error.details = {"since": "May"}  # type: ignore[attr-defined]
    raise error
