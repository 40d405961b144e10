"""Contracts of a git revision; what is checked out plays no part."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from taskgate.compatibility.sources import documents
from taskgate.errors import InvalidContract
from taskgate.schemas.jsonschema import Json

LONGEST: Final = 120.0
"""Seconds that one command may take, a fetch over the network included."""

USUAL: Final = ("protocol/tasks", "protocol/bundle.json")

_NAMED: Final = re.compile(r"((?:[^:{]|\{[^}]*\})+)(?::(.*))?")
_REMOTE: Final = re.compile(r"[a-z][a-z0-9+.-]*://|[\w.-]+@[\w.-]+:", re.IGNORECASE)


def read(rest: str, repo: str | None) -> list[Json]:
    """Read `<revision>[:<path>]` of a clone, of a URL, or of the repository of the working directory."""
    name = f"git:{rest}"
    named = _NAMED.fullmatch(rest)
    # Git would take what begins with a hyphen for an option.
    if named is None or rest.startswith("-") or named[2] == "":
        raise InvalidContract(
            f"{name}: give a revision, and a path where it is not protocol/tasks: git:v1.2:contracts"
        )
    revision, path = named[1], None if named[2] is None else named[2].rstrip("/")
    if path is not None and re.match(r"/|\.\.?(/|$)", path):
        raise InvalidContract(
            f"{name}: the path begins at the top of the repository; leave out `/`, `./` or `../`"
        )
    if repo is None or not _REMOTE.match(repo):
        folder = Path.cwd() if repo is None else Path(repo)
        return _contracts(name, folder, _commit(name, folder, revision, repo), path)
    with tempfile.TemporaryDirectory(prefix="taskgate-git-") as clone:
        _git(name, Path(clone), "init", "--quiet", "--bare")
        remedy = "cannot be fetched: give a branch, a tag or a whole commit id, and try `git ls-remote` there"
        _git(name, Path(clone), "fetch", "--quiet", "--depth=1", "--no-tags", repo, revision, remedy=remedy)
        return _contracts(name, Path(clone), "FETCH_HEAD", path)


def _commit(name: str, folder: Path, revision: str, repo: str | None) -> str:
    if not folder.is_dir():
        raise InvalidContract(f"{name}: there is no folder {repo}; give --repo a clone or a URL")
    outside = f"{repo or 'this folder'} is in no git repository: add --repo and a clone"
    _git(
        name,
        folder,
        "rev-parse",
        "--git-dir",
        remedy=outside,
    )
    remedy = "there is no such revision: `git fetch` it (shallow clones have one commit), or give another"
    return _git(
        name, folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", remedy=remedy
    ).strip()


def _contracts(name: str, folder: Path, commit: str, path: str | None) -> list[Json]:
    for candidate in USUAL if path is None else (path,):
        place = f"{name}:{candidate}" if path is None else name
        entry = _git(name, folder, "ls-tree", "-z", "--full-tree", commit, "--", candidate)
        kind = entry.split(" ")[1] if entry else None
        if kind == "blob":
            return documents.of_bundle(place, _text(name, folder, commit, candidate))
        if kind == "tree":
            listed = _git(
                name, folder, "ls-tree", "-z", "--full-tree", "--name-only", f"{commit}:{candidate}"
            )
            if {"bundle.json", "tasks"} <= set(listed.split("\0")):  # what the export was given holds both
                return _contracts(name, folder, commit, f"{candidate}/tasks")
            files = sorted(file for file in listed.split("\0") if file.endswith(".json"))
            texts = [
                (f"{place}/{file}", _text(name, folder, commit, f"{candidate}/{file}")) for file in files
            ]
            return documents.of_folder(place, texts)
    missing = "neither protocol/tasks nor protocol/bundle.json" if path is None else f"no {path}"
    remedy = "commit what `taskgate contracts export` writes, or give its path"
    raise InvalidContract(f"{name}: the revision has {missing}; {remedy}")


def _text(name: str, folder: Path, commit: str, path: str) -> str:
    return _git(name, folder, "cat-file", "blob", f"{commit}:{path}")


def _git(name: str, folder: Path, *words: str, remedy: str = "git could not read it") -> str:
    """Run git without a shell and without asking for passwords; raises InvalidContract with the remedy."""
    # What a hook, in which this may run, says of its own repository; the folder may be another's.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = {**inherited, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    environment["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh"
    try:
        done = subprocess.run(
            ["git", *words], cwd=folder, env=environment, capture_output=True, timeout=LONGEST, check=True
        )
    except subprocess.CalledProcessError as error:
        raise InvalidContract(f"{name}: {remedy}{_said(error.stderr)}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InvalidContract(f"{name}: git could not be run ({error}); install git") from error
    return done.stdout.decode(errors="replace")


def _said(stderr: bytes) -> str:
    lines: Sequence[str] = stderr.decode(errors="replace").strip().splitlines()
    return f" (git: {lines[-1]})" if lines else ""
