"""What a replay takes, and the message that goes out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from celery import Celery
from redis import RedisError

from taskgate import create_app
from taskgate.dead import replay
from taskgate.dead.box import Refused
from taskgate.dead.letter import Letter, Raw, without_message
from taskgate.dead.replay import check, message_of, refuse_second
from tests.isolation import isolated_tasks, packages_in

TASKS = """
    from taskgate import task

    def was(limit: int) -> dict:
        return {"below": limit}

    @task(older=[was])
    def primes(below: int) -> int:
        return below
"""

EMBED: dict[str, Any] = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    with isolated_tasks(), packages_in(tmp_path_factory.mktemp("replay")) as write:
        made = create_app("replay", tasks=write(jobs=TASKS), broker_url="memory://")
        yield made
        made.close()


def letter(body: Any, task: Any = "jobs.primes", **headers: Any) -> Letter:
    known = {"id": "first", "task": task, "root_id": "first", "retries": 3, **headers}
    properties = {
        "content_type": "application/json",
        "content_encoding": "utf-8",
        "correlation_id": "first",
        "reply_to": "caller",
    }
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Letter(Raw("cpu", written, known, properties), "TASK_FAILED", "boom", id="letter")


FITS = [[], {"below": 3}, EMBED]


def test_message_is_the_one_before_with_a_fresh_id_and_a_link() -> None:
    dead = letter(
        FITS,
        eta="2026-01-01T00:00:00+00:00",
        expires="2026-01-01T00:00:00+00:00",
        traceparent="00-1",
        **{
            "x-death": [],
            "x-request": "mine",
            "taskgate-contract": "sha256:x",
            "taskgate-first-attempt": "t",
            "taskgate-idempotency-waits": 3,
            "taskgate-idempotency-key": "k",
        },
    )
    sent = message_of(dead)
    fresh = sent.headers["id"]
    assert sent.body == dead.raw.body
    assert sent.queue == "cpu"
    assert sent.headers == {
        "id": fresh,
        "task": "jobs.primes",
        "root_id": fresh,
        "retries": 0,
        "eta": None,
        "expires": None,
        "traceparent": "00-1",
        "x-request": "mine",
        "taskgate-contract": "sha256:x",
        "taskgate-idempotency-key": "k",
        "taskgate-replay-of": "first",
    }
    assert fresh != "first"
    assert sent.properties["correlation_id"] == fresh
    assert sent.properties["reply_to"] == "caller"


def test_letter_that_is_sent_twice_has_one_id() -> None:
    assert message_of(letter(FITS)).headers["id"] == message_of(letter(FITS)).headers["id"]
    other = replace(letter(FITS), id="other")
    assert message_of(letter(FITS)).headers["id"] != message_of(other).headers["id"]


def test_link_is_to_the_first_however_often_it_is_sent() -> None:
    again = letter(FITS, **{"id": "second", "root_id": "root", "taskgate-replay-of": "first"})
    sent = message_of(again)
    assert sent.headers["taskgate-replay-of"] == "first"
    assert sent.headers["root_id"] == "root"


def test_queue_may_be_another() -> None:
    assert message_of(letter(FITS), "gpu").queue == "gpu"


@pytest.mark.parametrize(
    ("dead", "reason"),
    [
        (letter(FITS, id=None), "it has no id"),
        (letter(FITS, id=7), "it has no id"),
        (letter(FITS, task=None), "it names no task"),
        (without_message(letter(FITS)), "its message of [0-9]+ bytes was not kept; purge it"),
        (replace(letter(FITS), raw=Raw("", b"", {"id": "1", "task": "a.b"})), "give --queue"),
        (replace(letter(FITS), raw=Raw("cpu", b"", element=b"{")), "it has no id"),
    ],
)
def test_what_is_no_task_message_is_refused(dead: Letter, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        message_of(dead)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "its body cannot be read"),
        (b"\xff\xfe", "its body cannot be read"),
        ([[], {}], "its body cannot be read"),
        ([[], None, EMBED], "is not an array, an object and an object"),
        ([[], {"below": "3"}, EMBED], "/below: Input should be a valid integer"),
        ([[], {}, EMBED], "/below: Field required"),
        ([[], {"limit": 3}, EMBED], "/below"),
    ],
)
def test_arguments_that_do_not_fit_today_are_refused(app: Celery, body: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        check(app, message_of(letter(body)))


def test_arguments_that_fit_are_taken(app: Celery) -> None:
    check(app, message_of(letter(FITS)))
    check(app, message_of(letter([[3], {}, EMBED])))


def test_compressed_arguments_are_held_against_the_contract(app: Celery) -> None:
    def packed(body: Any) -> Raw:
        return message_of(letter(zlib.compress(json.dumps(body).encode()), compression="zlib"))

    check(app, packed(FITS))
    with pytest.raises(Refused, match="/below: Input should be a valid integer"):
        check(app, packed([[], {"below": "3"}, EMBED]))
    with pytest.raises(Refused, match="its body cannot be read"):
        check(app, message_of(letter(FITS, compression="zlib")))


class Results:
    """What stands for the Redis of the results."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def exists(self, key: str) -> int:
        if self.known == ("away",):
            raise RedisError("no route")
        return int(key in self.known)


def test_what_was_sent_before_is_refused_where_that_is_known(
    app: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = message_of(letter(FITS))
    monkeypatch.setattr(replay, "result_key", lambda app, task_id: task_id)
    results: list[Any] = [None, Results("other"), Results(message.headers["id"]), Results("away")]
    monkeypatch.setattr(replay, "store", lambda app: results.pop(0))
    refuse_second(app, message)
    refuse_second(app, message)
    with pytest.raises(Refused, match=f"sent before, as {message.headers['id']}, .* purge the letter"):
        refuse_second(app, message)
    with pytest.raises(Refused, match=r"cannot be read \(no route\); try later, or add --unchecked"):
        refuse_second(app, message)


def test_call_that_the_worker_carries_over_is_taken(app: Celery) -> None:
    check(app, message_of(letter([[], {"limit": 3}, EMBED], **{"taskgate-contract": "sha256:older"})))


def test_task_that_is_gone_is_refused(app: Celery) -> None:
    with pytest.raises(Refused, match=r"the app has no task 'jobs\.gone'; deploy it, or purge the letter"):
        check(app, message_of(letter(FITS, task="jobs.gone")))


def test_inputs_of_a_chunk_are_held_against_the_contract_of_their_task(app: Celery) -> None:
    def chunk(*inputs: Any, task: str = "jobs.primes") -> Raw:
        return message_of(letter([[], {"task": task, "inputs": inputs}, EMBED], task="taskgate.map"))

    check(app, chunk({"below": 1}, {"below": 2}))
    with pytest.raises(Refused, match="/inputs/1/below: Input should be a valid integer"):
        check(app, chunk({"below": 1}, {"below": "2"}))
    with pytest.raises(Refused, match="/inputs/0"):
        check(app, chunk(7))
    with pytest.raises(Refused, match=r"no task 'jobs\.gone'"):
        check(app, chunk(task="jobs.gone"))
