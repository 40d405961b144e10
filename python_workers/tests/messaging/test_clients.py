"""One client of a channel for all its commands, and another after its connections were lost."""

from __future__ import annotations

from typing import Any

from redis import Redis

from taskgate.app import App


def test_a_channel_keeps_its_client_until_its_connections_are_lost(redis: Redis, url: str) -> None:
    app = App("test", broker=url, set_as_current=False)
    with app.connection_for_write() as connection:
        channel: Any = connection.default_channel
        with channel.conn_or_acquire() as first, channel.conn_or_acquire() as second:
            assert first is second
            assert first.ping()
        assert channel.client is not first
        redis.client_kill_filter(_type="normal", skipme=True)
        channel._disconnect_pools()
        with channel.conn_or_acquire() as third:
            assert third is not first
            assert third.ping()
