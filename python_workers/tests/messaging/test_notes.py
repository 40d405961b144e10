"""What is taken is noted in the same step, as kombu notes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kombu.transport import redis as kombu_redis

from taskgate.app import App
from taskgate.messaging import channel
from tests.messaging.sides import PREFIX, Open, item, noted, queue, send
from tests.waiting import until


@pytest.mark.parametrize("taskgate", [True, False], ids=["taskgate", "kombu"])
def test_reply_that_is_lost(redis: Any, url: str, sides: Open, taskgate: bool) -> None:
    send(url, 1)
    side = sides(taskgate=taskgate)
    side.ask()
    until(lambda: redis.llen("q") == 0)
    side.lose()
    # kombu alone: it is gone. This is what the channel is for.
    assert len(noted(redis)) == taskgate
    other = sides(taskgate=False, visibility_timeout=0)
    other.channel.qos.restore_visible(interval=1)
    assert (other.take() is not None) == taskgate


@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_note_is_what_kombu_writes(redis: Any, url: str, sides: Open, prefix: str) -> None:
    notes = []
    for taskgate in (True, False):
        send(url, {"text": 'ä/"\\', "none": [], "number": 12345678901234567890}, global_keyprefix=prefix)
        side = sides(taskgate=taskgate, global_keyprefix=prefix)
        message = side.take()
        (note,) = noted(redis, prefix).items()
        assert note[0] == message.delivery_tag
        notes.append(note[1].replace(message.delivery_tag, "tag"))
        message.ack()
        assert noted(redis, prefix) == {}
        side.connection.release()
    assert notes[0] == notes[1]


def test_no_second_command_for_each_message(
    redis: Any, url: str, sides: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(url, *range(20))
    side = sides()
    with monkeypatch.context() as patch:
        patch.setattr(kombu_redis.QoS, "append", None)
        messages = [side.take() for _ in range(20)]
    assert [message.payload for message in messages] == list(range(20))
    assert len(noted(redis)) == 20
    for message in messages:
        message.ack()
    assert noted(redis) == {}


def test_reject_puts_it_back(redis: Any, url: str, sides: Open) -> None:
    send(url, 1, 2)
    side = sides()
    side.take().requeue()
    assert noted(redis) == {}
    side.take().reject()
    assert noted(redis) == {}
    again = side.take()
    assert again.payload == 1
    assert again.headers["redelivered"]


@pytest.mark.parametrize("text", ["é", "/", "\u0001", "\u007f", '"\\', "\u2028😀", "a b"])
def test_any_names_come_back(redis: Any, sides: Open, text: str) -> None:
    name = f"q{text}"
    sent = item(f"tag{text}", name, headers={"none": [], "big": 2**70, "small": 1e-300, "null": None})
    redis.lpush(name, json.dumps(sent, ensure_ascii=False))
    side = sides(queue(name))
    assert side.take().delivery_tag == f"tag{text}"
    note = [sent, "", name]
    assert [json.loads(each) for each in noted(redis).values()] == [note]
    side.connection.release()
    sent["headers"]["redelivered"] = sent["properties"]["delivery_info"]["redelivered"] = True
    assert [json.loads(each) for each in redis.lrange(name, 0, -1)] == [sent]


def test_reply_that_waited_is_noted_with_its_own_time(
    redis: Any, url: str, sides: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(url, 1)
    side = sides()
    side.ask()
    until(lambda: redis.llen("q") == 0)
    (tag,) = noted(redis)
    redis.zadd("unacked_index", {tag: 1})
    monkeypatch.setattr(channel, "_FRESH_S", 0.0)
    assert side.read().delivery_tag == tag
    assert redis.zscore("unacked_index", tag) > 1


@pytest.mark.parametrize("options", [{"no_ack": True}, {"ack_emulation": False}], ids=str)
def test_what_nobody_acknowledges_is_not_noted(redis: Any, url: str, sides: Open, options: Any) -> None:
    send(url, 1)
    assert sides(**options).take().payload == 1
    assert noted(redis) == {}


def test_every_app_has_it_on_every_kind_of_redis() -> None:
    for scheme, kombus in (("redis", kombu_redis.Channel), ("sentinel", kombu_redis.SentinelChannel)):
        app = App("test", broker=f"{scheme}://localhost", set_as_current=False)
        made: Any = app.connection_for_read().get_transport_cls()
        assert issubclass(made.Channel, channel.TakesAtOnce)
        assert issubclass(made.Channel, kombus)
    for url in ("amqp://localhost", "memory://"):
        app = App("test", broker=url, set_as_current=False)
        transport = app.connection_for_read().get_transport_cls()
        assert not issubclass(getattr(transport, "Channel", object), channel.TakesAtOnce)
