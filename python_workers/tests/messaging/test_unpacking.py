"""A compressed body becomes no more than it may."""

from __future__ import annotations

import bz2
import lzma
import zlib
from types import SimpleNamespace
from typing import Any

import pytest
from amqp import Message as AmqpMessage
from kombu.transport import redis

from taskgate.dead.letter import Raw
from taskgate.messaging.unpacking import unpacked
from taskgate.messaging.unreadable import Tolerant, reading_anything

PACKS: dict[str, Any] = {"gzip": zlib.compress, "application/x-bz2": bz2.compress, "xz": lzma.compress}

MOST = 10_000


@pytest.mark.parametrize("name", PACKS)
def test_more_is_refused_and_never_made(name: str) -> None:
    assert unpacked(PACKS[name](b"x" * MOST), name, MOST) == b"x" * MOST
    bomb = PACKS[name](bytes(50_000_000))
    with pytest.raises(
        ValueError, match=f"^the body has {len(bomb)} bytes and would become more than {MOST}$"
    ):
        unpacked(bomb, name, MOST)
    assert len(unpacked(bomb, name, 0)) == 50_000_000


@pytest.mark.parametrize("name", PACKS)
def test_what_is_cut_off_or_goes_on_is_refused(name: str) -> None:
    whole = PACKS[name](b"x" * MOST)
    for body in (whole[:-1], whole + b"more"):
        with pytest.raises(ValueError, match="does not end where it should"):
            unpacked(body, name, MOST)


def test_a_stream_of_lzma_cannot_ask_for_memory() -> None:
    greedy = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**29}]
    body = lzma.compress(b"x", format=lzma.FORMAT_XZ, filters=greedy)
    with pytest.raises(lzma.LZMAError, match=r"[Mm]emory"):
        unpacked(body, "xz", MOST)


def test_a_name_that_kombu_does_not_know() -> None:
    with pytest.raises(KeyError):
        unpacked(b"x", "application/x-nothing", MOST)


def from_redis(body: bytes, headers: Any) -> Any:
    connection = SimpleNamespace(get_transport_cls=lambda: redis.Transport)
    reading_anything(connection, lambda *_: None, MOST)
    kind: Any = connection.get_transport_cls()
    channel = SimpleNamespace(connection=SimpleNamespace(client=connection), decode_body=lambda text, _: text)
    properties = {"delivery_tag": "t", "delivery_info": {"routing_key": "q"}}
    return kind.Channel.Message({"body": body, "properties": properties, "headers": headers}, channel)


def from_rabbitmq(body: bytes, headers: Any) -> Any:
    message = AmqpMessage(body, application_headers=headers)
    message.delivery_info = {"delivery_tag": 1, "routing_key": "q"}
    channel: Any = SimpleNamespace(
        connection=SimpleNamespace(client=SimpleNamespace(taskgate_body_max=MOST)), no_ack_consumers=None
    )
    return Tolerant.Channel.Message(message, channel=channel)


@pytest.mark.parametrize("make", [from_redis, from_rabbitmq])
def test_messages_of_both_brokers(make: Any) -> None:
    assert make(b"[]", {"id": "1"}).body == b"[]"
    headers = {"id": "1", "compression": "gzip"}
    message = make(zlib.compress(b"[]"), headers)
    assert (message.body, message.headers, message.errors) == (b"[]", headers, [])
    bomb = zlib.compress(bytes(MOST + 1))
    message = make(bomb, headers)
    assert message.headers == headers
    with pytest.raises(ValueError, match="would become more than"):
        message._reraise_error()


@pytest.mark.parametrize("make", [from_redis, from_rabbitmq])
def test_a_letter_has_the_body_as_it_came(make: Any) -> None:
    packed = zlib.compress(b"[]")
    assert Raw.of(make(packed, {"compression": "gzip"})).body == packed
    assert Raw.of(make(b"[]", {})).body == b"[]"
