"""What Redis refuses for now: it is full (`maxmemory`), or a replica until its sentinels have decided."""

from __future__ import annotations

import re
from typing import Final

from redis.exceptions import (
    ClusterDownError,
    MasterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
    TryAgainError,
)

PASSING: Final = (ClusterDownError, MasterDownError, OutOfMemoryError, ReadOnlyError, TryAgainError)
"""Those of the refusals that redis-py has classes for."""

_CODE: Final = re.compile(
    r"\b(READONLY|OOM|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|MISCONF) "
)
"""As in redisConnection.ts of the client. In Redis 6.2 what a script is refused is in its text."""


def is_passing(error: BaseException) -> bool:
    """Say whether Redis has refused a command for now, and not what the command says."""
    if not isinstance(error, ResponseError):
        return False
    return isinstance(error, PASSING) or bool(_CODE.search(str(error)))
