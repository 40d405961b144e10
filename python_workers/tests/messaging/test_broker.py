"""The transports of an app's connections."""

from __future__ import annotations

from typing import Any

import pytest

from taskgate.messaging.broker import Amqp


@pytest.mark.parametrize("url", ["redis://localhost", "sentinel://localhost", "memory://"])
def test_transport_that_is_made_of_ours_is_left_as_it_is(url: str) -> None:
    connection: Any = Amqp.Connection(url)
    ours = connection.get_transport_cls()
    channel = type("Channel", (ours.Channel,), {})
    connection.transport_cls = made = type("Transport", (ours,), {"Channel": channel})
    assert connection.get_transport_cls() is made
    assert Amqp.Connection(url).get_transport_cls() is ours


def test_transport_of_amqp_is_kombus() -> None:
    connection: Any = Amqp.Connection("amqp://localhost")
    assert connection.get_transport_cls().__module__ == "kombu.transport.pyamqp"
