"""The contracts that were at the place of a source in a git revision."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from taskgate.compatibility.sources import SourceOptions, read
from taskgate.errors import InvalidContract
from taskgate.schemas.jsonschema import Json

_OTHERS: Final = ("git:", "live:")

_GIT_S: Final = 60
"""Seconds that git may take to say where a folder is."""


def earlier(source: str, since: str, options: SourceOptions) -> list[Json]:
    """Read the contracts of a revision at the place of `source`; raises InvalidContract.

    `since` may be a source itself, `git:v1.2:contracts`. A source that is no path has its place in protocol/.
    """
    if since.startswith(_OTHERS):
        return read(since, options)
    if source.startswith(_OTHERS):
        return read(f"git:{since}", options)
    path = Path(source)
    folder, name = (path, "") if path.is_dir() else (path.parent, path.name)
    place = f"{_prefix(folder)}{name}".rstrip("/")
    return read(f"git:{since}:{place}", SourceOptions(repo=str(folder), warn=options.warn))


def _prefix(folder: Path) -> str:
    """Return the way from the top of the repository to a folder in it, with a slash at its end."""
    # What a hook, in which this may run, says of its own repository; the folder may be another's.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    words = ["git", "rev-parse", "--show-prefix"]
    try:
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, timeout=_GIT_S, check=True
        )
    except subprocess.CalledProcessError as error:
        raise InvalidContract(f"{folder} is in no git repository: leave --since out") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        remedy = "install git, or leave --since out"
        raise InvalidContract(f"git could not be run ({error}): {remedy}") from error
    return done.stdout.decode(errors="replace").removesuffix("\n")
