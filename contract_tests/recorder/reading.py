"""A recording as tests read it: messages of either broker in one form, and what was expected."""

import json
from collections.abc import Iterator
from typing import Any

Json = Any

# Of a transport, not of the message: PROTOCOL.md, R3 and A3; `origin` is what kombu leaves there of a retry.
_OF_TRANSPORT = {"body_encoding", "delivery_tag", "content_type", "content_encoding", "expiration", "origin"}


def task_message(message: Json) -> Json:
    """A recorded task message as protocol/wire/task-message.schema.json has it, before a broker wraps it."""
    value = message.get("value", message)
    properties = {name: each for name, each in value["properties"].items() if name not in _OF_TRANSPORT}
    if "exchange" in message:
        properties["delivery_info"] = {"exchange": message["exchange"], "routing_key": message["routingKey"]}
        properties.setdefault("priority", 0)  # what AMQP takes it for
    return {"headers": value["headers"], "properties": properties, "body": json.loads(value["body"])}


def body_of(message: Json) -> tuple[str, str, str]:
    """The text of a message's body, with its content type and its encoding."""
    value = message.get("value", message)
    types = value["properties"] if "exchange" in message else value
    kind, encoding = (
        types.get(name) or types[name.replace("_", "-")] for name in ("content_type", "content_encoding")
    )
    return value["body"], kind, encoding


def fields(value: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Each leaf of a value with its path, as `headers.timelimit.0`; an empty container is a leaf."""
    if not isinstance(value, dict | list) or not value:
        yield path, value
        return
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in members:
        yield from fields(each, f"{path}.{name}" if path else str(name))


def states_of(recording: Json, task: str) -> list[Json]:
    """The texts that were stored for a task, in order."""
    return [each["text"] for each in recording.get("states", []) if each["id"] == task]


def changes(states: list[str]) -> list[str]:
    """States without repetitions: a worker stores REVOKED when it hears of it, and when it gets the task."""
    return [state for index, state in enumerate(states) if index == 0 or states[index - 1] != state]


def expected_last(expected: Json) -> Json | None:
    """What the vectors' decoders make of a task's last text; None where nothing is stored."""
    if not expected["states"]:
        return None
    if "malformed" in expected:
        return {"malformed": expected["malformed"]}
    state = expected["states"][-1]
    if "error" in expected:
        return {"state": state, "error": expected["error"]}
    return {"state": state, "value": expected["value"]}
