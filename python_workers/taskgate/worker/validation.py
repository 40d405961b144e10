"""What an app that was hardened does with a call or a result that does not fit its contract."""

from __future__ import annotations

import logging
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, get_args

from celery import Celery

from taskgate.context import current_run
from taskgate.contracts.definition import Definition
from taskgate.contracts.survey import reading_of
from taskgate.errors import InvalidArguments, InvalidResult, Problem
from taskgate.schemas.shape import Misfit
from taskgate.worker.mismatch import other_caller

Mode = Literal["warn", "refuse", "off"]
MODES: Final[Sequence[str]] = get_args(Mode)

INTERVAL: Final = 3600.0
"""Seconds in which one place of one task is logged once."""

MAX_PLACES: Final = 1000
"""Places that are remembered; the one that was seen longest ago is forgotten for a further one."""

logger = logging.getLogger(__name__)


class Validation:
    """The checks of one app. `mode` may change while it runs.

    The arguments reach the function as they came, whatever the hints say: that is what it was written for.
    """

    def __init__(self, app: Celery, mode: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.mode = mode
        self._app = app
        self._clock = clock
        self._logged: OrderedDict[tuple[str, ...], tuple[float, int]] = OrderedDict()

    def call(self, task: Any, function: Callable[..., Any], args: Sequence[Any], kwargs: Any) -> Any:
        """Return what the function returns.

        Raises InvalidArguments, ContractMismatch and InvalidResult where it is to refuse.
        """
        definition = None if self.mode == "off" else self._definition(task)
        if definition is None:
            return function(*args, **kwargs)
        try:
            definition.signature.read(args, kwargs)
        except InvalidArguments as error:
            other = other_caller(definition, current_run())
            problems: Sequence[Problem] = error.details["errors"]
            if self.mode == "refuse" and other is not None:
                raise other.mismatch(problems) from None
            if self.mode == "refuse":
                raise
            self._warn(task.name, "arguments", problems, "" if other is None else f"; {other}")
        result = function(*args, **kwargs)
        try:
            definition.result.read(result)
        except Misfit as misfit:
            if self.mode == "refuse":
                raise InvalidResult.at(f"the result of {task.name}", misfit.problems) from misfit
            self._warn(task.name, "result", misfit.problems)
        return result

    def _definition(self, task: Any) -> Definition | None:
        try:
            return reading_of(self._app, task).definition
        except Exception:
            # No reason to fail a task that has run without a contract until now.
            self._warn(task.name, "contract", [{"path": "", "message": "it cannot be read"}], exc_info=True)
            return None

    def _warn(
        self, task: str, what: str, problems: Sequence[Problem], because: str = "", exc_info: bool = False
    ) -> None:
        for problem in problems:
            # Every item of a list is one place.
            place = re.sub(r"/\d+(?=/|$)", "/*", problem["path"])
            since = self._since(task, what, place)
            if since is None:
                continue
            more = f"; {since} more since the last line" if since else ""
            logger.warning(
                "the %s of %s %s not fit the contract at %s: %s%s (one line in %d s for this place%s)",
                *(what, task, "do" if what == "arguments" else "does"),
                *(place or "the whole", problem["message"], because, INTERVAL, more),
                exc_info=exc_info,
            )

    def _since(self, *key: str) -> int | None:
        """Return how often the place was passed over since it was logged, or None to pass it over again."""
        now = self._clock()
        at, passed = self._logged.pop(key, (-math.inf, 0))
        if now - at < INTERVAL:
            self._logged[key] = (at, passed + 1)
            return None
        self._logged[key] = (now, 0)
        if len(self._logged) > MAX_PLACES:
            self._logged.popitem(last=False)
        return passed
