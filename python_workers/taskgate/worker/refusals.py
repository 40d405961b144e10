"""A Redis of the results that refuses for now is tried again, as one that is away is.

What a task has returned is not lost for that. How often: `result_backend_max_retries`.
"""

from __future__ import annotations

from typing import Any

from redis.exceptions import ReadOnlyError

from taskgate.refusals import is_passing


class OutlivesRefusals:
    """A result backend in Redis."""

    client: Any

    def exception_safe_to_retry(self, exc: BaseException) -> bool:
        """Say whether a command is tried again."""
        again: bool = super().exception_safe_to_retry(exc)  # type: ignore[misc]
        return again or is_passing(exc)

    def on_backend_retryable_error(self, exc: BaseException) -> None:
        """Leave a replica: its address may lead to the new master by then."""
        super().on_backend_retryable_error(exc)  # type: ignore[misc]
        if isinstance(exc, ReadOnlyError) or "READONLY" in str(exc):
            self.client.connection_pool.disconnect(inuse_connections=False)
