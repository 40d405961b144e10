"""A Redis of the results that refuses for now is tried again, as one that is away is.

It is full (`maxmemory`), or a replica until its sentinels have decided: what a task has returned is not lost
for that. How often: `result_backend_max_retries`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from redis.exceptions import ReadOnlyError, ResponseError

_PASSING: Final = re.compile(
    r"\b(READONLY|OOM|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|MISCONF) "
)
"""As in redisConnection.ts of the client. In Redis 6.2 what a script is refused is in its text."""


def is_passing(error: BaseException) -> bool:
    """Say whether Redis has refused a command for now, and not what the command says."""
    if not isinstance(error, ResponseError):
        return False
    code = error.status_code or ""
    return bool(_PASSING.search(f"{code} {error}"))


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
