"""The scenarios: what is published, run and asked, in recorded/scenarios.json."""

import json
from functools import cache
from pathlib import Path
from typing import Any

Json = Any
FILE = Path(__file__).resolve().parent.parent / "recorded" / "scenarios.json"
ARRANGEMENTS = ("redis", "rabbitmq", "rpc")


@cache
def text() -> str:
    """The text of the file: an id that stands in it was given, all others are made up."""
    return FILE.read_text("utf-8")


def scenarios(arrangement: str) -> list[Json]:
    """Those of an arrangement of brokers, in their order."""
    listed = json.loads(text())["scenarios"]
    return [each for each in listed if arrangement in each.get("on", ARRANGEMENTS)]


def expected_of(scenario: Json, celery: str) -> Json:
    """What is expected of each task, by its id, with a version as "5.7": what differs stands in `celery`."""
    return {task: each.get("celery", {}).get(celery, each) for task, each in scenario["expect"].items()}
