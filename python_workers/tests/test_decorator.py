"""What @task accepts, and what it refuses with which remedy."""

from __future__ import annotations

import asyncio
import collections.abc
import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from celery import Task
from celery.utils.functional import arity_greater
from pydantic import BaseModel, Field

from taskgate import InvalidContract, task
from taskgate.contracts.definition import Definition
from taskgate.task_options import RETRY_DELAY

if TYPE_CHECKING:
    from decimal import Decimal as OnlyForTheChecker


class Holder(BaseModel):
    """Hides something that is no JSON."""

    tags: list[set[int]]


class Opaque:
    pass


def one(value: Any) -> None:
    pass


def two(x: int, /) -> int:
    return x


def hinted(hint: Any) -> Callable[..., Any]:
    def function(value: Any) -> None:
        pass

    function.__annotations__["value"] = hint
    return function


@pytest.mark.parametrize(
    ("hint", "remedy"),
    [
        (set[int], "list"),
        (frozenset[int], "list"),
        (list[set[int]], "list"),
        (bytes, "path or a URL"),
        (datetime.timedelta, "seconds"),
        (dict[int, str], "dict[str, ...]"),
        (dict[datetime.date, int], "dict[str, ...]"),
        (Callable[[int], int], "Literal or an Enum"),
        (collections.abc.Iterable[int], "list"),
        (complex, "two floats"),
        (Opaque, "pydantic model"),
        (Literal[2**60], "string"),
        (asyncio.Queue, "pydantic model"),
        (Holder, "tests.test_decorator.Holder, field 'tags'"),
    ],
)
def test_hint_that_is_no_json_is_refused(hint: Any, remedy: str) -> None:
    with pytest.raises(InvalidContract) as caught:
        task(hinted(hint))
    text = str(caught.value)
    assert "parameter 'value'" in text or hint == Literal[2**60]
    assert "test_decorator.function" in text
    assert "test_decorator.py:" in text
    assert remedy in text


def test_result_that_is_no_json_is_refused() -> None:
    def function() -> set[int]:
        return set()

    with pytest.raises(InvalidContract, match=r"result.*list"):
        task(function)


def bare(value):  # type: ignore[no-untyped-def]
    pass


def method(self: int) -> None:
    pass


def star(*values: int) -> None:
    pass


def stars(**values: int) -> None:
    pass


def none_default(value: int = None) -> None:  # type: ignore[assignment]  # noqa: RUF013
    pass


def field_default(value: int = Field(3, ge=1)) -> None:
    pass


def aliased(value: Annotated[int, Field(alias="other")]) -> None:
    pass


def unknown_name(value: OnlyForTheChecker) -> None:
    pass


def then(value: int) -> None:
    pass


@pytest.mark.parametrize(
    ("function", "options", "remedy"),
    [
        (bare, {}, "add a type hint"),
        (method, {}, "choose another name"),
        (star, {}, "name each parameter"),
        (stars, {}, "name each parameter"),
        (none_default, {}, r"\.\.\. \| None"),
        (field_default, {}, r"Annotated\[..., Field"),
        (aliased, {}, "rename the parameter"),
        (unknown_name, {}, "outside `if TYPE_CHECKING`"),
        (then, {}, "'then'"),
        (one, {"name": "single"}, "two or more segments"),
        (one, {"name": "a..b"}, "two or more segments"),
        (one, {"name": "a.then.b"}, "'then'"),
        (one, {"bind": True}, "task_id()"),
        (one, {"que": "cpu"}, "'que' is not known; did you mean 'queue'?"),
        (one, {"time_limt": 5}, "did you mean 'time_limit'?"),
        (one, {"pydantic": True}, "leave it out"),
        (one, {"queue_type": "stream"}, "'classic' or 'quorum'"),
        (two, {"examples": [{"arguments": {"x": "1"}}]}, r"examples\[0\].*/x"),
        (two, {"examples": [{"arguments": {}}]}, r"examples\[0\].*/x"),
        (two, {"examples": [{"arguments": {"x": 1}, "result": "one"}]}, r"examples\[0\].*result"),
        (two, {"examples": [{"arguments": {"x": 1}, "exception": "ValueError"}]}, "not among raises="),
        (two, {"examples": [{"arguments": {"x": 1}, "outcome": 1}]}, r"examples\[0\]"),
        (two, {"examples": [{"arguments": {"x": 1}, "result": 2**60}]}, r"examples\[0\]: /result"),
        (one, {"progress": set[int]}, "progress.*list"),
    ],
)
def test_task_is_refused_with_the_remedy(
    function: Callable[..., Any], options: dict[str, Any], remedy: str
) -> None:
    with pytest.raises(InvalidContract, match=remedy):
        task(**options)(function)


def test_refused_task_is_not_known(known_tasks: list[Definition]) -> None:
    with pytest.raises(InvalidContract):
        task(bare)
    assert known_tasks == []


def test_task_is_named_after_its_file_and_function(known_tasks: list[Definition]) -> None:
    task(one)
    task(name="reports.daily.build")(two)
    assert [definition.name for definition in known_tasks] == ["test_decorator.one", "reports.daily.build"]


def test_called_in_python_it_is_the_plain_function() -> None:
    @task
    def double(values: list[int]) -> list[int]:
        return [value * 2 for value in values]

    assert double([2]) == [4]
    marker = object()

    @task
    def same(value: Any) -> Any:
        return value

    assert same(marker) is marker


def test_python_callers_arguments_are_checked_by_celery() -> None:
    @task
    def pair(first: int, second: int = 2, *, third: int = 3) -> None:
        pass

    with pytest.raises(TypeError, match="first"):
        pair.delay()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other"):
        pair.delay(1, other=2)  # type: ignore[call-arg]
    # By which Celery tells what it shall give a link_error.
    head: Any = pair.__header__  # type: ignore[attr-defined]
    assert (arity_greater(head, 1), arity_greater(head, 2)) == (True, False)


def test_options_that_differ_from_celerys() -> None:
    @task
    def own(value: int) -> None:
        pass

    @task(default_retry_delay=7)
    def given(value: int) -> None:
        pass

    assert (own.default_retry_delay, given.default_retry_delay) == (RETRY_DELAY, 7)


class Tricky(BaseModel):
    """Holds a default that looks like a schema."""

    like_a_schema: dict[str, str] = {"type": "set"}


def test_option_for_a_base_class_of_the_author_is_kept() -> None:
    class Unique(Task):  # type: ignore[type-arg]
        queues: Any = None

    assert task(base=Unique, queues="a", owner="me")(one).queues == "a"  # type: ignore[attr-defined]


def test_default_that_looks_like_a_schema_is_a_value(known_tasks: list[Definition]) -> None:
    def function(value: Tricky = Tricky()) -> Tricky:  # noqa: B008
        return value

    task(function)
    assert known_tasks[-1].contract()["parameters"][0]["default"] == {"like_a_schema": {"type": "set"}}
