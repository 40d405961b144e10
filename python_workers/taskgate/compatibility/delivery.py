"""Where a task waits, how long it may run and what is kept of it, before and now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from taskgate.compatibility import calls, retries
from taskgate.compatibility.findings import Evidence, Finding, finding
from taskgate.compatibility.rules import Pair
from taskgate.compatibility.sources.documents import AGAIN
from taskgate.schemas.jsonschema import Json


def findings(old: Json, new: Json) -> Iterator[Finding]:
    """Compare everything but the schemas; the payload is a call, which is made by the old contract."""
    return _Comparison(old, new).findings()


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new = old, new
        self._made = calls.arguments(old)

    @cached_property
    def _payload(self) -> Any:
        return calls.plain_arguments(self._old)

    def findings(self) -> Iterator[Finding]:
        old, new = self._old, self._new
        for member, rule in (("name", "queue-changed"), ("type", "queue-type-changed")):
            was, now = old["queue"][member], new["queue"][member]
            if was != now:
                what = "the queue" if member == "name" else "the type of the queue"
                yield self._breaking(rule, "both", f"/queue/{member}", f"{what} was {was} and is {now}")
        if old["storesResult"] and not new["storesResult"]:
            why = "the result is no longer stored, and who waits for it waits in vain"
            yield self._breaking("result-not-stored", "backward", "/storesResult", why)
        if new["storesResult"] and not old["storesResult"]:
            why = "workers of the old code do not store the result"
            yield self._breaking("result-stored", "forward", "/storesResult", why)
        for member in ("timeLimit", "softTimeLimit"):
            was, now = old["limits"][member], new["limits"][member]
            if was != now:
                why = f"{member} was {_seconds(was)} and is {_seconds(now)}"
                shorter = now is not None and (was is None or now < was)
                place = f"/limits/{member}"
                yield (self._breaking if shorter else self._note)("limit-changed", "both", place, why)
        yield from self._retries()
        if old["idempotent"] and not new["idempotent"]:
            why = "it is no longer said to be safe to run twice"
            yield self._breaking("idempotent-removed", "both", "/idempotent", why)
        if new["idempotent"] and not old["idempotent"]:
            yield self._note("idempotent-added", "both", "/idempotent", "it is said to be safe to run twice")

    def _retries(self) -> Iterator[Finding]:
        task = self._new["name"]
        silent = [side for side, each in (("old", self._old), ("new", self._new)) if "retries" not in each]
        if len(silent) == 1:
            inside: Any = silent[0]
            why = f"the contract of {inside.upper()} was written before contracts had retries; {AGAIN}"
            yield finding("retries-unknown", "unknown", "both", task, "/retries", why, inside=inside)
        if silent:
            return
        for each in retries.differences(self._old["retries"], self._new["retries"]):
            if each.verdict == "breaking":
                yield self._breaking("retries-changed", "both", each.place, each.why)
            else:
                yield finding("retries-changed", each.verdict, "both", task, each.place, each.why)

    def _breaking(self, rule: str, pair: Pair, place: str, why: str) -> Finding:
        found = finding(rule, "breaking", pair, self._new["name"], place, why, payload=self._payload)
        if not found.has_payload():
            return found.unsure(f"{why}; no call of it could be made")
        return replace(found, verified="python", evidence=Evidence(self._made, None, (self._payload,)))

    def _note(self, rule: str, pair: Pair, place: str, why: str) -> Finding:
        return finding(rule, "note", pair, self._new["name"], place, why)


def _seconds(limit: Any) -> str:
    return "the application's" if limit is None else f"{round(limit, 3)} s"
