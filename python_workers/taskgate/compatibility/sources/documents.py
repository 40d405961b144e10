"""Contracts as texts: of a folder, or of a bundle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import rfc8785

from taskgate.contracts.contract import FORMAT_VERSION, fingerprint
from taskgate.contracts.export import COMMAND
from taskgate.errors import InvalidContract
from taskgate.schemas.jsonschema import Json

AGAIN: Final = f"write it again with `{COMMAND} -A worker -o protocol`"

_MEMBERS: Final[Mapping[str, Any]] = {
    "name": str, "parameters": list, "errors": list, "queue": dict, "limits": dict, "storesResult": bool,
    "idempotent": bool, "$defs": dict, "fingerprint": str, "result": (dict, bool),
    "progress": (dict, bool, type(None)),
}  # fmt: skip


def of_folder(folder: str, files: Sequence[tuple[str, str]]) -> list[Json]:
    """Return the contracts of a folder's files, each (place, text); raises InvalidContract."""
    if not files:
        raise InvalidContract(
            f"{folder}: the folder holds no contract (*.json); give the folder protocol/tasks, or {AGAIN}"
        )
    return [checked(place, _parsed(place, text)) for place, text in files]


def of_bundle(place: str, text: str) -> list[Json]:
    """Return the contracts of a bundle; raises InvalidContract."""
    document = _parsed(place, text)
    if isinstance(document, dict) and "parameters" in document:
        raise InvalidContract(
            f"{place}: this is the contract of one task; give the folder in which it stands, or a bundle"
        )
    _check_version(place, document)
    tasks = document.get("tasks")
    if not isinstance(tasks, list) or not tasks:
        raise InvalidContract(f"{place}: the bundle holds no task; {AGAIN}")
    return [checked(f"{place}, /tasks/{index}", task) for index, task in enumerate(tasks)]


def checked(place: str, document: Any) -> Json:
    """Return a contract that can be compared, as it was written by the export; raises InvalidContract."""
    if isinstance(document, dict) and "tasks" in document:
        raise InvalidContract(
            f"{place}: this is a bundle in a folder of contracts; give the bundle itself, or protocol/tasks"
        )
    _check_version(place, document)
    contract: Json = document
    for name, kind in _MEMBERS.items():
        if not isinstance(contract.get(name, 0.0), kind):
            raise InvalidContract(f"{place}: /{name} is missing or of another type; {AGAIN}")
    try:
        _ = [(each["kind"], each["required"]) for each in contract["parameters"]]
        _ = [contract["queue"][member] for member in ("name", "type")]
        # The fingerprint, which tells whether somebody else has written a file, is not made of these.
        for member in ("timeLimit", "softTimeLimit"):
            _ = contract["limits"][member] is None or contract["limits"][member] > 0
        _check_retries(contract.get("retries"))
        _check_older(contract.get("older", []))
        expected = fingerprint(contract)
    except (KeyError, TypeError, AttributeError, rfc8785.CanonicalizationError) as error:
        raise InvalidContract(f"{place}: this is no contract ({error!r}); {AGAIN}") from error
    if contract["fingerprint"] != expected:
        raise InvalidContract(
            f"{place}: the file was edited by hand, for its fingerprint is not that of its content; {AGAIN}"
        )
    return contract


def _check_retries(retries: Any) -> None:
    """Raise what a wrong member raises; contracts of before have none."""
    if retries is not None:
        _ = [*"".join(retries["on"]), *"".join(retries["except"])]
        _ = [retries["max"] is None or retries["max"] > 0, retries["delaySeconds"] >= 0]
        _ = retries["backoff"] is None or [retries["backoff"][member] for member in ("maxSeconds", "jitter")]


def _check_older(shapes: Any) -> None:
    """Raise what a wrong member raises; that of C9 is no part of the fingerprint either."""
    for shape in shapes:
        _ = [shape["carriedBy"].isidentifier(), *shape["$defs"].items()]
        _ = [(each["name"], each["kind"], each["required"], each["schema"]) for each in shape["parameters"]]


def _parsed(place: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidContract(f"{place}: the file cannot be read as JSON ({error}); {AGAIN}") from error


def _check_version(place: str, document: Any) -> None:
    if not isinstance(document, dict):
        kind = "a list" if isinstance(document, list) else "no object"
        raise InvalidContract(
            f"{place}: the file holds {kind}, and a contract or a bundle is an object; {AGAIN}"
        )
    version = document.get("formatVersion")
    if version == FORMAT_VERSION and type(version) is int:
        return
    newer = type(version) is int and version > FORMAT_VERSION
    remedy = "update the Python package taskgate" if newer else AGAIN
    raise InvalidContract(
        f"{place}: the format version is {version!r}, and this reads {FORMAT_VERSION}; {remedy}"
    )
