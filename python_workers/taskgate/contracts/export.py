"""Contracts as files: `tasks/<name>.json`, one a task, and `bundle.json` with all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from taskgate.contracts.contract import FORMAT_VERSION
from taskgate.errors import InvalidContract
from taskgate.schemas.jsonschema import Json

COMMAND: Final = "taskgate contracts export"


def files(contracts: Sequence[Json]) -> dict[Path, str]:
    """Return the text of every file, by its path below the folder `protocol`; raises InvalidContract.

    `contracts` are those of one app, sorted by name.
    """
    _check_models(contracts)
    texts = [text(contract) for contract in contracts]
    written = {
        Path("tasks") / f"{contract['name']}.json": each
        for contract, each in zip(contracts, texts, strict=True)
    }
    return {**written, Path("bundle.json"): _bundle(texts)}


def text(value: Any) -> str:
    """Return JSON as it is committed: two spaces, members in the order of the format, a last newline."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _bundle(texts: Sequence[str]) -> str:
    """Return the text of a bundle of contracts, of which there is one at least, whose texts are given."""
    # Within a string it would be written as \n: each line end here is one of the form.
    members = ",\n".join("    " + each.rstrip("\n").replace("\n", "\n    ") for each in texts)
    return f'{{\n  "formatVersion": {FORMAT_VERSION},\n  "tasks": [\n{members}\n  ]\n}}\n'


def write(contracts: Sequence[Json], folder: Path) -> list[Path]:
    """Write the files below `folder` and remove those of tasks that are gone; return what has changed."""
    changed = []
    wanted = files(contracts)
    (folder / "tasks").mkdir(parents=True, exist_ok=True)
    for path, content in wanted.items():
        if _read(folder / path) != content:
            (folder / path).write_text(content, encoding="utf-8")
            changed.append(path)
    for path in _stale(wanted, folder):
        (folder / path).unlink()
        changed.append(path)
    return changed


def differences(contracts: Sequence[Json], folder: Path) -> list[str]:
    """Return one line for every file below `folder` that writing would change."""
    wanted = files(contracts)
    lines = []
    for path, content in wanted.items():
        there = _read(folder / path)
        if there != content:
            lines.append(
                f"{folder / path} is {'missing' if there is None else 'not what the Python hints say'}"
            )
    return lines + [f"{folder / path} is of a task that no longer exists" for path in _stale(wanted, folder)]


def _stale(wanted: dict[Path, str], folder: Path) -> list[Path]:
    there = sorted((folder / "tasks").glob("*.json"))
    return [path.relative_to(folder) for path in there if path.relative_to(folder) not in wanted]


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _check_models(contracts: Sequence[Json]) -> None:
    """Refuse one name for two models: in the bundle it must mean the same everywhere."""
    known: dict[str, tuple[str, Any]] = {}
    for contract in contracts:
        for name, schema in contract["$defs"].items():
            task, other = known.setdefault(name, (contract["name"], schema))
            if other != schema:
                both = f"{task!r} and {contract['name']!r}"
                raise InvalidContract(f"the model {name!r} is not the same in the tasks {both}; rename one")
