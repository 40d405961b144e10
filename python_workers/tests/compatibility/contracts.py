"""Small contracts to change."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from taskgate.contracts.contract import fingerprint

Json = dict[str, Any]


def parameter(name: str, schema: Any, kind: str = "positionalOrKeyword", **more: Any) -> Json:
    return {"name": name, "kind": kind, "required": "default" not in more, **more, "schema": schema}


def shape(carried_by: str, *parameters: Json, **definitions: Any) -> Json:
    return {
        "carriedBy": carried_by,
        "summary": "",
        "parameters": list(parameters),
        "$defs": {name.replace("_", "."): each for name, each in definitions.items()},
    }


def contract(name: str = "images.resize", **changes: Any) -> Json:
    written: Json = {
        "formatVersion": 1,
        "name": name,
        "summary": "",
        "description": "",
        "parameters": [
            parameter("path", {"type": "string"}),
            parameter("width", {"type": "integer", "minimum": 1, "maximum": 100}),
            parameter("format", {"enum": ["jpeg", "png"]}, "keywordOnly", default="jpeg"),
        ],
        "result": {"$ref": "#/$defs/m.Image"},
        "progress": {"type": "object", "properties": {"done": {"type": "integer"}}, "required": ["done"]},
        "errors": [{"exception": "m.TooLarge", "summary": "", "details": {"type": "integer", "minimum": 0}}],
        "queue": {"name": "cpu", "type": "classic"},
        "limits": {"timeLimit": 60, "softTimeLimit": None},
        "storesResult": True,
        "idempotent": True,
        "examples": [],
        "$defs": {
            "m.Image": {
                "type": "object",
                "properties": {"size": {"type": "integer"}, "note": {"type": "string"}},
                "required": ["size"],
            }
        },
    }
    return signed({**written, **changes})


def signed(written: Json) -> Json:
    return {**written, "fingerprint": fingerprint(written)}


def changed(change: Callable[[Json], Any], of: Json | None = None) -> Json:
    written = copy.deepcopy(contract() if of is None else of)
    change(written)
    return signed(written)
