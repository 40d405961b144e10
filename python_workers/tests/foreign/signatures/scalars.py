"""Hints of single values."""

import datetime
import ipaddress
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NewType

import annotated_types
from pydantic import AnyUrl, AwareDatetime, Field, NonNegativeInt, PositiveFloat, SecretStr, StrictInt, constr

from tests.foreign.signatures import app

UserId = NewType("UserId", int)


@app.task
def integer(x: int) -> int:
    return x


@app.task
def number(x: float) -> float:
    return x


@app.task
def text(x: str) -> str:
    return x


@app.task
def truth(x: bool) -> bool:
    return x


@app.task
def nothing(x: None) -> None:
    return x


@app.task
def anything(x: Any) -> Any:
    return x


@app.task
def an_object(x: object) -> object:
    return x


@app.task
def day(x: datetime.date) -> datetime.date:
    return x


@app.task
def moment(x: datetime.datetime, y: AwareDatetime) -> datetime.datetime:
    return x


@app.task
def clock(x: datetime.time) -> datetime.time:
    return x


@app.task
def duration(x: datetime.timedelta) -> float:
    """A hint that has no JSON form."""
    return 1.0


@app.task
def amount(x: Decimal) -> Decimal:
    return x


@app.task
def identifier(x: uuid.UUID, y: UserId) -> uuid.UUID:
    return x


@app.task
def path(x: Path) -> Path:
    return x


@app.task
def addresses(url: AnyUrl, ip: ipaddress.IPv4Address) -> str:
    return str(url)


@app.task
def raw(x: bytes) -> bytes:
    """Bytes are no JSON."""
    return x


@app.task
def bounded(
    low: Annotated[int, Field(ge=1, le=10)],
    positive: PositiveFloat,
    count: NonNegativeInt,
    even: Annotated[int, annotated_types.MultipleOf(2)],
    strict: StrictInt,
) -> Annotated[float, Field(gt=0)]:
    return low * positive


@app.task
def patterned(
    slug: Annotated[str, Field(pattern=r"^[a-z]+$")], code: constr(min_length=2, max_length=4)
) -> str:
    return slug


@app.task
def secret(password: SecretStr) -> bool:
    return True


@app.task
def described(width: Annotated[int, Field(description="In pixels.", ge=1)] = 256) -> Annotated[int, "pixels"]:
    """Make a thumbnail.

    The rest of the docstring,
        as it stands there.
    """
    return width
