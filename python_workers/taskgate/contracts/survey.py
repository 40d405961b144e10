"""The contracts of all tasks of an app, and what they cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from celery import Celery

from taskgate.contracts import celery_tasks
from taskgate.contracts.celery_tasks import Reading
from taskgate.contracts.definition import Definition
from taskgate.queues.routes import queue_in
from taskgate.schemas import lint
from taskgate.schemas.jsonschema import Json

SHOWN: Final = 5
"""So many tasks with places that are open are named in a warning, and the rest counted."""

MAX_LINES: Final = 20
"""So many hints without a JSON form, and so many tasks that are left out, have a line each."""

MAX_NAME: Final = 200
"""Characters of the name of a task that a file of its name can bear."""

_readings: WeakKeyDictionary[Any, Reading] = WeakKeyDictionary()


@dataclass(frozen=True)
class Survey:
    """The contracts of an app, sorted by name.

    `unhinted` are the places without a hint as (task, place), `refused` sentences about hints without a JSON
    form, both of them open in the contracts; `left_out` sentences about the tasks that have no contract.
    `alone` are the places of which only Python has the last word, as (task, place).
    """

    contracts: Sequence[Json]
    unhinted: Sequence[tuple[str, str]]
    refused: Sequence[str]
    left_out: Sequence[str]
    alone: Sequence[tuple[str, str]] = ()

    def warnings(self) -> list[str]:
        """Return what whoever exports should know, one line each; the places without a hint are one line."""
        lines = []
        if self.unhinted:
            count = f"{_plural(len(self.unhinted), 'place')} of {_plural(len(dict(self.unhinted)), 'task')}"
            shown = _shown(self.unhinted)
            lines.append(f"{count} without a type hint, open in the contracts: {shown}; add hints there")
        if self.alone:
            count = f"{_plural(len(self.alone), 'place')} of {_plural(len(dict(self.alone)), 'task')}"
            shown = _shown(self.alone)
            lines.append(
                f"{count} that Python alone decides, so that a client lets pass what the worker refuses as "
                f"INVALID_ARGUMENTS: {shown}; say in the hint what the contract can say"
            )
        lines += _lines("open in the contract", self.refused)
        return lines + _lines("left out", self.left_out)


def survey(app: Celery, own: Sequence[Definition]) -> Survey:
    """Read all tasks of an app, of which `own` were made with `@task`."""
    contracts = {each.name: each.served_contract(queue_in(app, each)) for each in own}
    readings = {task.name: reading_of(app, task) for task in celery_tasks.plain_tasks(app)}
    left_out = _unreachable(contracts, readings)
    readings = {name: each for name, each in readings.items() if name not in left_out}
    contracts |= {name: each.contract for name, each in readings.items()}
    return Survey(
        contracts=[contracts[name] for name in sorted(contracts)],
        unhinted=[(name, place) for name, each in readings.items() for place in each.unhinted],
        refused=[sentence for each in readings.values() for sentence in each.refused],
        left_out=list(left_out.values()),
        alone=[
            (each.name, f"{remark.place}: {remark.rule}")
            for each in (*own, *(each.definition for each in readings.values()))
            for remark in lint.alone(each.signature.schema)
        ],
    )


def reading_of(app: Celery, task: Any) -> Reading:
    """Return what was read of a task; it is read once."""
    known = _readings.get(task)
    if known is None:
        known = _readings[task] = celery_tasks.read(app, task)
    return known


def _unreachable(own: Iterable[str], readings: dict[str, Reading]) -> dict[str, str]:
    """Return a sentence for each plain task that no caller could reach as `gate.tasks.<name>`."""
    names = {*own, *readings}
    found = {}
    for name, reading in readings.items():
        reason = _reason(name) or _parent(name, names)
        if reason:
            remedy = f"give it another one with name=, or call it untyped: gate.task({name!r})"
            found[name] = f"{reading.definition.subject}: {reason}; {remedy}"
    return found


def _reason(name: str) -> str | None:
    segments = name.split(".")
    if len(segments) < 2 or not all(segments) or any(each.isspace() for each in name):
        return "its name is not two or more segments joined by dots, without spaces"
    for refused in ("then", "__proto__"):
        if refused in segments:
            return f"JavaScript would take the segment {refused!r} of its name for something else"
    if any(each in name for each in '/\\:*?"<>|\0') or not name.isprintable() or len(name) > MAX_NAME:
        return f"its name cannot be that of a file (of up to {MAX_NAME} characters)"
    return None


def _parent(name: str, names: set[str]) -> str | None:
    segments = name.split(".")
    for length in range(2, len(segments)):
        parent = ".".join(segments[:length])
        if parent in names:
            return f"{parent!r} is a task too, and gate.tasks.{parent} cannot be a task and hold one"
    return None


def _shown(places: Sequence[tuple[str, str]]) -> str:
    """Return the places by task: `proj.add (x, y, result), proj.mul (x) and 3 more`."""
    by_task: dict[str, list[str]] = {}
    for task, place in places:
        by_task.setdefault(task, []).append(place)
    shown = [f"{task} ({', '.join(found)})" for task, found in list(by_task.items())[:SHOWN]]
    return ", ".join(shown) + (f" and {len(by_task) - SHOWN} more" if len(by_task) > SHOWN else "")


def _lines(what: str, sentences: Sequence[str]) -> list[str]:
    shown = [f"{what}: {sentence}" for sentence in sentences[:MAX_LINES]]
    return shown + ([f"{what}: {len(sentences) - MAX_LINES} more"] if len(sentences) > MAX_LINES else [])


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
