"""Members that a closed model does not name: refused by workers, and kept by clients."""

from __future__ import annotations

from typing import Any

from taskgate.compatibility.tasks import diff

from .contracts import Json, contract, parameter

CLOSED: Json = {
    "type": "object",
    "properties": {"size": {"type": "integer"}},
    "required": ["size"],
    "additionalProperties": False,
}
WIDER: Json = {
    **CLOSED,
    "properties": {"size": {"type": "integer"}, "unit": {"type": "string"}},
    "required": ["size", "unit"],
}


def of_result(schema: Any, **definitions: Any) -> Json:
    changes: dict[str, Any] = {"result": schema, "$defs": definitions}
    return contract(**changes)


def found(old: Json, new: Json) -> list[tuple[str, str, str]]:
    return [(each.rule, each.verdict, each.pair) for each in diff([old], [new])]


def test_a_member_more_in_a_result_breaks_no_old_client() -> None:
    assert found(of_result(CLOSED), of_result(WIDER)) == [("result-narrowed", "breaking", "forward")]
    named = {"$ref": "#/$defs/m.Size"}
    both = [of_result({"type": "array", "items": named}, **{"m.Size": each}) for each in (CLOSED, WIDER)]
    assert found(both[0], both[1]) == [("result-narrowed", "breaking", "forward")]


def test_a_member_of_another_type_does() -> None:
    text = {**WIDER, "properties": {"size": {"type": "string"}, "unit": {"type": "string"}}}
    assert ("result-widened", "breaking", "backward") in found(of_result(CLOSED), of_result(text))


def test_a_tag_more_does_and_a_member_of_a_tagged_one_does_not() -> None:
    def member(tag: str, **more: Any) -> Json:
        properties = {"kind": {"const": tag, "type": "string"}, **more}
        return {**CLOSED, "properties": properties, "required": ["kind"]}

    def union(*members: Json) -> Json:
        return of_result({"oneOf": list(members), "discriminator": {"propertyName": "kind"}})

    old = union(member("cat"), member("dog"))
    assert found(old, union(member("cat"), member("dog", tail={"type": "string"}))) == []
    assert ("result-widened", "breaking", "backward") in found(
        old, union(member("cat"), member("dog"), member("cow"))
    )


def test_where_members_of_a_union_are_told_apart_by_being_closed_the_schema_is_taken_at_its_word() -> None:
    other = {**CLOSED, "properties": {"name": {"type": "string"}}, "required": ["name"]}
    old, new = ({"oneOf": [each, other]} for each in (CLOSED, WIDER))
    assert ("result-widened", "breaking", "backward") in found(of_result(old), of_result(new))


def test_details_and_reports_are_as_results() -> None:
    def of(schema: Json) -> Json:
        errors = [{"exception": "m.TooLarge", "summary": "", "details": schema}]
        return contract(progress=schema, errors=errors)

    assert {each[2] for each in found(of(CLOSED), of(WIDER))} == {"forward"}


def test_a_worker_refuses_it_in_an_argument() -> None:
    old, new = (contract(parameters=[parameter("size", each)]) for each in (CLOSED, WIDER))
    assert ("parameter-widened", "breaking", "forward") in found(old, new)
