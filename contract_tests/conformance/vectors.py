"""Cases of contract_tests/vectors as steps: what they expect of an encoder, asked of a whole client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self

from conformance.program import Json

FINAL: Final = ("SUCCESS", "FAILURE", "REVOKED")

# The facts of a vector's call, as the line protocol names the options; and what a client needs for each.
_OPTIONS: Final = {
    "eta": "eta",
    "expires": "expires",
    "timeLimit": "time-limit",
    "softTimeLimit": "soft-time-limit",
    "ignoreResult": "ignore-result",
    "shadow": "shadow",
    "headers": "headers",
    "priority": "priority",
}
_WAIT_MS: Final = 5_000

Steps = tuple[Literal["redis", "rabbitmq"], Literal["box", "worker"], list[str], list[Json]]


class NoVector(Exception):
    """There is no such vector, or it cannot be asked of a whole client; says which."""


@dataclass(frozen=True)
class Vector:
    operation: str
    case: Json


class Vectors(dict[str, Vector]):
    """The cases that have `given` and `expect`, by their ids."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read every file of a folder. Raises ValueError, which names the file, and OSError."""
        vectors = cls()
        for file in sorted(folder.glob("*.json")):
            try:
                document = json.loads(file.read_text("utf-8"))
                vectors.update(
                    {each["id"]: Vector(document["operation"], each) for each in document["cases"]}
                )
            except (ValueError, LookupError, TypeError) as error:
                raise ValueError(f"{file.name} is no file of vectors: {error!r}") from None
        return vectors

    def __missing__(self, name: str) -> Vector:
        raise NoVector("contract_tests/vectors has no case of this id")


def steps_of(vector: Vector, entry: Json) -> Steps:
    """Return the broker, the place, the capabilities and the steps for a vector. Raises NoVector."""
    if "given" not in vector.case:
        raise NoVector(
            "the case is a live test of its own, and gives nothing that a client could be asked for"
        )
    match vector.operation:
        case "encode-redis":
            return _encoded("redis", vector.case, entry)
        case "encode-rabbitmq":
            return _encoded("rabbitmq", vector.case, entry)
        case "decode-result":
            return _decoded(vector.case, entry)
        case "encode-revoke":
            return _revoked(vector.case, entry)
    raise NoVector(f"the operation {vector.operation} is none that a whole client can be asked for")


def _encoded(broker: Literal["redis", "rabbitmq"], case: Json, entry: Json) -> Steps:
    given = case["given"]
    options = {name: given[name] for name in _OPTIONS if name in given}
    publish = {"task": given["task"], "args": given["args"], "kwargs": given["kwargs"], "options": options}
    expected = _renamed(case["expect"], {given["id"]: "<call>", given["queue"]: "<queue>"})
    checks = [{"at": at, "equals": _at(expected, at)} for at in entry.get("equal", [])]
    checks += [{"at": at, "moment": _at(expected, at)} for at in entry.get("moments", [])]
    checks += [{"at": at, "has": sorted(_at(expected, at))} for at in entry.get("has", [])]
    if not checks:
        raise NoVector("no place is named that is held against the vector")
    needs = ["publish", *(_OPTIONS[name] for name in options)]
    return broker, "box", needs, [{"publish": publish, "as": "call"}, {"message": {}, "checks": checks}]


def _decoded(case: Json, entry: Json) -> Steps:
    expected = case["expect"]
    if "state" not in expected:
        raise NoVector("its error is Taskgate's own")
    text = json.loads(case["given"]["text"])
    text = case["given"]["text"].replace(text["task_id"], "<id>")
    store = {"store": {"taskId": "<id>", "text": text}}
    if expected["state"] not in FINAL:
        seen = {"state": {"taskId": "<id>"}, "checks": [{"at": "/state", "equals": expected["state"]}]}
        return "redis", "box", ["state"], [store, seen]
    checks: list[Json] = [{"at": "/state", "equals": expected["state"]}]
    if "value" in expected:
        checks.append({"at": "/value", "equals": expected["value"]})
    if "type" in entry:
        checks.append({"at": "/error/type", "matches": rf"(.*\.)?{entry['type']}"})
    if "message" in entry:
        checks.append({"at": "/error/message", "contains": entry["message"]})
    ask = {"result": {"taskId": "<id>", "timeoutMs": _WAIT_MS}, "checks": checks}
    return "redis", "box", ["result-by-id"], [store, ask]


def _revoked(case: Json, entry: Json) -> Steps:
    terminate = case["given"]["terminate"]
    expected = _renamed(case["expect"], {case["given"]["id"]: "<id>"})
    checks = [{"at": at, "equals": _at(expected, at)} for at in entry.get("equal", [])]
    if not checks:
        raise NoVector("no place is named that is held against the vector")
    needs = ["revoke", *(["terminate"] if terminate else [])]
    revoke = {"revoke": {"taskId": "<id>", "terminate": terminate}}
    return "redis", "worker", needs, [revoke, {"broadcast": {"method": "revoke"}, "checks": checks}]


def _renamed(value: Json, names: dict[str, str]) -> Json:
    text = json.dumps(value)
    for old, new in names.items():
        text = text.replace(json.dumps(old)[1:-1], new)
    return json.loads(text)


def _at(value: Json, pointer: str) -> Json:
    for token in pointer.split("/")[1:]:
        try:
            value = value[int(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError):
            raise NoVector(f"the vector has nothing at {pointer}") from None
    return value
