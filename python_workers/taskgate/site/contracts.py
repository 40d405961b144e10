"""Contracts as they lie in a folder, in a bundle, or in a git revision of either."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from taskgate.contract import FORMAT_VERSION, fingerprint
from taskgate.errors import InvalidContract
from taskgate.jsonschema import Json

_GIT_S: Final = 60
"""Seconds that one git command may take."""


def read(source: Path) -> list[Json]:
    """Return the contracts in a folder or in a bundle, sorted by name; raises InvalidContract."""
    if not source.is_dir():
        return _contracts({str(source): _text(source)})
    files = {str(path): _text(path) for path in sorted(source.glob("*.json"))}
    return _contracts(files, folder=str(source))


def read_revision(source: Path, revision: str) -> list[Json]:
    """Return the contracts that were at the same place in a git revision; raises InvalidContract."""
    folder = source if source.is_dir() else source.parent
    if revision.startswith("-"):  # git would take it for an option
        raise InvalidContract(f"{revision!r} is no revision: give a tag, a branch or a commit")
    _git(folder, ["rev-parse", "--git-dir"], f"{folder} is in no git repository: leave --since out")
    remedy = f"there is no revision {revision!r} here: look with `git tag`, or get it with `git fetch --tags`"
    commit = _git(folder, ["rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"], remedy).strip()
    name = f"git:{revision}:{source}"
    absent = f"{revision} has no {source}: give a later revision, or the place where the contracts were"
    if not source.is_dir():
        return _contracts({name: _git(folder, ["show", f"{commit}:./{source.name}"], absent)})
    listed = _git(folder, ["ls-tree", "--full-tree", "-z", "--name-only", f"{commit}:./"], absent).split("\0")
    files = {
        f"{name}/{file}": _git(folder, ["show", f"{commit}:./{file}"], absent)
        for file in sorted(listed)
        if file.endswith(".json")
    }
    return _contracts(files, folder=name)


def _git(folder: Path, words: list[str], remedy: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, timeout=_GIT_S, check=False
        )
    except FileNotFoundError as error:
        raise InvalidContract("git cannot be run: install it, or leave --since out") from error
    except subprocess.TimeoutExpired as error:
        raise InvalidContract(f"git did not end within {_GIT_S} s: try again") from error
    if done.returncode != 0:
        raise InvalidContract(remedy)
    return done.stdout.decode("utf-8", errors="replace")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        remedy = "write the contracts with `taskgate contracts export`"
        raise InvalidContract(f"there is no {path}: {remedy}, or give another folder or bundle") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidContract(f"{path} cannot be read ({error}): give a folder or a bundle") from error


def _contracts(files: Mapping[str, str], folder: str | None = None) -> list[Json]:
    """Read files of one contract, or a bundle; `folder` where there may be several."""
    found: dict[str, Json] = {}
    for place, text in files.items():
        for written in _written(place, text, is_bundle=folder is None):
            name = written["name"]
            if name in found:
                raise InvalidContract(f"{place}: a second contract of the task {name!r}; remove one of them")
            found[name] = written
    if not found:
        remedy = "give the folder with one file a task, such as protocol/tasks, or a bundle"
        raise InvalidContract(f"{folder or ' '.join(files)} holds no contract: {remedy}")
    return [found[name] for name in sorted(found)]


def _written(place: str, text: str, is_bundle: bool) -> list[Json]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise InvalidContract(f"{place} is no JSON ({error}): export the contracts again") from error
    tasks = value.get("tasks") if isinstance(value, dict) else None
    if isinstance(tasks, list) and not is_bundle:
        raise InvalidContract(f"{place} is a bundle: give its path, or the folder tasks beside it")
    entries = tasks if isinstance(tasks, list) else [value]
    for entry in entries:
        _check(place, entry)
    return entries


def _check(place: str, entry: Any) -> None:
    if not isinstance(entry, dict) or "formatVersion" not in entry or "name" not in entry:
        raise InvalidContract(f"{place} is no contract: give what `taskgate contracts export` writes")
    if entry["formatVersion"] != FORMAT_VERSION:
        version = f"contract format {entry['formatVersion']}, this version of taskgate reads {FORMAT_VERSION}"
        raise InvalidContract(f"{place}: {entry['name']} has {version}: update taskgate, or export again")
    try:
        right = fingerprint(entry) == entry["fingerprint"]
    except (KeyError, TypeError, AttributeError, ValueError):
        right = False
    if not right:
        reason = "its fingerprint is not that of its content, so it was edited by hand"
        raise InvalidContract(f"{place}: {entry['name']} cannot be trusted, {reason}: export it again")
