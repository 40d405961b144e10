"""Both stores of dead letters, without a worker: what is kept, what looking leaves, what is sent again."""

from __future__ import annotations

import errno
import json
import logging
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pika
import pytest
from celery import Celery
from click.testing import CliRunner, Result
from kombu import pools
from pika.adapters.blocking_connection import BlockingChannel
from redis import Redis

from taskgate.cli import main
from taskgate.dead import burial
from taskgate.dead.box import NoBox, opened
from taskgate.dead.burial import bury
from taskgate.dead.letter import Letter, Raw
from tests.live.process import delete_queues, pika_url
from tests.waiting import until

pytestmark = pytest.mark.live

MOST = 5
BODY = b'[[], {"n": 1}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]'


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest, redis_url: str, amqp_url: str) -> str:
    return redis_url if request.param == "redis" else amqp_url


@pytest.fixture
def name() -> str:
    return f"dead-{uuid.uuid4()}"


@pytest.fixture
def app(broker: str, name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    monkeypatch.setenv("CELERY_TASKGATE_DEAD_LETTERS", name)
    with Celery("store", broker=broker, set_as_current=False) as made:
        made.conf.update(taskgate_dead_letters=name, taskgate_dead_letters_max=MOST)
        yield made
        burial.close(made)
        pools.reset()
    if broker.startswith("amqp"):
        delete_queues(broker, f"taskgate.{name}")
    else:
        with Redis.from_url(broker) as client:
            client.delete(f"taskgate:{name}", f"taskgate:{name}:size")


@pytest.fixture
def channel(amqp_url: str) -> Iterator[BlockingChannel]:
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(amqp_url)))) as connection:
        yield connection.channel()


def letter(number: int, queue: str = "cpu", **more: Any) -> Letter:
    headers = {"id": f"task-{number}", "task": "a.b", "retries": 2, "nested": {"a": [1, None, "ü"]}}
    properties = {
        "content_type": "application/json",
        "content_encoding": "utf-8",
        "correlation_id": f"task-{number}",
        "priority": 4,
        "expiration": "1",
        "user_id": "somebody",
        "delivery_tag": "x",
    }
    raw = Raw(queue, BODY, headers, properties)
    words = {"task": "a.b", "task_id": f"task-{number}", "attempts": 3, "id": f"letter-{number}", **more}
    return Letter(raw, "TASK_FAILED", "boom", **words)


def dead(broker: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["dead", words[0], "--broker", broker, *words[1:]])


def listed(broker: str) -> list[str]:
    found = dead(broker, "list", "--json")
    assert found.exit_code == 0, found.output
    return [json.loads(line)["id"] for line in found.stdout.splitlines()]


def test_letter_is_kept_as_it_was(app: Celery) -> None:
    given = letter(1)
    assert bury(app, given)
    with opened(app) as box:
        found = [each.letter for each in box.letters(10)]
    assert len(found) == 1
    assert found[0].facts() == given.facts()
    assert found[0].raw.body == BODY
    assert found[0].raw.headers == given.raw.headers
    assert found[0].raw.properties["correlation_id"] == "task-1"
    assert found[0].raw.properties["content_type"] == "application/json"
    assert found[0].raw.properties["priority"] == 4


def test_looking_disturbs_nothing(app: Celery, broker: str) -> None:
    for number in range(4):
        assert bury(app, letter(number))
    expected = [f"letter-{number}" for number in range(4)]
    assert listed(broker) == expected
    for words in (["list"], ["list", "--limit", "2"], ["show", "task-2"], ["export"], ["purge", "--all"]):
        options = [*words[1:], "--dry-run"] if words[0] == "purge" else words[1:]
        assert dead(broker, words[0], *options).exit_code == 0
        assert listed(broker) == expected
    assert dead(broker, "replay", "--all", "--unchecked", "--dry-run").exit_code == 0
    assert listed(broker) == expected


def test_newest_are_kept(app: Celery, broker: str) -> None:
    for number in range(MOST + 3):
        assert bury(app, letter(number))
    assert listed(broker) == [f"letter-{number}" for number in range(3, MOST + 3)]


def test_newest_are_kept_within_a_number_of_bytes(app: Celery, broker: str, redis_url: str) -> None:
    size = 4000
    app.conf.taskgate_dead_letters_max_bytes = size * 3
    letters = [letter(number) for number in range(MOST + 1)]
    large = [replace(each, raw=replace(each.raw, body=b"x" * (size // 2))) for each in letters]
    for each in large[:4]:
        assert bury(app, each)
    # An element of Redis is the whole letter, its body in base64; RabbitMQ counts bodies alone.
    kept = 4 if broker.startswith("amqp") else 3
    assert listed(broker) == [each.id for each in large[4 - kept : 4]]
    assert dead(broker, "purge", "letter-3", "--yes").exit_code == 0
    huge = replace(letters[4], raw=replace(letters[4].raw, body=b"x" * size * 4))
    assert bury(app, huge)
    assert listed(broker)[-1] == "letter-4"
    found = json.loads(dead(broker, "export", "letter-4").stdout)
    assert (found["cut"], found["original"]["body"]) == (size * 4, "")
    assert found["original"]["headers"]["id"] == "task-4"
    assert bury(app, large[5])
    expected = ["letter-0", "letter-1", "letter-2"][4 - kept :]
    assert listed(broker) == [*expected, "letter-4", "letter-5"]
    refused = dead(broker, "replay", "letter-4", "--unchecked")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "letter-4  not sent: its message of 16000 bytes was not kept; purge it\nsent 0, kept 1\n",
    )


def test_purge_takes_what_is_meant_and_leaves_the_rest_in_order(app: Celery, broker: str) -> None:
    for number in range(MOST):
        assert bury(app, letter(number, task="a.odd" if number % 2 else "a.even"))
    found = dead(broker, "purge", "--task", "a.odd", "--yes")
    assert (found.exit_code, found.stderr) == (0, "removed 2\n")
    assert listed(broker) == ["letter-0", "letter-2", "letter-4"]


def test_limit_is_the_number_of_letters_that_are_looked_at(app: Celery, broker: str) -> None:
    for number in range(MOST):
        assert bury(app, letter(number))
    found = dead(broker, "purge", "--all", "--yes", "--limit", "3")
    assert found.stderr == "2 more were not looked at; raise --limit\nremoved 3\n"
    assert listed(broker) == ["letter-3", "letter-4"]


def test_letter_that_cannot_be_sent_again_is_said_and_kept(app: Celery, broker: str) -> None:
    garbage = Letter(Raw("cpu", b"{", {}), "MALFORMED_MESSAGE", "no id", id="letter-1")
    assert bury(app, garbage)
    found = dead(broker, "replay", "--all", "--unchecked")
    assert found.exit_code == 1
    assert found.stderr == ("letter-1  not sent: it is no task message: it has no id\nsent 0, kept 1\n")
    assert listed(broker) == ["letter-1"]


def test_element_that_was_no_message_is_shown(app: Celery, broker: str) -> None:
    assert bury(app, Letter(Raw("cpu", b"", element=b"\x00{"), "MALFORMED_MESSAGE", "no JSON", id="letter-1"))
    assert listed(broker) == ["letter-1"]


def test_replay_puts_the_message_in_its_queue(app: Celery, broker: str, queue: str) -> None:
    if broker.startswith("amqp"):
        with app.connection_for_write() as connection:
            declaring: Any = connection.default_channel
            declaring.queue_declare(queue, durable=True, auto_delete=False)
    assert bury(app, letter(1, queue=queue))
    found = dead(broker, "replay", "task-1", "--unchecked")
    assert found.exit_code == 0, found.output
    assert listed(broker) == []
    with app.connection_for_write() as connection, closing(connection.SimpleQueue(queue)) as simple:
        message: Any = simple.get(timeout=10)
        assert Raw.of(message).body == BODY
        assert message.headers["taskgate-replay-of"] == "task-1"
        assert message.headers["id"] == message.properties["correlation_id"]
        assert message.headers["nested"] == {"a": [1, None, "ü"]}
        assert "taskgate-dead" not in message.headers
        assert message.content_type == "application/json"
        message.ack()
        with pytest.raises(simple.Empty):
            simple.get_nowait()
    if broker.startswith("amqp"):
        delete_queues(broker, queue)


def test_large_error_is_cut_and_the_message_kept(app: Celery, broker: str) -> None:
    error: Any = {
        "code": "TASK_FAILED",
        "exception": "ValueError",
        "message": "x" * 8000,
        "details": {"text": "y" * 60_000, "more": ["ü" * 9_000]},
        "retryable": False,
    }
    assert bury(app, letter(1, error=error))
    with opened(app) as box:
        found = next(iter(box.letters(1))).letter
    assert found.raw.body == BODY
    assert found.error is not None
    assert found.error["exception"] == "ValueError"


def test_reader_of_the_output_may_leave(app: Celery, broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bury(app, letter(1))

    def leave(*_: Any, **__: Any) -> None:
        raise BrokenPipeError(errno.EPIPE, "the reader has left")

    with monkeypatch.context() as patch:
        patch.setattr("taskgate.dead.command.click.echo", leave)
        found = dead(broker, "list")
    assert isinstance(found.exception, SystemExit)
    assert "cannot be read" not in found.output
    assert listed(broker) == ["letter-1"]


def test_ids_that_nobody_has_end_with_1(app: Celery, broker: str) -> None:
    assert bury(app, letter(1))
    found = dead(broker, "show", "letter-1", "letter-9")
    assert found.exit_code == 1
    assert "there is no letter of the id 'letter-9'" in found.stderr
    assert dead(broker, "purge", "letter-9", "--yes").exit_code == 1
    assert listed(broker) == ["letter-1"]


def test_nothing_is_there_before_the_first_letter(app: Celery, broker: str) -> None:
    found = dead(broker, "list")
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", "no letters\n")


# ---- Redis alone


def test_list_of_redis_goes_a_while_after_its_last_letter(
    redis_url: str, redis: Redis, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Celery("expires", broker=redis_url, set_as_current=False) as app:
        app.conf.update(taskgate_dead_letters=name, taskgate_dead_letters_expires=100)
        app.conf.broker_transport_options = {"global_keyprefix": "mine:"}
        assert bury(app, letter(1))
        key = f"mine:taskgate:{name}"
        life: Any = redis.ttl(key)
        assert 90 < life <= 100
        redis.expire(key, 10)
        assert bury(app, letter(2))
        renewed: Any = redis.ttl(key)
        assert renewed > 90
        redis.delete(key)
        burial.close(app)


# ---- RabbitMQ alone


on_rabbitmq = pytest.mark.parametrize("broker", ["rabbitmq"], indirect=True)


@on_rabbitmq
def test_one_looks_at_a_time(app: Celery, channel: BlockingChannel, name: str) -> None:
    for number in range(3):
        assert bury(app, letter(number))
    with opened(app) as box:
        assert len(list(box.letters(10))) == 3
        with pytest.raises(NoBox, match="another `taskgate dead` is looking"), opened(app) as second:
            list(second.letters(10))
    until(lambda: channel.queue_declare(f"taskgate.{name}", passive=True).method.message_count == 3)


@on_rabbitmq
def test_reader_that_is_killed_leaves_all_in_order(app: Celery, broker: str) -> None:
    for number in range(3):
        assert bury(app, letter(number))
    reading = (
        "import os, signal, sys\n"
        "from celery import Celery\n"
        "from taskgate.dead.box import opened\n"
        "app = Celery(broker=sys.argv[1])\n"
        "app.conf.taskgate_dead_letters = sys.argv[2]\n"
        "with opened(app) as box:\n"
        "    assert len(list(box.letters(2))) == 2\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", reading, broker, app.conf.taskgate_dead_letters]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    expected = [f"letter-{number}" for number in range(3)]
    # RabbitMQ gives them back once it has seen that the connection is gone.
    until(lambda: dead(broker, "list").exit_code == 0 and listed(broker) == expected)


@on_rabbitmq
def test_queue_is_there_before_the_first_letter(
    app: Celery, broker: str, channel: BlockingChannel, name: str
) -> None:
    found = dead(broker, "declare")
    assert (found.exit_code, found.stdout) == (0, f"taskgate.{name}\n")
    channel.basic_publish(f"taskgate.{name}", "anything", b"{}")
    until(lambda: len(listed(broker)) == 1)


@on_rabbitmq
def test_replay_to_a_queue_that_is_gone_is_said_and_kept(app: Celery, broker: str) -> None:
    assert bury(app, letter(1, queue=f"gone-{uuid.uuid4()}"))
    found = dead(broker, "replay", "--all", "--unchecked")
    assert found.exit_code == 1
    assert "start a worker that declares it, or give --queue" in found.stderr
    assert listed(broker) == ["letter-1"]


@on_rabbitmq
def test_queue_that_an_operator_has_made_is_used(
    app: Celery, broker: str, channel: BlockingChannel, name: str
) -> None:
    channel.queue_declare(f"taskgate.{name}", durable=True, arguments={"x-queue-type": "quorum"})
    assert bury(app, letter(1))
    assert listed(broker) == ["letter-1"]


@on_rabbitmq
def test_queue_that_was_deleted_keeps_nothing_until_it_is_made_again(
    app: Celery, broker: str, channel: BlockingChannel, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert bury(app, letter(1))
    channel.queue_delete(f"taskgate.{name}")
    # Nothing takes the letter, which RabbitMQ returns; the second try declares the queue again.
    assert bury(app, letter(2))
    assert listed(broker) == ["letter-2"]


@on_rabbitmq
@pytest.mark.parametrize("kind", ["classic", "quorum"])
def test_what_rabbitmq_dead_letters_is_a_letter(
    app: Celery, broker: str, channel: BlockingChannel, name: str, kind: str
) -> None:
    assert bury(app, letter(1))  # which makes the exchange
    queue = f"native-{uuid.uuid4()}"
    arguments = {"x-queue-type": kind, "x-dead-letter-exchange": f"taskgate.{name}"}
    channel.queue_declare(queue, durable=True, arguments=arguments)
    headers = {"id": "native", "task": "a.b", "retries": 1}
    properties = pika.BasicProperties(
        headers=headers, content_type="application/json", content_encoding="utf-8", delivery_mode=2
    )
    channel.confirm_delivery()
    channel.basic_publish("", queue, BODY, properties, mandatory=True)
    method, _, _ = channel.basic_get(queue)
    assert method is not None
    channel.basic_reject(method.delivery_tag or 0, requeue=False)
    until(lambda: len(listed(broker)) == 2)
    found = json.loads(dead(broker, "show", "native", "--json").stdout)
    assert (found["reason"], found["queue"], found["attempts"]) == ("REJECTED", queue, 2)
    assert (found["task"], found["taskId"]) == ("a.b", "native")
    # It is sent again as any other, without what RabbitMQ has noted of its end.
    assert dead(broker, "replay", found["id"], "--unchecked").exit_code == 0
    method, again, body = channel.basic_get(queue, auto_ack=True)
    assert method is not None
    assert again is not None
    assert body == BODY
    assert again.headers is not None
    assert again.headers["taskgate-replay-of"] == "native"
    assert "x-death" not in again.headers
    channel.queue_delete(queue)


# ---- neither


@pytest.mark.parametrize("away", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_broker_that_is_away_is_said(away: str, caplog: pytest.LogCaptureFixture) -> None:
    with Celery("away", broker=away, set_as_current=False) as app:
        app.conf.taskgate_dead_letters = "dead"
        with caplog.at_level(logging.ERROR):
            assert not bury(app, letter(1))
    assert '"id":"letter-1"' in caplog.text
    found = dead(away, "list")
    assert found.exit_code == 2
    assert "cannot be read" in found.stderr
    assert "check --broker" in found.stderr
    assert "guest:guest" not in found.stderr
