"""The shapes that a worker takes of one client: that of today, and those that it carries over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from taskgate.compatibility import calls
from taskgate.compatibility.comparison import Comparison, compare
from taskgate.compatibility.engine import proven
from taskgate.compatibility.schemas import Schema, union
from taskgate.compatibility.validation import Judge, Undecidable
from taskgate.contracts.contract import bare
from taskgate.schemas.jsonschema import Json


class Carriers:
    """`made` is the client's contract, or a shape that it calls by; `taken` the worker's contract."""

    def __init__(self, made: Json, taken: Json) -> None:
        self._made = made
        self._shapes = [taken, *taken.get("older", ())]

    @cached_property
    def proven(self) -> bool:
        """Whether it is certain that each call fits one of the shapes."""
        if self._comparison.verdict != "unknown":
            return self._comparison.verdict == "compatible"
        made = calls.arguments(self._made).closed()
        return any(proven(made, calls.arguments(each)) for each in self._fitting)

    def refused(self) -> list[Any]:
        """Return arguments by name that fit no shape, as far as such were found."""
        found = [payload for each in self._comparison.refusals for payload in each.payloads]
        return [payload for payload in found if not self.may_take_values(payload)]

    def schemas(self) -> tuple[Schema, ...]:
        """Return those of the shapes of before that read such a call as it was meant."""
        return tuple(calls.arguments(each) for each in self._fitting if each is not self._shapes[0])

    def may_take_values(self, values: Any) -> bool:
        """Whether a typed call fits one of the shapes; also where that cannot be judged."""
        return self.may_take(calls.typed(self._made, values))

    def may_take(self, call: calls.Call) -> bool:
        """Whether a message fits one of the shapes; also where that cannot be judged."""
        return any(_may_take(each, call) for each in self._shapes)

    def may_carry(self, call: calls.Call) -> bool:
        """Whether a message does not fit today's shape, and one of before that reads it as it was meant."""
        today, *older = self._shapes
        count = len(call.args)
        meant = calls.positional(self._made)[:count]
        return not _may_take(today, call) and any(
            calls.positional(each)[:count] == meant and _may_take(each, call) for each in older
        )

    @property
    def too_many_by_position(self) -> bool:
        """Whether each typed call has more arguments by position than today's shape takes."""
        always = [each for each in self._made["parameters"] if each["required"]]
        given = [each for each in always if each["kind"] == "positionalOnly"]
        return len(given) > len(calls.positional(self._shapes[0]))

    @cached_property
    def _fitting(self) -> Sequence[Json]:
        return [each for each in self._shapes if _reads_as_meant(self._made, each)]

    @cached_property
    def _comparison(self) -> Comparison:
        if not self._fitting:
            return Comparison("unknown")
        return compare(calls.arguments(self._made), union([calls.arguments(each) for each in self._fitting]))


def names(older: Sequence[Json]) -> str:
    """Return the functions that carry over: "to_one_line or to_pair"."""
    return " or ".join(str(each["carriedBy"]) for each in older)


def essence(shape: Json) -> Any:
    """Return what a shape says of calls, without words."""
    parameters = [
        {**each, "schema": bare(each["schema"]), "description": None} for each in shape["parameters"]
    ]
    return parameters, {name: bare(schema) for name, schema in shape["$defs"].items()}


def _may_take(shape: Json, call: calls.Call) -> bool:
    try:
        return Judge(calls.arguments(shape)).accepts(calls.bound(shape, call))
    except calls.Unbound:
        return False
    except Undecidable:
        return True


def _reads_as_meant(made: Json, shape: Json) -> bool:
    """Whether each value of a typed call comes to the parameter of the name that it was given by."""
    kinds = {each["name"]: each["kind"] for each in shape["parameters"]}
    if set(kinds.values()) - calls.KINDS or not _is_plain(made):
        return False
    by_position = [each["name"] for each in made["parameters"] if each["kind"] == "positionalOnly"]
    by_name = [each["name"] for each in made["parameters"] if each["kind"] != "positionalOnly"]
    return calls.positional(shape)[: len(by_position)] == by_position and all(
        kinds.get(name) != "positionalOnly" for name in by_name
    )


def _is_plain(made: Json) -> bool:
    """Whether a message has nothing but what is given: no default stands at a place before another's."""
    only = [each for each in made["parameters"] if each["kind"] == "positionalOnly"]
    kinds = {each["kind"] for each in made["parameters"]}
    return kinds <= calls.KINDS and all(each["required"] for each in only[:-1])
