"""What a case expects at a place of an answer or of a message, and one line that says what came instead."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from conformance.program import Json

_SHOWN: Final = 100
_ABSENT: Final = object()


class Wrong(Exception):
    """What was expected, and what came."""


def hold(checks: Iterable[Json], value: Json, what: str) -> None:
    """Raise Wrong for the first of `checks` that `value` does not meet; `what` names the value."""
    for check in checks:
        found = _at(value, check["at"])
        for name, expected in check.items():
            if name in _CHECKS and (complaint := _CHECKS[name](found, expected)):
                place = f"{what}{check['at']}"
                came = found if name != "has" else _names_of(found)
                raise Wrong(f"{place}: expected {complaint}, came {_shown(came)}")


def same(left: Json, right: Json) -> bool:
    """Whether two JSON values are equal: true is not 1, null not absent; 1 is 1.0, as in JavaScript."""
    match left, right:
        case (dict(), dict()):
            return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
        case (list(), list()):
            return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return type(left) is type(right) and bool(left == right)


def _at(value: Json, pointer: str) -> Json:
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(name, _ABSENT)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return _ABSENT
    return value


def _equals(found: Json, expected: Json) -> str:
    return "" if found is not _ABSENT and same(found, expected) else _shown(expected)


def _not(found: Json, expected: Json) -> str:
    return f"anything but {_shown(expected)}" if found is not _ABSENT and same(found, expected) else ""


def _one_of(found: Json, expected: Json) -> str:
    if found is not _ABSENT and any(same(found, each) for each in expected):
        return ""
    return " or ".join(_shown(each) for each in expected)


def _contains(found: Json, expected: Json) -> str:
    return "" if isinstance(found, str) and expected in found else f"a text with {_shown(expected)}"


def _matches(found: Json, expected: Json) -> str:
    return "" if isinstance(found, str) and re.fullmatch(expected, found) else f"a text like {expected}"


def _has(found: Json, expected: Json) -> str:
    if not isinstance(found, dict):
        return "an object"
    missing = [name for name in expected if name not in found]
    return f"also {', '.join(missing)}" if missing else ""


def _names_of(found: Json) -> Json:
    return sorted(found) if isinstance(found, dict) else found


def _moment(found: Json, expected: Json) -> str:
    """A moment with an offset, as far as half a second from the one that was asked for; `+60` is from now."""
    wanted = datetime.now(UTC) + timedelta(seconds=float(expected)) if expected[0] == "+" else _read(expected)
    near = 30.0 if expected[0] == "+" else 0.5
    read = _read(found) if isinstance(found, str) else None
    if read is None or wanted is None or abs((read - wanted).total_seconds()) > near:
        return f"the moment {'in ' + expected[1:] + ' s' if expected[0] == '+' else expected}"
    return ""


def _read(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Celery takes a moment without an offset for UTC.
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _distinct(found: Json, expected: Json) -> str:
    texts = [json.dumps(each, sort_keys=True) for each in found] if isinstance(found, list) else []
    return "" if len(set(texts)) == len(texts) == expected else f"{expected} different ones"


_CHECKS: Final = {
    "equals": _equals,
    "not": _not,
    "oneOf": _one_of,
    "contains": _contains,
    "matches": _matches,
    "has": _has,
    "moment": _moment,
    "distinct": _distinct,
}


def _shown(value: Json) -> str:
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
