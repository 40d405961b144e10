"""What is left of a break where the worker carries older calls over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from taskgate.compatibility import javascript
from taskgate.compatibility.calls import arguments
from taskgate.compatibility.findings import Finding
from taskgate.compatibility.report import Report
from taskgate.compatibility.sources import SourceOptions, read
from taskgate.compatibility.tasks import diff
from taskgate.compatibility.validation import Judge
from taskgate.errors import InvalidContract

from .contracts import Json, contract, parameter, shape
from .test_javascript import BUILT, COMMAND

pytestmark = pytest.mark.skipif(not BUILT.is_file(), reason="the npm package is not built: make build")

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
ORDER = parameter("order", NUMBER)
ADDRESS = {
    "type": "object",
    "properties": {"street": TEXT, "city": TEXT},
    "required": ["street", "city"],
    "additionalProperties": False,
}
TO = parameter("to", {"$ref": "#/$defs/m.Address"})
LINE = parameter("address", TEXT)
OLD = contract(parameters=[ORDER, LINE])


def _new(*older: Json, parameters: Sequence[Json] = (ORDER, TO), **more: Any) -> Json:
    definitions = {**OLD["$defs"], "m.Address": ADDRESS}
    carried: Json = {"older": list(older)} if older else {}
    return contract(parameters=list(parameters), **carried, **{"$defs": definitions, **more})


def _definitions(named: Json) -> Any:
    return {"$defs": named}


def _limited(maximum: int) -> Json:
    return parameter("width", {**NUMBER, "maximum": maximum})


def _found(old: Json, new: Json, pair: str = "backward") -> list[Finding]:
    """Return what was found, with the payloads judged in both languages."""
    found = [each for each in diff([old], [new]) if each.pair in (pair, "both")]
    return javascript.verify(found, COMMAND)


def _said(found: Sequence[Finding], verdict: str = "breaking") -> list[tuple[str, str]]:
    return [(each.rule, each.level) for each in found if each.verdict == verdict]


def _outcome(found: Sequence[Finding], fail_on: Any = "wire", mode: Any = "backward") -> str:
    return Report("old", "new", [], found, mode, fail_on, None, []).outcome


TO_ONE_LINE = shape("to_one_line", ORDER, LINE)


def test_calls_that_are_carried_over_break_no_running_client() -> None:
    without, found = _found(OLD, _new()), _found(OLD, _new(TO_ONE_LINE))
    assert _said(without) == [("parameter-added-required", "wire"), ("parameter-removed", "wire")]
    assert (_outcome(without), _outcome(found)) == ("breaking", "compatible")
    # Whoever generates anew has to write other code.
    assert _said(found) == [("parameter-added-required", "source"), ("parameter-removed", "source")]
    assert _outcome(found, "source") == "breaking"
    assert all(each.verified == "python and javascript" for each in found if each.verdict == "breaking")
    (note,) = [each for each in found if each.verdict == "note"]
    assert (note.rule, note.level, note.place) == ("carried-over", "behaviour", "/older")
    assert note.why.startswith("to_one_line makes today's arguments of such calls; that these are right")


def test_what_the_older_shape_does_not_take_stays_broken_with_a_payload_that_shows_it() -> None:
    old = contract(parameters=[_limited(100)])
    new = contract(parameters=[_limited(50)], older=[shape("to_less", _limited(80))])
    (found,) = _found(old, new)
    assert (found.rule, found.verdict, found.level) == ("parameter-narrowed", "breaking", "wire")
    assert found.verified == "python and javascript"
    assert found.why == "/width: 81 is greater than the maximum of 50; to_less does not take it either"
    assert Judge(arguments(old)).accepts(found.payload)
    for each in (new, *new["older"]):
        assert not Judge(arguments(each)).accepts(found.payload)


def test_a_narrower_bound_that_is_carried_over_compiles() -> None:
    old = contract(parameters=[_limited(100)])
    found = _found(old, contract(parameters=[_limited(50)], older=[shape("to_less", _limited(100))]))
    assert _said(found) == [("parameter-narrowed", "behaviour")]
    narrower = contract(parameters=[parameter("width", {"enum": [1, 2]})], older=[shape("f", _limited(100))])
    assert _said(_found(old, narrower)) == [("parameter-narrowed", "source")]


def test_shapes_together_take_what_none_takes_alone() -> None:
    old = contract(parameters=[parameter("x", {"anyOf": [NUMBER, TEXT, {"type": "null"}]})])
    texts, nothing = (
        shape("of_text", parameter("x", TEXT)),
        shape("of_null", parameter("x", {"type": "null"})),
    )
    today = [parameter("x", NUMBER)]
    both = contract(parameters=today, older=[texts, nothing])
    assert _outcome(_found(old, both)) == "compatible"
    (found,) = _found(old, contract(parameters=today, older=[texts]))
    assert (found.verdict, found.payload) == ("breaking", {"x": None})


def test_models_of_one_name_are_kept_apart() -> None:
    was = {**ADDRESS, "properties": {"street": TEXT}, "required": ["street"]}
    old = contract(parameters=[TO], **_definitions({**OLD["$defs"], "m.Address": was}))
    new = _new(shape("with_city", TO, m_Address=was), parameters=[TO])
    assert _outcome(_found(old, new)) == "compatible"
    other = _new(shape("with_city", TO, m_Address=ADDRESS), parameters=[TO])
    assert _outcome(_found(old, other)) == "breaking"


def test_forward_it_is_the_old_worker_that_carries_over() -> None:
    # Back to the client of before, while the worker stays.
    found = _found(_new(TO_ONE_LINE), OLD, "forward")
    assert _outcome(found, mode="forward") == "compatible"
    assert _said(found) == [("parameter-added-required", "behaviour"), ("parameter-removed", "behaviour")]
    assert _outcome(_found(_new(), OLD, "forward"), mode="forward") == "breaking"


def test_older_shape_that_is_gone_breaks_those_who_call_by_it() -> None:
    (found,) = _found(_new(TO_ONE_LINE), _new())
    assert (found.rule, found.verdict, found.place, found.inside) == (
        "older-removed", "breaking", "/older/0", "old",
    )  # fmt: skip
    assert found.payload == {"order": 0, "address": "text"}
    assert found.verified == "python and javascript"
    # Narrowed, it is another one.
    short = shape("to_one_line", ORDER, parameter("address", {**TEXT, "maxLength": 5}))
    (found,) = _found(_new(TO_ONE_LINE), _new(short))
    assert (found.rule, len(found.payload["address"])) == ("older-removed", 6)


@pytest.mark.parametrize(
    "new",
    [
        _new(TO_ONE_LINE, storesResult=False),
        _new(shape("renamed", ORDER, LINE)),
        _new(shape("wider", ORDER, LINE, parameter("note", TEXT, default=""))),
        OLD,
    ],
)
def test_older_shape_that_is_still_taken_is_not_gone(new: Json) -> None:
    assert "older-removed" not in [each.rule for each in diff([_new(TO_ONE_LINE)], [new])]


def test_first_argument_of_a_chain_that_the_older_shape_takes_is_unknown() -> None:
    old = contract(parameters=[parameter("a", NUMBER), parameter("b", TEXT)])
    now = [parameter("first", {"type": "boolean"}), *old["parameters"]]
    new = contract(parameters=now, older=[shape("without_first", *old["parameters"])])
    assert ("parameters-reordered", "wire") in _said(_found(old, contract(parameters=now)))
    found = diff([old], [new])
    told = [(each.pair, each.verdict) for each in found if each.rule == "parameters-reordered"]
    assert told == [("forward", "breaking"), ("backward", "unknown")]


def test_first_argument_of_a_chain_that_is_read_as_another_is_not_carried_over() -> None:
    were = [parameter("a", {}), parameter("b", {}, default=1)]
    now = [parameter("b", {}), parameter("a", {}, default=1)]
    found = diff([contract(parameters=were)], [contract(parameters=now, older=[shape("f", *were)])])
    (moved,) = [each for each in found if each.rule == "parameters-reordered"]
    assert (moved.pair, moved.verdict, moved.payload["kwargs"]) == ("both", "breaking", {})


def test_kind_that_has_changed_is_carried_over_by_the_shape_that_had_it() -> None:
    old = contract(parameters=[parameter("x", NUMBER, "positionalOnly")])
    now = [parameter("x", NUMBER, "keywordOnly")]
    new = contract(parameters=now, older=[shape("f", parameter("x", NUMBER, "positionalOnly"))])
    assert _outcome(_found(old, contract(parameters=now))) == "breaking"
    assert _outcome(_found(old, new)) == "compatible"


def test_results_are_no_business_of_what_is_carried_over() -> None:
    found = _found(OLD, _new(TO_ONE_LINE, result={"type": "null"}))
    assert [each.rule for each in found if each.level == "wire"] == ["result-widened"]


@pytest.mark.parametrize(
    "older",
    [[{}], {"to_one_line": {}}, [{**TO_ONE_LINE, "parameters": [{"name": "x"}]}], "to_one_line", [1], 1],
)
def test_what_is_no_older_shape_is_refused(older: Any, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**OLD, "older": older}))
    with pytest.raises(InvalidContract, match="this is no contract"):
        read(str(tmp_path), SourceOptions())
