"""What the guard ends, in which order, and what it leaves to Celery."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from celery.exceptions import TaskRevokedError

from taskgate.dead.letter import Letter
from taskgate.worker.guard import malformed
from taskgate.worker.guard.consumer import Guarded
from taskgate.worker.guard.malformed import end_element
from taskgate.worker.guard.request import Settles

BODY: list[Any] = [[], {}, {}]


class Gone(Exception):
    """A broker that is gone."""


class Message:
    """A message of kombu's; `done` is what becomes of it, in order."""

    def __init__(self, done: list[Any], headers: dict[str, Any], payload: Any = BODY) -> None:
        self.done, self.headers, self._payload = done, headers, payload
        self.properties = {"correlation_id": "one"}
        self.delivery_info = {"routing_key": "cpu"}
        self.body = b"the body"
        self.acknowledged = False

    @property
    def payload(self) -> Any:
        if isinstance(self._payload, Exception):
            raise self._payload
        return self._payload

    def ack_log_error(self, *_: Any) -> None:
        self.done.append("acknowledge")

    def reject_log_error(self, *_: Any) -> None:
        self.done.append("reject")


class Ended:
    """What malformed.py does, noted down."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.letters: list[Letter] = []
        self.told: list[Any] = []
        self.keeps = True

    def bury(self, _: Any, letter: Letter) -> bool:
        self.done.append("bury")
        self.letters.append(letter)
        return self.keeps

    def tell(self, _: Any, error: Any, **how: Any) -> None:
        self.done.append("tell")
        self.told.append((how["headers"]["id"], error.code))

    def message(self, payload: Any = BODY, **headers: Any) -> Message:
        return Message(self.done, {"task": "a.b", "id": "one", **headers}, payload)


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Ended:
    made = Ended()
    monkeypatch.setattr(malformed, "bury", made.bury)
    monkeypatch.setattr(malformed, "tell", made.tell)
    return made


class Plain:
    """As much of Celery's consumer as the guard needs; kombu counts KeyError among Redis' faults."""

    hostname = "w@host"
    connection_errors = (Gone, KeyError)

    def __init__(self, done: list[Any], fails: Exception | None = None, **conf: Any) -> None:
        self.app: Any = SimpleNamespace(conf=conf)
        self._done, self._fails = done, fails

    def create_task_handler(self) -> Any:
        def handle(message: Any) -> None:
            self._done.append("handle")
            if self._fails:
                raise self._fails

        return handle


class Consumer(Guarded, Plain):  # type: ignore[misc]
    pass


ENDED = ["tell", "bury", "acknowledge"]


def test_message_that_can_be_carried_out_is_celerys(ended: Ended) -> None:
    message = ended.message(retries=None)
    Consumer(ended.done).create_task_handler()(message)
    assert ended.done == ["handle"]
    assert message.headers["retries"] == 0


def test_message_that_cannot_is_told_of_and_buried_before_it_leaves(ended: Ended) -> None:
    Consumer(ended.done).create_task_handler()(ended.message(timelimit=[1]))
    assert ended.done == ENDED
    assert ended.told == [("one", "MALFORMED_MESSAGE")]
    (letter,) = ended.letters
    assert (letter.reason, letter.task, letter.task_id) == ("MALFORMED_MESSAGE", "a.b", "one")
    assert (letter.worker, letter.raw.queue, letter.raw.body) == ("w@host", "cpu", b"the body")
    assert letter.error is not None
    assert letter.error["details"]["errors"][0]["path"] == "/headers/timelimit"


def test_body_that_cannot_be_decoded_is_named(ended: Ended) -> None:
    Consumer(ended.done).create_task_handler()(ended.message(ValueError("no JSON")))
    assert ended.done == ENDED
    error: Any = ended.letters[0].error
    assert error["details"]["errors"] == [{"path": "/body", "message": "ValueError: no JSON"}]


@pytest.mark.parametrize("error", [ValueError("odd"), KeyError("odd"), RecursionError()])
def test_what_celery_raises_ends_its_message(ended: Ended, error: Exception) -> None:
    Consumer(ended.done, error).create_task_handler()(ended.message())
    assert ended.done == ["handle", *ENDED]


def test_broker_that_is_gone_ends_no_message(ended: Ended) -> None:
    with pytest.raises(Gone):
        Consumer(ended.done, Gone()).create_task_handler()(ended.message())
    assert ended.done == ["handle"]


def test_switched_off_all_is_celerys(ended: Ended) -> None:
    off = Consumer(ended.done, ValueError(), taskgate_guard=False)
    with pytest.raises(ValueError):  # noqa: PT011 (the very one)
        off.create_task_handler()(ended.message(timelimit=[1]))
    assert ended.done == ["handle"]


def test_message_that_no_store_has_is_rejected(ended: Ended) -> None:
    ended.keeps = False
    Consumer(ended.done).create_task_handler()(ended.message(timelimit=[1]))
    assert ended.done == ["tell", "bury", "reject"]


def test_message_that_is_settled_is_not_settled_again(ended: Ended) -> None:
    message = ended.message()
    message.acknowledged = True
    Consumer(ended.done, ValueError()).create_task_handler()(message)
    assert ended.done == ["handle", "tell", "bury"]


@pytest.mark.parametrize("how", ["on_decode_error", "on_invalid_task", "on_unknown_message"])
def test_what_celery_only_logs_is_ended(ended: Ended, how: str) -> None:
    consumer: Any = Consumer(ended.done)
    words = {
        "on_decode_error": (ended.message(), ValueError()),
        "on_invalid_task": (BODY, ended.message(), ValueError()),
        "on_unknown_message": (BODY, ended.message()),
    }
    getattr(consumer, how)(*words[how])
    assert ended.done == ENDED


def test_element_of_redis_is_kept_and_its_caller_told(ended: Ended) -> None:
    element = json.dumps({"headers": {"id": "two", "task": "a.b"}, "body": "M"}).encode()
    end_element(Consumer(ended.done), "cpu", element, ValueError("no base64"))
    assert ended.done == ["tell", "bury"]
    assert ended.told == [("two", "MALFORMED_MESSAGE")]
    assert (ended.letters[0].raw.queue, ended.letters[0].raw.element) == ("cpu", element)


@pytest.mark.parametrize("element", [b"", b"\xff", b"[]", b"[" * 100_000, b'{"headers": 1}'])
def test_element_that_names_nobody_is_kept_and_fails_nothing(ended: Ended, element: bytes) -> None:
    end_element(Consumer(ended.done), "cpu", element, ValueError())
    assert ended.done == ["bury"]
    assert ended.letters[0].raw.element == element


class Request(Settles):
    """A request of Celery's, all of whose methods raise what they are told."""

    id = hostname = "one"
    connection_errors = (Gone,)
    acknowledged = False

    def __init__(self, ended: Ended, **conf: Any) -> None:
        self.app: Any = SimpleNamespace(conf=conf)
        self.message = ended.message()


class Raising:
    """Celery's class."""

    def execute_using_pool(self, pool: Any, **_: Any) -> None:
        raise pool.error

    def on_success(self, error: Exception) -> None:
        raise error

    on_failure = on_timeout = on_success


class Failing(Request, Raising):
    pass


class Pool:
    """A pool that has noted two jobs, the last one of which it could not write."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        jobs = {number: SimpleNamespace(correlation_id=name) for number, name in enumerate(["other", "one"])}
        self._pool: Any = SimpleNamespace(_cache=jobs)


def test_task_that_the_pool_cannot_take_ends_and_blocks_no_place(ended: Ended) -> None:
    request, pool = Failing(ended), Pool(ValueError("too deep"))
    with pytest.raises(TaskRevokedError):
        request.execute_using_pool(pool)
    assert ended.done == ENDED
    assert request.acknowledged
    assert [job.correlation_id for job in pool._pool._cache.values()] == ["other"]


@pytest.mark.parametrize("error", [Gone(), TaskRevokedError("one")])
def test_pool_that_is_told_of_a_revoke_or_a_broker_ends_nothing(ended: Ended, error: Exception) -> None:
    with pytest.raises(type(error)):
        Failing(ended).execute_using_pool(Pool(error))
    assert ended.done == []


@pytest.mark.parametrize("how", ["on_success", "on_failure", "on_timeout"])
def test_end_that_cannot_be_told_settles_its_message(ended: Ended, how: str) -> None:
    request: Any = Failing(ended)
    getattr(request, how)(ValueError("odd"))
    assert (ended.done, request.acknowledged) == (ENDED, True)
    with pytest.raises(ValueError, match="odd"):
        getattr(request, how)(ValueError("odd"))  # nothing is left to settle
    assert ended.done == ENDED
    with pytest.raises(Gone):
        getattr(Failing(ended), how)(Gone())
    with pytest.raises(ValueError, match="odd"):
        getattr(Failing(ended, taskgate_guard=False), how)(ValueError("odd"))
    assert ended.done == ENDED
