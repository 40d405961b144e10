"""Celery's workflows over tasks made with `@task`: what one step returned is judged as any argument is."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, chain, chord, group, signature
from celery.exceptions import ChordError
from redis import Redis

from tests.live.states import WAIT, states_of

pytestmark = pytest.mark.live

TASKS = """
    import datetime
    from pathlib import Path

    from celery import chain, group, shared_task
    from pydantic import BaseModel
    from taskgate import task, task_id

    class Point(BaseModel):
        x: int
        at: datetime.date | None = None

    @task
    def make(x: int) -> Point:
        return Point(x=x, at=datetime.date(2026, 1, 2))

    @task
    def move(point: Point, by: int = 1) -> Point:
        return Point(x=point.x + by, at=point.at)

    @task
    def x_of(point: Point) -> int:
        return point.x

    @task
    def add(x: int, y: int = 1) -> int:
        return x + y

    @task
    def total(values: list[int], *, start: int = 0) -> int:
        return sum(values, start)

    @task
    def words(x: int) -> list[str]:
        return ["a"] * x

    @task
    def fail(x: int) -> int:
        raise ValueError("failed on purpose")

    @task
    def note(word: int, file: str) -> None:
        Path(file).open("a").write(f"{word}\\n")

    @shared_task(name="old.note_error")
    def note_error(request, error, traceback, file):
        Path(file).open("a").write(f"{request.id} {error}\\n")

    @task
    def note_id(failed_id: str, file: str) -> None:
        Path(file).open("a").write(f"{failed_id}\\n")

    @shared_task(bind=True, name="old.becomes")
    def becomes(self, what, x=1):
        return self.replace(
            {
                "a chain": chain(add.s(x), add.s(10), add.s(100)),
                "a group": group(add.s(x), add.s(x, 2)),
                "a chain with a group": chain(add.s(x), group(add.s(10), add.s(20))),
                "a chain with a chord": chain(group(add.s(x), add.s(x)), total.s(start=7)),
                "a chain of such": chain(becomes.s("a chain", x), add.s(1000)),
                "a chain that fails": chain(add.s(x), fail.s(), add.s(1)),
                "a group that fails": group(add.s(x), fail.s(1)),
            }[what]
        )
"""


@pytest.fixture(scope="module", autouse=True)
def started(worker: Path) -> Path:
    return worker


def step(client: Celery, name: str, *args: Any, **kwargs: Any) -> Any:
    return signature(name if "." in name else f"jobs.{name}", args, kwargs, app=client)


def facts_at_the_end(redis: Redis, result: Any) -> dict[str, Any]:
    """Return the facts under the id of the end itself: Celery's get() raises as soon as a step has failed."""
    result.get(timeout=WAIT, propagate=False)
    return facts(redis, result.id)


def facts(redis: Redis, task_id: str) -> dict[str, Any]:
    text: Any = redis.get(f"celery-task-meta-{task_id}")
    meta = json.loads(text)
    assert meta["status"] == "FAILURE"
    found: dict[str, Any] = meta["result"]["taskgate"]
    return found


def end_of(redis: Redis, workflow: Any) -> dict[str, Any]:
    """Start a workflow and return the last state that is published under the id of its end."""
    task_id = str(uuid.uuid4())
    seen = states_of(redis, task_id)
    next(seen)
    workflow.apply_async(task_id=task_id)
    *_, last = seen
    return last


def test_chain_gives_each_step_what_the_one_before_it_returned(client: Celery) -> None:
    steps = (
        step(client, "make", 3),
        step(client, "move", by=4),
        step(client, "move", 5),
        step(client, "x_of"),
    )
    assert chain(*steps).apply_async().get(timeout=WAIT) == 12


def test_what_came_before_is_judged_as_an_argument(client: Celery, redis: Redis) -> None:
    result = chain(step(client, "words", 2), step(client, "total")).apply_async()
    found = facts_at_the_end(redis, result)
    assert found["code"] == "INVALID_ARGUMENTS"
    assert [problem["path"] for problem in found["details"]["errors"]] == ["/values/0", "/values/1"]


def test_step_that_gives_by_name_what_comes_by_position_is_refused(client: Celery, redis: Redis) -> None:
    result: Any = chain(step(client, "add", 1), step(client, "add", x=5)).apply_async()
    (problem,) = facts_at_the_end(redis, result)["details"]["errors"]
    assert problem == {"path": "/x", "message": "given by position and by name"}
    # The step before it has done its work, and says so.
    assert result.parent.get(timeout=WAIT) == 2


def test_immutable_step_takes_nothing(client: Celery) -> None:
    second = signature("jobs.add", (), {"x": 5}, immutable=True, app=client)
    assert chain(step(client, "add", 1), second).apply_async().get(timeout=WAIT) == 6


def test_group_and_chord(client: Celery) -> None:
    header = [step(client, "add", x) for x in range(5)]
    assert group(header, app=client).apply_async().get(timeout=WAIT) == [1, 2, 3, 4, 5]
    assert chord(header, app=client)(step(client, "total", start=100)).get(timeout=WAIT) == 115


def test_body_of_a_chord_is_a_child_of_no_part(client: Celery) -> None:
    header = [step(client, "add", x) for x in range(3)]
    ended: Any = chord(header, app=client)(step(client, "total"))
    assert ended.get(timeout=WAIT) == 6
    assert ended.parent.get(timeout=WAIT) == [1, 2, 3]
    assert [part.children for part in ended.parent.results] == [[], [], []]


def test_nested_as_celery_nests_them(client: Celery) -> None:
    inner = chain(step(client, "add", 1), group(step(client, "add", 10), step(client, "add", 20), app=client))
    assert (
        chain(inner, step(client, "total"), step(client, "add", 1000)).apply_async().get(timeout=WAIT) == 1034
    )


def test_failed_step_of_a_chain_fails_all_after_it_with_its_facts(client: Celery, redis: Redis) -> None:
    result: Any = chain(*(step(client, name) for name in ("fail", "add", "add"))).apply_async((1,))
    found = facts_at_the_end(redis, result)
    assert (found["code"], found["exception"]) == ("TASK_FAILED", "ValueError")
    assert found == facts_at_the_end(redis, result.parent) == facts_at_the_end(redis, result.parent.parent)


def test_failed_part_of_a_chord_fails_its_body_and_is_named(client: Celery, redis: Redis) -> None:
    failing = step(client, "fail", 1).set(task_id=str(uuid.uuid4()))
    result = chord([step(client, "add", 1), failing], app=client)(step(client, "total"))
    found = facts_at_the_end(redis, result)
    assert found["exception"] == "ValueError"
    part = failing.options["task_id"]
    assert found["message"] == f"failed on purpose (in {part}, a part of the chord)"
    assert isinstance(client.AsyncResult(result.id).result, ChordError)  # as Python's callers know it


def test_link_gets_the_result_and_link_error_the_failure(
    client: Celery, redis: Redis, tmp_path: Path
) -> None:
    file = str(tmp_path / "notes")
    link = step(client, "note", file=file).set(task_id=str(uuid.uuid4()))
    seen = states_of(redis, link.options["task_id"])
    next(seen)
    step(client, "add", 1).apply_async(link=link)
    assert [*seen][-1]["status"] == "SUCCESS"
    # An errback that takes one more argument is sent, and gets the id; one that takes three runs at once.
    errbacks = [step(client, "note_id", file=file).set(task_id=str(uuid.uuid4()))]
    errbacks.append(step(client, "old.note_error", file))
    seen = states_of(redis, errbacks[0].options["task_id"])
    next(seen)
    failed = step(client, "fail", 1).apply_async(link_error=errbacks)
    assert [*seen][-1]["status"] == "SUCCESS"
    lines = (tmp_path / "notes").read_text().splitlines()
    assert lines[0] == "2"
    assert sorted(lines[1:]) == sorted([failed.id, f"{failed.id} failed on purpose"])


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("a chain", 112),
        ("a group", [2, 3]),
        ("a chain with a group", [12, 22]),
        ("a chain with a chord", 11),
        ("a chain of such", 1112),
    ],
)
def test_task_that_becomes_something_else_ends_with_its_result_under_its_own_id(
    client: Celery, redis: Redis, what: str, expected: Any
) -> None:
    last = end_of(redis, step(client, "old.becomes", what))
    assert (last["status"], last["result"]) == ("SUCCESS", expected)


@pytest.mark.parametrize("what", ["a chain that fails", "a group that fails"])
def test_task_that_becomes_what_fails_fails(client: Celery, redis: Redis, what: str) -> None:
    last = end_of(redis, step(client, "old.becomes", what))
    assert last["status"] == "FAILURE"
    assert "failed on purpose" in last["result"]["taskgate"]["message"]


def test_step_of_a_chain_that_becomes_a_chain_goes_on_to_the_next(client: Celery) -> None:
    steps = (step(client, "add", 1), signature("old.becomes", ("a chain", 5), immutable=True, app=client))
    assert chain(*steps, step(client, "add", 7)).apply_async().get(timeout=WAIT) == 123
