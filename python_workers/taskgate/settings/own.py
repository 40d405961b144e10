"""The settings that are ours: their names and types, and what holds where an app says nothing.

What each is for is said once, for those who set it: in defaults.py. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SEEN_EXPIRES: Final = "taskgate_seen_expires"
SEEN_LIFE: Final = 604_800

DEAD_LETTERS: Final = "taskgate_dead_letters"
DEAD_LETTERS_MAX: Final = "taskgate_dead_letters_max"
DEAD_LETTERS_MAX_BYTES: Final = "taskgate_dead_letters_max_bytes"
DEAD_LETTERS_EXPIRES: Final = "taskgate_dead_letters_expires"
DEAD_MOST: Final = 10_000
"""Letters."""
DEAD_MOST_BYTES: Final = 268_435_456
"""Bytes; twice what RabbitMQ takes as one message by default."""
DEAD_LIFE: Final = 2_592_000

EVENTS_INTERVAL: Final = "taskgate_events_interval"
EVENTS_SECONDS: Final = 0.1

LEASE_RENEWAL: Final = "taskgate_lease_renewal"

LEASED: Final = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 30,
    "unacked_key": "taskgate:unacked",
    "unacked_index_key": "taskgate:unacked_index",
    "unacked_mutex_key": "taskgate:unacked_mutex",
}
"""kombu's options where workers renew the lease of what they hold.

kombu looks for what has come to an end every 5 s, and not every 100 s. The keys are not kombu's own: its
index does not say whose a message is, and a worker that waits for 60 s would repeat each longer task of those
workers in the same Redis that do not renew.
"""

UNLEASED: Final = {"visibility_timeout": 3600}
"""kombu's options where they do not."""

MAX_DELIVERIES: Final = "taskgate_max_deliveries"
DELIVERIES: Final = 3

GUARD: Final = "taskgate_guard"

BODY_MAX: Final = "taskgate_body_max"
BODY_MOST: Final = 134_217_728
"""Bytes; what RabbitMQ takes by default without compression."""

CONSUMER_TIMEOUT: Final = "taskgate_consumer_timeout"
CONSUMER_WAIT: Final = 1800
"""RabbitMQ's default."""

IDEMPOTENCY_WINDOW: Final = "taskgate_idempotency_window"
KEY_WINDOW: Final = 86_400

IDEMPOTENCY_LEASE: Final = "taskgate_idempotency_lease"
KEY_LEASE: Final = 60

SHUTDOWN_TIMEOUT: Final = "taskgate_shutdown_timeout"

TYPES: Final[Mapping[str, str]] = {
    SEEN_EXPIRES: "int",
    EVENTS_INTERVAL: "float",
    GUARD: "bool",
    BODY_MAX: "int",
    CONSUMER_TIMEOUT: "float",
    LEASE_RENEWAL: "bool",
    MAX_DELIVERIES: "int",
    IDEMPOTENCY_WINDOW: "int",
    IDEMPOTENCY_LEASE: "float",
    SHUTDOWN_TIMEOUT: "float",
    DEAD_LETTERS: "string",
    DEAD_LETTERS_MAX: "int",
    DEAD_LETTERS_MAX_BYTES: "int",
    DEAD_LETTERS_EXPIRES: "int",
}
"""As what each is read from the environment, in Celery's words for its own."""
