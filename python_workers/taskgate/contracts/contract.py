"""The contract of a task, in the format of protocol/task-contract.schema.json."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import rfc8785

from taskgate.errors import InvalidContract
from taskgate.schemas import jsonschema
from taskgate.schemas.arguments import NO_DEFAULT, VARIADIC
from taskgate.schemas.jsonschema import Json, rewrite
from taskgate.schemas.signature import Signature

if TYPE_CHECKING:
    from taskgate.contracts.definition import Definition, OlderShape

FORMAT_VERSION: Final = 1

DEFAULT_QUEUE: Final = "celery"
"""Celery's `task_default_queue`, where an app has not set it."""

_ANNOTATIONS: Final = ("title", "description", "examples")


def contract(definition: Definition, queue: str) -> Json:
    """Return the contract of a task that waits in `queue` as plain JSON; raises InvalidContract."""
    subject = definition.subject
    inputs: dict[str, Any] = {
        "arguments": (definition.signature.schema, "validation", subject),
        "result": (definition.result.schema, "serialization", f"{subject}, result"),
    }
    if definition.progress is not None:
        inputs["progress"] = (definition.progress.schema, "serialization", f"{subject}, progress")
    for declared in definition.errors:
        if declared.details is not None:
            where = f"{subject}, details of {declared.exception}"
            inputs[f"error {declared.exception}"] = (declared.details.schema, "serialization", where)
    schemas, definitions = jsonschema.generate(inputs)
    summary, description = documentation(definition.documented or definition.function)
    written: Json = {
        "formatVersion": FORMAT_VERSION,
        "name": definition.name,
        "summary": summary,
        "description": description,
        "parameters": _parameters(definition.signature, schemas["arguments"]["properties"]),
        "result": schemas["result"],
        "progress": schemas.get("progress"),
        "errors": [
            {
                "exception": declared.exception,
                "summary": declared.summary,
                "details": schemas.get(f"error {declared.exception}"),
            }
            for declared in definition.errors
        ],
        "queue": {"name": queue, "type": definition.queue_type},
        "limits": {"timeLimit": definition.time_limit, "softTimeLimit": definition.soft_time_limit},
        "retries": definition.retries,
        "storesResult": definition.stores_result,
        "idempotent": definition.idempotent,
        "examples": list(definition.examples),
        # Only where there is one, so that the contracts of other tasks are what they were.
        **({"older": [_older(each, subject) for each in definition.older]} if definition.older else {}),
        "$defs": definitions,
    }
    try:
        return {**written, "fingerprint": fingerprint(written)}
    except rfc8785.CanonicalizationError as error:
        # A default, a Literal or an Enum; what comes in a call is bounded by the schema.
        raise InvalidContract(f"{subject}: {error}; use a number that JSON carries, or a string") from error


def _older(shape: OlderShape, subject: str) -> Json:
    """Return a shape of before (PROTOCOL.md, C9), with the models of its own: today's count for C4."""
    name = shape.carry.__name__
    where = f"{subject}, older shape {name}"
    schemas, definitions = jsonschema.generate({"arguments": (shape.signature.schema, "validation", where)})
    return {
        "carriedBy": name,
        "summary": documentation(shape.carry)[0],
        "parameters": _parameters(shape.signature, schemas["arguments"]["properties"]),
        "$defs": definitions,
    }


def _parameters(signature: Signature, properties: Mapping[str, Json]) -> list[Json]:
    written = []
    for parameter in signature.parameters:
        schema = dict(properties[parameter.name])
        entry: Json = {"name": parameter.name, "kind": parameter.kind, "required": parameter.required}
        if parameter.default is not NO_DEFAULT:
            entry["default"] = parameter.default
        if parameter.kind in VARIADIC:
            item = schema.get("items" if parameter.kind == "variadicPositional" else "additionalProperties")
            schema = dict(item) if isinstance(item, dict) else {}
        if "description" in schema:
            entry["description"] = schema.pop("description")
        written.append({**entry, "schema": schema})
    return written


def documentation(owner: Any) -> tuple[str, str]:
    """Return the first line of a docstring and the rest; empty strings where there is none."""
    text = inspect.cleandoc(owner.__doc__ or "").strip()
    summary, _, description = text.partition("\n")
    return summary.strip(), description.strip()


def fingerprint(written: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON (RFC 8785) of what matters on the wire."""
    matters = {
        "name": written["name"],
        "parameters": [
            {
                key: bare(value) if key == "schema" else value
                for key, value in parameter.items()
                if key != "description"
            }
            for parameter in written["parameters"]
        ],
        "result": bare(written["result"]),
        "progress": bare(written["progress"]),
        "errors": [
            {"exception": error["exception"], "details": bare(error["details"])}
            for error in written["errors"]
        ],
        "queue": written["queue"],
        "storesResult": written["storesResult"],
        "$defs": {name: bare(schema) for name, schema in written["$defs"].items()},
    }
    return "sha256:" + hashlib.sha256(rfc8785.dumps(matters)).hexdigest()


def bare(schema: Any) -> Any:
    return rewrite(
        schema, lambda inner: {key: value for key, value in inner.items() if key not in _ANNOTATIONS}
    )


def arguments_schema(written: Mapping[str, Any]) -> Json:
    """Return the JSON Schema of a contract's arguments as one object, derived as every reader derives it."""
    parameters: Sequence[Json] = written["parameters"]
    by_name = [
        parameter["name"]
        for parameter in parameters
        if parameter["kind"] in ("positionalOrKeyword", "keywordOnly")
    ]
    return {
        "type": "object",
        "properties": {parameter["name"]: _given(parameter, by_name) for parameter in parameters},
        "required": [parameter["name"] for parameter in parameters if parameter["required"]],
        "additionalProperties": False,
        "$defs": written["$defs"],
    }


def _given(parameter: Json, by_name: Sequence[str]) -> Any:
    """Return the schema of what is given for a parameter by its name (PROTOCOL.md, C5)."""
    if parameter["kind"] == "variadicPositional":
        return {"type": "array", "items": parameter["schema"]}
    if parameter["kind"] == "variadicKeyword":
        names = {"propertyNames": {"not": {"enum": list(by_name)}}} if by_name else {}
        return {"type": "object", "additionalProperties": parameter["schema"], **names}
    return parameter["schema"]
