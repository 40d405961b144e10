"""Contracts for the tests of the page: those that are committed, and small ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from taskgate.contracts.contract import fingerprint
from taskgate.site.changes import Changes, compare

REPOSITORY = Path(__file__).parents[3]

FOLDERS = (
    "protocol/tasks",
    "contract_tests/contracts/tasks",
    "python_workers/tests/golden",
    "python_workers/tests/foreign/golden",
)


def committed(*folders: str) -> list[dict[str, Any]]:
    """Return what the exporter has written into these folders, or into all of this repository."""
    paths = [path for folder in folders or FOLDERS for path in sorted((REPOSITORY / folder).glob("*.json"))]
    assert len(paths) >= 40
    found = {contract["name"]: contract for contract in (json.loads(path.read_text()) for path in paths)}
    return sorted(found.values(), key=lambda contract: str(contract["name"]))


def each_committed() -> list[Any]:
    return [pytest.param(contract, id=contract["name"]) for contract in committed()]


def parameter(name: str, schema: Any, kind: str = "positionalOrKeyword", **more: Any) -> dict[str, Any]:
    """Return a parameter, required unless it has a default or is variadic."""
    required = "default" not in more and not kind.startswith("variadic")
    return {"name": name, "kind": kind, "required": required, **more, "schema": schema}


def contract(name: str, *parameters: Any, **members: Any) -> dict[str, Any]:
    """Return a contract with its fingerprint."""
    written: dict[str, Any] = {
        "formatVersion": 1,
        "name": name,
        "summary": "",
        "description": "",
        "parameters": list(parameters),
        "result": {"type": "null"},
        "progress": None,
        "errors": [],
        "queue": {"name": "cpu", "type": "classic"},
        "limits": {"timeLimit": None, "softTimeLimit": None},
        "storesResult": True,
        "idempotent": False,
        "examples": [],
        "$defs": {},
        **members,
    }
    return signed(written)


def signed(written: dict[str, Any]) -> dict[str, Any]:
    """Return a contract with the fingerprint of what it says now."""
    return {**written, "fingerprint": fingerprint(written)}


def since(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Changes:
    """Return the changes since v1. Python alone judges the payloads, for the npm package may be missing."""
    return compare("v1", old, new, Path("not built"))


def evil() -> dict[str, Any]:
    """Return a contract in which every text tries to be markup."""
    bad = "</code></pre><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>\"'"
    model = {"$ref": '#/$defs/evil.Model"><script>window.hacked = 2</script>'}
    return contract(
        "evil.%41<script>window.hacked=4</script>\"'",
        parameter(
            "bad</dt><script>window.hacked = 3</script>", {"type": "string", "pattern": bad}, description=bad
        ),
        parameter("other", {"enum": [bad, "b"]}, default=bad),
        summary=f"Summary {bad}",
        description=f"Text {bad}\n\nand `code {bad}`.",
        result=model,
        errors=[{"exception": f"evil.{bad}", "summary": bad, "details": {"const": bad}}],
        queue={"name": f"queue {bad}", "type": "classic"},
        examples=[{"arguments": {"bad</dt><script>window.hacked = 3</script>": bad}, "result": bad}],
        **{
            "$defs": {
                'evil.Model"><script>window.hacked = 2</script>': {
                    "type": "object",
                    "title": f"Model{bad}",
                    "description": bad,
                    "properties": {bad: {"type": "string", "description": bad, "default": bad}},
                }
            }
        },
    )
