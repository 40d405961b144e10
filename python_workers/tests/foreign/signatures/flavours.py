"""What Celery makes a task of, and what can be said about one."""

import functools

from celery import Task, shared_task
from pydantic import BaseModel, Field

from tests.foreign.signatures import app


class Parcel(BaseModel):
    weight: float


class Label(BaseModel):
    """A label with names of its own in JSON."""

    first_line: str = Field(alias="firstLine")


class NotFound(Exception):
    """There is no such thing."""

    details: Parcel


class Tracked(Task):
    """A base class of somebody's."""

    abstract = True
    tracker = None

    def __call__(self, *args, **kwargs):
        return super().__call__(*args, **kwargs)


class Resize(app.Task):
    """Resize a picture."""

    name = "pictures.resize"

    def run(self, path: str, width: int = 100) -> str:
        return path


class Nameless(Task):
    def run(self, x: int) -> int:
        """Take a number."""
        return x


app.register_task(Resize())
app.register_task(Nameless)


def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


def hidden(function):
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    inner.__name__ = function.__name__
    return inner


@app.task(bind=True)
def bound(self, x: int) -> int:
    """A task that knows itself."""
    return x


@app.task(bind=True, max_retries=3)
def bound_with_kinds(self, url: str, /, *rest: int, timeout: float = 10.0) -> str:
    return url


@app.task(base=Tracked)
def based(x: int) -> int:
    return x


@app.task(base=Tracked, bind=True)
def based_and_bound(self, x: int) -> int:
    return x


@app.task(name="parcels.send")
def named(x: int) -> int:
    return x


@app.task(name="deep.er.than.two.segments")
def deep() -> None:
    pass


@shared_task
def shared(x: int) -> int:
    return x


@shared_task(bind=True, name="parcels.shared")
def shared_and_bound(self, x: int) -> int:
    return x


@app.task(pydantic=True)
def checked(parcel: Parcel, note: str = "") -> Parcel:
    return parcel


@app.task(pydantic=True, bind=True)
def checked_and_bound(self, parcel: Parcel | None, *more: Parcel) -> Parcel | None:
    return parcel


@app.task(pydantic=True, pydantic_strict=True)
def checked_strictly(parcel: Parcel) -> int:
    return 1


@app.task(pydantic=True)
def checked_with_alias(label: Label) -> Label:
    """Celery dumps the result by the names of the fields."""
    return label


@app.task(pydantic=True, pydantic_dump_kwargs={"by_alias": True})
def checked_by_alias(label: Label) -> Label:
    return label


@app.task(pydantic=True, pydantic_dump_kwargs={"exclude_none": True})
def checked_without_none(parcel: Parcel) -> Parcel:
    return parcel


@app.task(autoretry_for=(ConnectionError,), retry_backoff=True)
def retried(x: int) -> int:
    return x


@app.task(ignore_result=True)
def ignored(x: int) -> int:
    return x


@app.task(time_limit=60, soft_time_limit=50.5)
def limited(x: int) -> int:
    return x


@app.task(queue="mails")
def queued(x: int) -> int:
    return x


@app.task
def routed(x: int) -> int:
    return x


@app.task(throws=(NotFound, KeyError))
def throwing(x: int) -> int:
    return x


@app.task
@logged
def wrapped(x: int, *, y: str = "y") -> int:
    """Wrapped by somebody who thought of functools.wraps."""
    return x


@app.task
@hidden
def wrapped_blindly(x: int) -> int:
    return x


# What no contract can have, and what makes no export fail.


@app.task(name="add")
def one_segment(x: int) -> int:
    return x


@app.task(name="parcels.send.again")
def below_another(x: int) -> int:
    return x


@app.task(name="promises.then")
def then(x: int) -> int:
    return x


@app.task(name="../up.here")
def no_file(x: int) -> int:
    return x
