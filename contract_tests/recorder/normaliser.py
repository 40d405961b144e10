"""What differs from one recording to the next becomes the same, and what belongs together stays so.

- An id that Celery makes up is `{id-1}` and so on, as it first comes in a recording: one id, one name.
- A moment is told from T0, when the call was published: 2026-01-01T00:00:00. A countdown of 60 is a minute
  later.
- When a state was stored, process ids, clocks, durations, the job numbers of a pool and the lines of our own
  tasks in tracebacks say nothing of the protocol: each is a constant. So are host names, and folders.
"""

import re
import socket
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Json = Any

_T0 = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS = 1767225600.25
# Delays of the scenarios are multiples of this; publishing takes less than half of it.
_GRAIN_S = 10

_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_MOMENT = re.compile(r"\b(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{6})?(\+00:00|Z)?")
_DONE = re.compile(r'("date_done": ")[^"]+(")')
_NUMBERS: Mapping[str, Json] = {
    "pid": 4711,
    "worker_pid": 4711,
    "clock": 1,
    "timestamp": _SECONDS,
    "time_start": _SECONDS,
    "local_received": _SECONDS,
    "runtime": 0.25,
    "utcoffset": 0,
    "loadavg": [0.25, 0.25, 0.25],
}
_IN_TEXT = re.compile(r'("(' + "|".join(_NUMBERS) + r')": )(\d[\d.e-]*|\[[\d., ]+\])')
# How long the workers have to answer: the moment when that is over.
_DEADLINE = re.compile(r'("expires": )\d{9,}\.\d+')
_JOB = re.compile(r"\bJob: \d+")
# Where a line of our own stands in its file may change without a word of Celery's.
_LINE = re.compile(r"(\{worker\}/\w+\.py\\*\", line )\d+")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
_ORIGIN = re.compile(r"gen\d+@" + re.escape(socket.gethostname()))


class Normaliser:
    """Of one recording."""

    def __init__(self, known: str, folders: Mapping[str, str], published: datetime) -> None:
        """Take the text in which the ids that were given stand, names for folders, and the moment of T0."""
        self._known = known
        self._folders = folders
        self._published = published
        self._names: dict[str, str] = {}

    def __call__(self, value: Json, name: str = "") -> Json:
        """The same value, normalised; `name` is that of the member that it is."""
        match value:
            case str():
                return "{delivery-tag}" if name == "delivery_tag" else self.text(value)
            case list() if name not in _NUMBERS:
                return [self(item) for item in value]
            case dict():
                return {self.text(key): self(item, key) for key, item in value.items()}
            case float() if name == "expires":
                return _SECONDS
            case int() if name == "expires" and value > 0:  # AMQP has no fractions
                return int(_SECONDS)
        # Null says that it has not happened.
        return value if value is None else _NUMBERS.get(name, value)

    def text(self, text: str) -> str:
        """The same text, normalised; it may be JSON."""
        for folder, name in self._folders.items():
            text = text.replace(folder, name)
        text = _ORIGIN.sub("gen4711@publisher", text)
        text = _DONE.sub(r"\g<1>2026-01-01T00:00:00.000000+00:00\2", text)
        text = _IN_TEXT.sub(lambda match: f"{match[1]}{_NUMBERS[match[2]]}", text)
        text = _DEADLINE.sub(rf"\g<1>{_SECONDS}", text)
        text = _JOB.sub("Job: 1", text)
        text = _LINE.sub(r"\g<1>1", text)
        text = _ADDRESS.sub("0x0", text)
        text = _MOMENT.sub(self._moment, text)
        return _UUID.sub(self._id, text)

    def _id(self, match: re.Match[str]) -> str:
        if match[0] in self._known:
            return match[0]
        return self._names.setdefault(match[0], f"{{id-{len(self._names) + 1}}}")

    def _moment(self, match: re.Match[str]) -> str:
        seconds, fraction, zone = match[1], match[2] or "", match[3] or ""
        distance = datetime.fromisoformat(f"{seconds}{fraction}+00:00") - self._published
        if abs(distance) > timedelta(days=1):
            return match[0]  # of the scenario
        moment = _T0 + timedelta(seconds=round(distance.total_seconds() / _GRAIN_S) * _GRAIN_S)
        # Python leaves a fraction of zero out; once in a million times it is one.
        return f"{moment:%Y-%m-%dT%H:%M:%S}.000000{zone}"
