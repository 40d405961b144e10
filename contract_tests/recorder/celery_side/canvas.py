"""The nodes of scenarios as Celery's signatures."""

import datetime
import decimal
import uuid
from collections.abc import Callable
from typing import Any

from celery import Celery, chain, chord, group

Json = Any
PAST = "$PAST"

# What JSON has no words for: {"$python": [kind, text]}.
_PYTHON: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "decimal": decimal.Decimal,
    "uuid": uuid.UUID,
    "bytes": bytes.fromhex,
    "float": float,
    "int": int,
}


def signature_of(app: Celery, node: Json, options: dict[str, Json]) -> Any:
    """What is published for a node; `options` are those of each of its tasks that says nothing else."""
    if "chain" in node:
        return chain(*(signature_of(app, part, options) for part in node["chain"]))
    if "group" in node:
        return group([signature_of(app, part, options) for part in node["group"]])
    if "chord" in node:
        header, body = node["chord"]
        return chord([signature_of(app, part, options) for part in header], signature_of(app, body, options))
    own = dict(options)
    if "round" in node:
        own["queue"] = f"{own['queue']}.{node['round']}"
    own.update(read(node.get("options", {})))
    if "id" in node:
        own["task_id"] = node["id"]
    step = app.signature(
        node["task"],
        args=tuple(read(node["args"])),
        kwargs=read(node["kwargs"]),
        immutable=node["immutable"],
        **{name: _moment(name, value) for name, value in own.items()},
    )
    for link in node.get("link", []):
        step.link(signature_of(app, link, options))
    for link in node.get("linkError", []):
        step.link_error(signature_of(app, link, options))
    return step


def read(value: Json) -> Any:
    """A value of a scenario, in Python's own types where it says so."""
    if isinstance(value, list):
        return [read(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"$python"}:
        kind, text = value["$python"]
        return _PYTHON[kind](text)
    return {name: read(item) for name, item in value.items()}


def _moment(name: str, value: Any) -> Any:
    if name == "expires" and value == PAST:
        return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=1)  # noqa: UP017
    if name == "eta":
        return datetime.datetime.fromisoformat(value)
    return value
