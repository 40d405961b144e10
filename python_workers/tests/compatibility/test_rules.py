"""Each rule by one change that it finds: the finding, its pair, its place and its payload."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from taskgate.compatibility.calls import arguments
from taskgate.compatibility.rules import RULES
from taskgate.compatibility.tasks import diff
from taskgate.compatibility.validation import Judge

from .contracts import Json, changed, contract, parameter, shape, signed

OLD = contract()
BY_PLACE = contract(
    parameters=[parameter("x", {"type": "integer"}, "positionalOnly"), parameter("y", {"type": "string"})]
)
MODEL = contract(
    parameters=[
        parameter(
            "order", {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
        )
    ]
)
VARIADIC = contract(parameters=[*OLD["parameters"], parameter("more", {}, "variadicKeyword", required=False)])

RETRIED = contract(retries={"max": 3, "on": ["OSError"], "except": [], "delaySeconds": 10, "backoff": None})

CALL = {"path": "text", "width": 1}


def _parameters(place: int, **members: Any) -> Callable[[Json], None]:
    return lambda each: each["parameters"][place].update(members)


def _required(each: Json) -> None:
    each["parameters"][2]["required"] = True
    del each["parameters"][2]["default"]


def _optional(each: Json) -> None:
    each["parameters"][1] |= {"required": False, "default": 1}


def _retries(**members: Any) -> Callable[[Json], None]:
    return lambda each: each["retries"].update(members)


def _image(**members: Any) -> Callable[[Json], None]:
    return lambda each: each["$defs"]["m.Image"].update(members)


def _square(each: Json) -> None:
    each["older"] = [shape("to_today", *each["parameters"])]
    each["parameters"] = [parameter("side", {"type": "integer"})]


CARRYING = contract(older=[shape("to_side", parameter("side", {"type": "integer"}))])

SIZE = {"size": {"type": "integer"}}

# Rule, verdict, pair, place, payload (... where there is none), the change, and what is changed.
CASES: list[tuple[str, str, str, str, Any, Callable[[Json], Any], Json]] = [
    ("parameter-removed", "breaking", "backward", "/parameters/2", {**CALL, "format": "jpeg"},
     lambda each: each["parameters"].pop(2), OLD),
    ("parameter-removed", "breaking", "forward", "/parameters/1", {"path": "text"},
     lambda each: each["parameters"].pop(1), OLD),
    ("parameter-added", "breaking", "forward", "/parameters/3", {**CALL, "q": 0},
     lambda each: each["parameters"].append(parameter("q", {"type": "integer"}, default=9)), OLD),
    ("parameter-added-required", "breaking", "backward", "/parameters/3", CALL,
     lambda each: each["parameters"].append(parameter("q", {"type": "integer"}, "keywordOnly")), OLD),
    ("parameter-made-required", "breaking", "backward", "/parameters/2", CALL, _required, OLD),
    ("parameter-made-optional", "breaking", "forward", "/parameters/1", {"path": "text"}, _optional, OLD),
    ("parameter-narrowed", "breaking", "backward", "/parameters/1/schema/maximum", {**CALL, "width": 51},
     _parameters(1, schema={"type": "integer", "minimum": 1, "maximum": 50}), OLD),
    ("parameter-widened", "breaking", "forward", "/parameters/2/schema/enum", {**CALL, "format": "webp"},
     _parameters(2, schema={"enum": ["jpeg", "png", "webp"]}), OLD),
    ("parameter-member-removed", "breaking", "backward", "/parameters/0/schema/properties/b", {"b": 0},
     _parameters(0, schema={"type": "object", "properties": {"a": {"type": "string"}}}), MODEL),
    ("parameter-kind-changed", "breaking", "backward", "/parameters/0", {"args": [], "kwargs": CALL},
     _parameters(0, kind="positionalOnly"), OLD),
    ("parameter-kind-changed", "breaking", "forward", "/parameters/2",
     {"args": ["text", 1, "jpeg"], "kwargs": {}},
     lambda each: [one.update(kind="positionalOnly") for one in each["parameters"]], OLD),
    ("parameter-kind-unknown", "unknown", "both", "/parameters", ..., _parameters(2, kind="newKind"), OLD),
    ("parameter-kind-unknown", "unknown", "both", "/parameters", ...,
     lambda each: each["parameters"].pop(2), VARIADIC),
    ("parameter-renamed", "breaking", "backward", "/parameters/0", {"x": 0, "y": "text"},
     _parameters(0, name="number"), BY_PLACE),
    ("parameters-reordered", "breaking", "both", "/parameters/1",
     {"args": ["text"], "kwargs": {"width": 1}},
     lambda each: each["parameters"].insert(0, each["parameters"].pop(1)), OLD),
    ("carried-over", "note", "backward", "/older", ..., _square, OLD),
    ("older-removed", "breaking", "backward", "/older/0", {"side": 0},
     lambda each: each.pop("older"), CARRYING),
    ("parameter-default-changed", "breaking", "both", "/parameters/2", CALL,
     _parameters(2, default="png"), OLD),
    ("result-widened", "breaking", "backward", "/$defs/m.Image/required", {}, _image(required=[]), OLD),
    ("result-narrowed", "breaking", "forward", "/$defs/m.Image/required", {"size": 0},
     _image(required=["size", "note"]), OLD),
    ("result-member-removed", "breaking", "backward", "/$defs/m.Image/properties/note",
     {"size": 0, "note": "text"}, _image(properties=SIZE), OLD),
    ("progress-widened", "breaking", "backward", "/progress/properties/done/type", {"done": "text"},
     lambda each: each["progress"]["properties"].update(done={"type": "string"}), OLD),
    ("progress-narrowed", "breaking", "forward", "/progress/properties/done/type", {"done": 0},
     lambda each: each["progress"]["properties"].update(done={"type": "string"}), OLD),
    ("progress-removed", "breaking", "backward", "/progress", {"done": 0},
     lambda each: each.update(progress=None), OLD),
    ("progress-added", "note", "backward", "/progress", ...,
     lambda each: each.update(progress=True), contract(progress=None)),
    ("error-added", "breaking", "backward", "/errors/1", {"exception": "m.New", "details": None},
     lambda each: each["errors"].append({"exception": "m.New", "summary": "", "details": None}), OLD),
    ("error-removed", "breaking", "backward", "/errors/0", {"exception": "m.TooLarge", "details": 0},
     lambda each: each["errors"].clear(), OLD),
    ("error-widened", "breaking", "backward", "/errors/0/details/minimum", -1,
     lambda each: each["errors"][0].update(details={"type": "integer", "minimum": -1}), OLD),
    ("error-narrowed", "breaking", "forward", "/errors/0/details/minimum", 0,
     lambda each: each["errors"][0].update(details={"type": "integer", "minimum": 1}), OLD),
    ("queue-changed", "breaking", "both", "/queue/name", CALL,
     lambda each: each["queue"].update(name="gpu"), OLD),
    ("queue-type-changed", "breaking", "both", "/queue/type", CALL,
     lambda each: each["queue"].update(type="quorum"), OLD),
    ("result-not-stored", "breaking", "backward", "/storesResult", CALL,
     lambda each: each.update(storesResult=False), OLD),
    ("result-stored", "breaking", "forward", "/storesResult", CALL,
     lambda each: each.update(storesResult=True), contract(storesResult=False)),
    ("limit-changed", "breaking", "both", "/limits/timeLimit", CALL,
     lambda each: each["limits"].update(timeLimit=5), OLD),
    ("limit-changed", "note", "both", "/limits/timeLimit", ...,
     lambda each: each["limits"].update(timeLimit=90), OLD),
    ("retries-changed", "breaking", "both", "/retries/max", CALL, _retries(max=2), RETRIED),
    ("retries-changed", "breaking", "both", "/retries", CALL,
     lambda each: each.update(retries=None), RETRIED),
    ("retries-changed", "note", "both", "/retries/delaySeconds", ..., _retries(delaySeconds=1), RETRIED),
    ("retries-unknown", "unknown", "both", "/retries", ..., lambda each: each.update(retries=None), OLD),
    ("idempotent-removed", "breaking", "both", "/idempotent", CALL,
     lambda each: each.update(idempotent=False), OLD),
    ("idempotent-added", "note", "both", "/idempotent", ...,
     lambda each: each.update(idempotent=True), contract(idempotent=False)),
    ("member-unknown", "unknown", "both", "/priority", ..., lambda each: each.update(priority=3), OLD),
    ("member-unknown", "unknown", "both", "/parameters/0", ..., _parameters(0, secret=True), OLD),
]  # fmt: skip

OF_TASKS = [
    ("task-removed", "backward", "images.resize", [OLD], []),
    (
        "task-renamed",
        "backward",
        "images.resize",
        [OLD],
        [changed(lambda each: each.update(name="images.scale"))],
    ),
    (
        "task-added",
        "forward",
        "images.scale",
        [OLD],
        [OLD, changed(lambda each: each.update(name="images.scale"))],
    ),
]


@pytest.mark.parametrize(("rule", "verdict", "pair", "place", "payload", "change", "old"), CASES)
def test_change_is_found_by_its_rule(
    rule: str, verdict: str, pair: str, place: str, payload: Any, change: Callable[[Json], Any], old: Json
) -> None:
    found = diff([old], [changed(change, old)])
    mine = [each for each in found if (each.rule, each.pair, each.place) == (rule, pair, place)]
    assert [each.verdict for each in mine] == [verdict], [
        (each.rule, each.pair, each.place) for each in found
    ]
    if payload is ...:
        assert not mine[0].has_payload()
    else:
        assert mine[0].payload == payload
        assert mine[0].verified == "python"
        assert mine[0].why


@pytest.mark.parametrize(("rule", "pair", "task", "old", "new"), OF_TASKS)
def test_task_that_is_on_one_side_only_is_found(
    rule: str, pair: str, task: str, old: list[Json], new: list[Json]
) -> None:
    mine = [each for each in diff(old, new) if each.rule == rule]
    assert [(each.pair, each.task, each.verdict, each.payload) for each in mine] == [
        (pair, task, "breaking", CALL)
    ]


def test_renamed_task_is_told_by_its_new_name() -> None:
    (found, _) = diff([OLD], [changed(lambda each: each.update(name="images.scale"))])
    assert found.why == "renamed to images.scale"


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in (*CASES, *OF_TASKS)} == set(RULES)


def test_the_documented_table_is_the_one_in_the_code() -> None:
    page = (Path(__file__).parents[3] / "docs" / "breaking-changes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.*) \|$", page.partition("## Rules")[2], re.MULTILINE)
    assert rows == [(rule.id, rule.level, rule.meaning) for rule in RULES.values()]


@pytest.mark.parametrize(
    ("before", "now", "rules"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        (1, True, ["parameter-default-changed"]),
        (None, ..., ["parameter-default-changed"]),
        (..., ..., []),
    ],
)
def test_defaults_are_compared_as_json(before: Any, now: Any, rules: list[str]) -> None:
    def default(value: Any) -> Json:
        given = {} if value is ... else {"default": value}
        return contract(parameters=[parameter("x", {}, required=False) | given])

    assert [each.rule for each in diff([default(before)], [default(now)])] == rules


def test_nothing_is_found_where_only_words_changed() -> None:
    def reword(each: Json) -> None:
        each.update(summary="Another.", description="Text.", examples=[{"arguments": CALL}])
        each["parameters"][0].update(description="Where it is.")
        each["$defs"]["m.Image"].update(title="Image", description="An image.")

    assert diff([OLD], [changed(reword)]) == []


def test_a_wider_parameter_and_a_narrower_result_break_no_old_client() -> None:
    def change(each: Json) -> None:
        each["parameters"][1]["schema"]["maximum"] = 200
        each["$defs"]["m.Image"]["properties"]["size"] = {"type": "integer", "minimum": 0}

    found = diff([OLD], [changed(change)])
    assert {each.pair for each in found} == {"forward"}


def test_a_parameter_that_moved_behind_another_is_behaviour_and_the_first_one_is_wire() -> None:
    old = contract(parameters=[parameter(name, {"type": "integer"}) for name in ("a", "b", "c")])
    swapped = [old["parameters"][place] for place in (0, 2, 1)]
    (found,) = diff([old], [signed({**old, "parameters": swapped})])
    assert (found.level, found.payload) == ("behaviour", {"args": [0, 0, 0], "kwargs": {}})
    (found,) = diff([old], [signed({**old, "parameters": swapped[::-1]})])
    assert found.level == "wire"


def test_variadic_parameters_that_stay_do_not_keep_the_others_from_being_compared() -> None:
    found = diff([VARIADIC], [changed(_parameters(1, schema={"type": "integer", "minimum": 5}), VARIADIC)])
    assert {(each.rule, each.verdict) for each in found} >= {("parameter-narrowed", "breaking")}
    assert all(each.verdict == "breaking" for each in found)


def test_payloads_of_calls_are_whole_calls() -> None:
    narrowed = changed(_parameters(1, schema={"type": "integer", "minimum": 5}))
    (found,) = [each for each in diff([OLD], [narrowed]) if each.pair == "backward"]
    assert Judge(arguments(OLD)).accepts(found.payload)
    assert not Judge(arguments(narrowed)).accepts(found.payload)
