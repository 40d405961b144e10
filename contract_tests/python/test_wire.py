"""What Celery sends and what its workers store fits the hand-written schemas of protocol/wire/."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = [json.loads(file.read_text("utf-8")) for file in (ROOT.parent / "protocol" / "wire").glob("*.json")]
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS
)


def problems(name: str, value: Any) -> list[str]:
    schema = REGISTRY.contents(f"urn:taskgate:wire:{name}:1")
    return [error.message for error in Draft202012Validator(schema, registry=REGISTRY).iter_errors(value)]


def cases(operation: str) -> list[Any]:
    document = json.loads((ROOT / "vectors" / f"{operation}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["id"]) for case in document["cases"]]


@pytest.mark.parametrize("case", cases("encode-redis"))
def test_a_message_of_celery_is_a_task_message(case: Any) -> None:
    value = case["expect"]["value"]
    own = {"body_encoding", "delivery_tag"}  # of the Redis transport
    properties = {name: each for name, each in value["properties"].items() if name not in own}
    message = {"headers": value["headers"], "properties": properties, "body": value["body"]}
    assert problems("task-message", message) == []
    assert problems("task-message", message | {"body": value["body"][:2]}) != []


@pytest.mark.parametrize("case", cases("decode-result"))
def test_the_schema_takes_what_is_a_result_and_nothing_else(case: Any) -> None:
    is_none = case["expect"].get("malformed") in ("", "/status", "/result")
    try:
        found = problems("result", json.loads(case["given"]["text"]))
    except ValueError:
        found = ["not JSON"]
    assert bool(found) == is_none, found
