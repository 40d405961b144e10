"""What Redis refuses for now, and what it refuses for good."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import NoPermissionError, OutOfMemoryError, ReadOnlyError, ResponseError

from taskgate.refusals import is_passing
from taskgate.worker.refusals import OutlivesRefusals

FULL = OutOfMemoryError("command not allowed when used memory > 'maxmemory'.", status_code="OOM")
REPLICA = ReadOnlyError("You can't write against a read only replica.", status_code="READONLY")
SCRIPT = ResponseError("Error running script: @user_script: 2: -READONLY You can't write against a read only")


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (FULL, True),
        (REPLICA, True),
        (SCRIPT, True),
        (ResponseError("MISCONF Redis is configured to save RDB snapshots"), True),
        (ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"), False),
        (NoPermissionError("this user has no permissions to run the 'set' command"), False),
        (NoConnection("READONLY "), False),
    ],
)
def test_refusal_that_passes(error: Exception, passes: bool) -> None:
    assert is_passing(error) == passes


class Plain:
    """What Celery's backend does."""

    def exception_safe_to_retry(self, exc: BaseException) -> bool:
        return isinstance(exc, NoConnection)

    def on_backend_retryable_error(self, exc: BaseException) -> None:
        pass


class Backend(OutlivesRefusals, Plain):
    def __init__(self) -> None:
        self.left: list[Any] = []
        self.client = SimpleNamespace(
            connection_pool=SimpleNamespace(disconnect=lambda **options: self.left.append(options))
        )


@pytest.mark.parametrize(("error", "leaves"), [(FULL, 0), (REPLICA, 1), (SCRIPT, 1), (NoConnection(), 0)])
def test_a_replica_is_left(error: Exception, leaves: int) -> None:
    backend = Backend()
    assert backend.exception_safe_to_retry(error)
    backend.on_backend_retryable_error(error)
    # What another thread is at keeps its connection.
    assert backend.left == [{"inuse_connections": False}] * leaves
    assert not backend.exception_safe_to_retry(ResponseError("WRONGTYPE"))
