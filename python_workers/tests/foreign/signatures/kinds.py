"""Kinds of parameters."""

from typing import NotRequired, TypedDict

from typing_extensions import Unpack

from tests.foreign.signatures import app


class Mail(TypedDict):
    subject: str
    urgent: NotRequired[bool]


@app.task
def nothing() -> None:
    """Takes nothing."""


@app.task
def one(x: int) -> int:
    return x


@app.task
def several(first: int, second: str, third: float = 0.5) -> str:
    return f"{first}{second}{third}"


@app.task
def positional_only(first: int, second: int = 2, /) -> int:
    return first + second


@app.task
def positional_only_optional(first: int = 1, second: int = 2, /, third: int = 3) -> int:
    return first + second + third


@app.task
def keyword_only(*, width: int, height: int = 10) -> int:
    return width * height


@app.task
def every_kind(first: int, /, second: int, *, third: int) -> int:
    return first + second + third


@app.task
def args(*args: int) -> int:
    """Add up any number of integers."""
    return sum(args)


@app.task
def args_after(first: str, second: str = "b", *rest: float) -> int:
    return len(rest)


@app.task
def args_before(*names: str, separator: str = ", ") -> str:
    return separator.join(names)


@app.task
def kwargs(**fields: str) -> dict[str, str]:
    return fields


@app.task
def kwargs_after(identifier: int, /, name: str, **fields: int | None) -> int:
    return identifier


@app.task
def all_of_them(a: int, /, b: int = 2, *rest: int, c: int, d: int = 4, **more: bool) -> int:
    return a + b + c + d


@app.task
def args_and_kwargs(*args, **kwargs) -> None:
    """What a wrapper without functools.wraps looks like."""


@app.task
def unpacked(to: str, **mail: Unpack[Mail]) -> bool:
    return True


@app.task
def words(type: str, default: int, function: bool, _private: int = 0, constructor: str = "c") -> str:
    """Names that mean something in TypeScript."""
    return type


@app.task
def models_of_args(*mails: Mail, **by_name: Mail) -> list[Mail]:
    return list(mails)
