"""No message ends or blocks a worker: a row for each that ends, or keeps, a plain one."""

from __future__ import annotations

import base64
import json
import os
import pickle
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from redis import Redis

from tests.live.killing import kill
from tests.live.posting import Post, body, outside
from tests.live.process import delete_queues, running_app, running_process, running_worker, write_worker
from tests.waiting import until

pytestmark = pytest.mark.live

TASKS = """
    import os

    from taskgate import task

    @task(queue=os.environ["TEST_QUEUE"], queue_type="{kind}")
    def tally(word: str) -> str:
        with open("tally", "a") as file:
            file.write(word + "\\n")
        return word
"""

PLAIN = """
import os

from celery import Celery

app = Celery("plain", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_RESULT_BACKEND"])
app.conf.task_default_queue = os.environ["TEST_QUEUE"]
app.conf.task_acks_late = True
{install}

@app.task(name="jobs.tally")
def tally(word):
    with open("tally", "a") as file:
        file.write(word + "\\n")
    return word
"""

TALLY = "jobs.tally"

BODY_MAX = 1_000_000
"""Bytes."""


@dataclass
class Yard:
    """A worker, and the way to its queue."""

    folder: Path
    way: Any
    results: Redis

    def done(self) -> list[str]:
        path = self.folder / "tally"
        return path.read_text().split() if path.exists() else []

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def between(self, *posts: Post) -> None:
        """Post them with well-formed messages before and behind, and wait until those are done, once each."""
        words = [str(uuid.uuid4()) for _ in range(4)]
        calls = [Post.call(TALLY, word=word) for word in words]
        self.way.post(*calls[:2], *posts, *calls[2:])
        until(lambda: set(words) <= set(self.done()))
        assert sorted(word for word in self.done() if word in words) == sorted(words)

    def failure(self, task_id: str) -> dict[str, Any]:
        """Wait for the failure of a call; returns its facts."""
        key = f"celery-task-meta-{task_id}"

        def stored() -> dict[str, Any]:
            text: Any = self.results.get(key)
            read: dict[str, Any] = json.loads(text) if text else {}
            return read

        until(lambda: stored().get("status") == "FAILURE")
        facts: dict[str, Any] = stored()["result"]["taskgate"]
        return facts


def redis_element(change: Callable[[dict[str, Any]], Any]) -> Callable[[], Post]:
    """Return what makes a message whose element in Redis is changed: in place, or by what is returned."""

    def make() -> Post:
        post = Post.call(TALLY, word="never")
        element = post.as_element("somewhere")
        changed = change(element)
        post.element = changed if isinstance(changed, bytes) else json.dumps(element).encode()
        return post

    return make


def call(**changes: Any) -> Callable[[], Post]:
    """Return what makes a message with other parts; those of the headers are named `headers_<name>`."""

    def make() -> Post:
        post = Post.call(TALLY, word="never")
        for name, value in changes.items():
            part, _, member = name.partition("_")
            if part == "headers" and member:
                post.headers[member] = value
            elif name == "without":
                del post.headers[value]
            else:
                setattr(post, name, value)
        return post

    return make


def _first_protocol() -> Post:
    post = Post.call(TALLY)
    post.headers = {}
    post.body = json.dumps({"task": TALLY, "id": post.id, "args": 5, "kwargs": {}}).encode()
    return post


GOOD = json.loads(body(word="never"))
DEEP = ('[["' + "never" + '"], {}, ' + "[" * 100_000 + "]" * 100_000 + "]").encode()

ANYWHERE: dict[str, Callable[[], Post]] = {
    # CELERY_WIRE.md: the worker dies, and the next one.
    "a body of two": call(body=json.dumps(GOOD[:2]).encode()),
    "a body of four": call(body=json.dumps([*GOOD, 4]).encode()),
    "a body that is an object": call(body=b"{}"),
    "a body that is null": call(body=b"null"),
    "one time limit": call(headers_timelimit=[1]),
    "no content type": call(content_type=None),
    # Endless reconnect.
    "no id": call(without="id"),
    # Only a line in the log, and the caller waits.
    "kwargs are an array": call(body=json.dumps([[], [], None]).encode()),
    "kwargs are null": call(body=json.dumps([[], None, None]).encode()),
    "an eta that is no date": call(headers_eta="tomorrow"),
    "an expires that is no date": call(headers_expires="2026-13-01T00:00:00"),
    "an id that is a number": call(headers_id=5),
    "a body that is a text": call(body=b'"text"'),
    "a charset": call(content_type="application/json; charset=utf-8"),
    "no headers": call(headers={}),
    "no JSON": call(body=b"[[], {}, "),
    # Beyond that list.
    "an empty body": call(body=b""),
    "a body that is no text": call(body=b"\xff\xfe\x00"),
    "pickle": call(body=pickle.dumps(GOOD), content_type="application/x-python-serialize"),
    "a compression that there is not": call(headers_compression="application/x-nothing"),
    "what is not compressed": call(headers_compression="application/x-gzip"),
    "a body that becomes more than it may": call(
        body=zlib.compress(bytes(BODY_MAX + 1)), headers_compression="application/x-gzip"
    ),
    "nested beyond measure": call(body=DEEP),
    "a task that is a number": call(headers_task=7),
    "a task that is an array": call(headers_task=["a"]),
    "time limits that are texts": call(headers_timelimit=["a", "b"]),
    "retries that are a text": call(headers_retries="many"),
    "a name that is an array": call(headers_shadow=["a"]),
    "stamps that are a number": call(headers_stamped_headers=5),
    "a chain that is a number": call(body=json.dumps([[], {}, {"chain": 5}]).encode()),
    "a chord that is a number": call(body=json.dumps([[], {}, {"chord": 5}]).encode()),
    "embedded facts of its own": call(body=json.dumps([[], {}, {"id": "other"}]).encode()),
    "a header in place of a method": call(headers_get="got"),
    "protocol 1 with a number as arguments": _first_protocol,
}

IN_REDIS: dict[str, Callable[[], Post]] = {
    # CELERY_WIRE.md: the worker dies.
    "bad base64": redis_element(lambda element: element.update(body="M")),
    # Beyond that list.
    "base64 of nothing": redis_element(lambda element: element.update(body="****")),
    "no properties": redis_element(lambda element: element.pop("properties") and None),
    "no delivery tag": redis_element(lambda element: element["properties"].pop("delivery_tag") and None),
    "a delivery tag that is an object": redis_element(
        lambda element: element["properties"].update(delivery_tag={"a": 1})
    ),
    "no delivery info": redis_element(lambda element: element["properties"].pop("delivery_info") and None),
    "delivery info that is a number": redis_element(
        lambda element: element["properties"].update(delivery_info=5)
    ),
    "another encoding of the body": redis_element(
        lambda element: element["properties"].update(body_encoding="rot13")
    ),
    "a body that is an array": redis_element(lambda element: element.update(body=[1])),
    "headers that are an array": redis_element(lambda element: element.update(headers=[1])),
    "an id that is half a character": redis_element(
        lambda element: element["headers"].update(id="\ud800") or None
    ),
    "a content type that is a number": redis_element(lambda element: element.update({"content-type": 5})),
}

NAMELESS: dict[str, bytes] = {
    "no JSON": b"not JSON",
    "cut off": b'{"body": "W1td',
    "no text": b"\xff\xfe\x00\x01",
    "an array": b"[]",
    "a number": b"1",
    "null": b"null",
    "empty": b"",
    "deep": b"[" * 100_000 + b"]" * 100_000,
}
"""Elements of Redis that name nobody."""


BROKERS = ["redis", "classic", "quorum"]


@pytest.fixture(scope="module")
def yards(
    redis_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Yard]]:
    opened: dict[str, Yard] = {}
    with ExitStack() as open_yards, Redis.from_url(redis_url) as results:
        open_yards.enter_context(patch.dict(os.environ, CELERY_TASKGATE_BODY_MAX=str(BODY_MAX)))

        def yard(kind: str) -> Yard:
            if kind not in opened:
                folder, queue = tmp_path_factory.mktemp(kind), f"test-{uuid.uuid4()}"
                broker = redis_url if kind == "redis" else amqp_url
                source = TASKS.format(kind="quorum" if kind == "quorum" else "classic")
                open_yards.enter_context(running_worker(folder, source, queue, broker, redis_url))
                way = open_yards.enter_context(outside(broker, queue))
                opened[kind] = Yard(folder, way, results)
            return opened[kind]

        yield yard


@pytest.mark.parametrize("row", ANYWHERE)
@pytest.mark.parametrize("kind", BROKERS)
def test_caller_is_told_and_the_worker_goes_on(yards: Callable[[str], Yard], kind: str, row: str) -> None:
    yard, post = yards(kind), ANYWHERE[row]()
    yard.between(post)
    facts = yard.failure(post.id)
    assert (facts["code"], facts["retryable"]) == ("MALFORMED_MESSAGE", False)
    assert facts["details"]["errors"]
    assert "never" not in yard.done()


@pytest.mark.parametrize("row", IN_REDIS)
def test_element_of_redis_that_kombu_cannot_read(yards: Callable[[str], Yard], row: str) -> None:
    yard, post = yards("redis"), IN_REDIS[row]()
    yard.between(post)
    element = json.loads(post.element or b"")
    if "properties" not in element:
        post.properties["correlation_id"] = element["headers"]["id"]
    assert yard.failure(post.id)["code"] == "MALFORMED_MESSAGE"
    assert "never" not in yard.done()


@pytest.mark.parametrize("row", NAMELESS)
def test_element_of_redis_that_names_nobody(yards: Callable[[str], Yard], row: str) -> None:
    yard = yards("redis")
    yard.between(Post({}, b"", element=NAMELESS[row]))


@pytest.mark.parametrize("breaks", ["date", "text"])
@pytest.mark.parametrize("kind", ["classic", "quorum"])
def test_properties_that_py_amqp_cannot_read(yards: Callable[[str], Yard], kind: str, breaks: str) -> None:
    yard, post = yards(kind), Post.call(TALLY, word="never")
    post.breaks = breaks
    yard.between(post)
    facts = yard.failure(post.id)
    assert facts["code"] == "MALFORMED_MESSAGE"
    assert facts["details"]["errors"][0]["path"] == "/properties"
    assert "never" not in yard.done()


def test_arguments_that_no_process_can_be_sent(yards: Callable[[str], Yard]) -> None:
    """They are JSON, and too deep for the pickle that a worker makes of them; no pool waits for them."""
    yard, posts = yards("redis"), []
    for depth in (200, 400, 600, 800, 900, 950):
        post = Post.call(TALLY, word="never")
        post.body = b'[[], {"word": ' + b"[" * depth + b"]" * depth + b"}, null]"
        posts.append(post)
    yard.between(*posts)
    codes = {yard.failure(post.id)["code"] for post in posts}
    assert codes <= {"MALFORMED_MESSAGE", "INVALID_ARGUMENTS", "TASK_FAILED"}
    # More than there are processes, each of which can still work.
    yard.between(*(Post.call(TALLY, word=str(uuid.uuid4())) for _ in range(8)))


@pytest.mark.parametrize("kind", BROKERS)
def test_a_compressed_body_is_done(yards: Callable[[str], Yard], kind: str) -> None:
    post = call(headers_compression="application/x-gzip", body=zlib.compress(body(word=f"packed-{kind}")))()
    yards(kind).between(post)
    until(lambda: f"packed-{kind}" in yards(kind).done())


def test_many_at_once_take_no_place_of_others(yards: Callable[[str], Yard]) -> None:
    for kind in BROKERS:
        yard = yards(kind)
        posts = [ANYWHERE["one time limit"]() for _ in range(50)]
        yard.between(*posts)
        assert {yard.failure(post.id)["code"] for post in posts} == {"MALFORMED_MESSAGE"}


def test_letter_has_the_message_and_the_reason(yards: Callable[[str], Yard]) -> None:
    yard, post = yards("redis"), IN_REDIS["no delivery tag"]()
    yard.between(post)
    letters: Any = yard.results.lrange("taskgate:dead", 0, -1)
    read = [json.loads(letter) for letter in letters]
    (letter,) = (each for each in read if each["taskId"] == post.id)
    assert (letter["reason"], letter["task"], letter["queue"]) == ("MALFORMED_MESSAGE", TALLY, yard.way.queue)
    assert base64.b64decode(letter["original"]["element"]) == post.element


@contextmanager
def plain(folder: Path, broker: str, backend: str, install: str = "") -> Iterator[Yard]:
    """Run a worker of an app that is somebody's own."""
    queue = f"test-{uuid.uuid4()}"
    (folder / "plain.py").write_text(PLAIN.format(install=install))
    with (
        running_app(folder, "plain", queue, broker, backend),
        outside(broker, queue) as way,
        Redis.from_url(backend) as results,
    ):
        yield Yard(folder, way, results)


def dies_of_it(folder: Path, main: int) -> None:
    """Wait for the error that ends a plain worker, and end it: Celery may wait for its pool for ever then."""
    until(lambda: "Unrecoverable error" in (folder / "log").read_text())
    kill(main)


@pytest.mark.parametrize("kind", ["redis", "classic"])
@pytest.mark.parametrize("row", ["a body of two", "one time limit"])
def test_plain_worker_dies_of_it(redis_url: str, amqp_url: str, tmp_path: Path, kind: str, row: str) -> None:
    """Without the guard: what the rows above say is not so by itself."""
    broker = redis_url if kind == "redis" else amqp_url
    queue = f"test-{uuid.uuid4()}"
    (tmp_path / "plain.py").write_text(PLAIN.format(install=""))
    try:
        worker = running_process(tmp_path, "plain", queue, broker, redis_url)
        with worker as process, outside(broker, queue) as way:
            way.post(Post.call(TALLY, word="before"), ANYWHERE[row](), Post.call(TALLY, word="behind"))
            dies_of_it(tmp_path, process.pid)
    finally:
        if kind == "classic":
            delete_queues(broker, queue)


def test_plain_worker_says_nothing_to_the_caller(redis_url: str, tmp_path: Path) -> None:
    with plain(tmp_path, redis_url, redis_url) as yard:
        post = ANYWHERE["kwargs are null"]()
        yard.between(post)
        assert yard.results.get(f"celery-task-meta-{post.id}") is None


@pytest.mark.parametrize("kind", ["redis", "classic"])
def test_app_of_somebody_with_install(redis_url: str, amqp_url: str, tmp_path: Path, kind: str) -> None:
    install = "from taskgate import install\n\ninstall(app)"
    with plain(tmp_path, redis_url if kind == "redis" else amqp_url, redis_url, install) as yard:
        posts = {row: make() for row, make in ANYWHERE.items()}
        others = [make() for make in IN_REDIS.values()] if kind == "redis" else []
        nameless = [Post({}, b"", element=it) for it in NAMELESS.values()] if kind == "redis" else []
        yard.between(*posts.values(), *others, *nameless)
        for row in ANYWHERE:
            assert yard.failure(posts[row].id)["code"] == "MALFORMED_MESSAGE", row
        assert "never" not in yard.done()


def test_caller_on_rabbitmq_alone_is_told(amqp_url: str, redis_url: str, tmp_path: Path) -> None:
    queue, replies = f"test-{uuid.uuid4()}", f"replies-{uuid.uuid4()}"
    source = TASKS.format(kind="classic")
    with (
        running_worker(tmp_path, source, queue, amqp_url, "rpc://"),
        outside(amqp_url, queue) as way,
        Redis.from_url(redis_url) as results,
    ):
        way.channel.queue_declare(replies, arguments={"x-expires": 60_000})
        yard = Yard(tmp_path, way, results)
        post = ANYWHERE["a body of two"]()
        post.properties["reply_to"] = replies
        yard.between(post)
        method, properties, reply = way.channel.basic_get(replies, auto_ack=True)
        assert method is not None
        assert properties.correlation_id == post.id
        assert json.loads(reply)["result"]["taskgate"]["code"] == "MALFORMED_MESSAGE"
        way.channel.queue_delete(replies)


def test_switched_off_it_is_plain_celery(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_TASKGATE_GUARD", "false")
    queue = f"test-{uuid.uuid4()}"
    write_worker(tmp_path, TASKS.format(kind="classic"))
    worker = running_process(tmp_path, "liveworker", queue, redis_url, redis_url)
    with worker as process, outside(redis_url, queue) as way:
        way.post(ANYWHERE["a body of two"](), Post.call(TALLY, word="behind"))
        dies_of_it(tmp_path, process.pid)
