"""A source by its word on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from taskgate.compatibility.sources import documents, git, live
from taskgate.errors import InvalidContract
from taskgate.schemas.jsonschema import Json


@dataclass(frozen=True)
class SourceOptions:
    """`repo` (a clone or a URL) is of git:, `broker` and `timeout_ms` of live:. `warn` takes a sentence."""

    repo: str | None = None
    broker: str | None = None
    timeout_ms: int = live.TIMEOUT_MS
    warn: Callable[[str], None] = print


def read(name: str, options: SourceOptions) -> list[Json]:
    """Read the contracts of a folder, a bundle, `git:<revision>[:<path>]` or `live:[workers]`.

    A folder is one of contracts, or the one that the export was given. Raises InvalidContract, in one
    sentence with the place and the remedy.
    """
    prefix, colon, rest = name.partition(":")
    if colon and prefix == "git":
        found = git.read(rest, options.repo)
    elif colon and prefix == "live":
        found = live.read(rest, options.broker, options.timeout_ms, options.warn)
    else:
        found = _of_path(Path(name))
    names = [contract["name"] for contract in found]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise InvalidContract(f"{name}: two contracts are named {twice!r}; {documents.AGAIN}")
    return found


def _of_path(path: Path) -> list[Json]:
    try:
        if path.is_dir():
            # What the export was given holds the same contracts twice: a file each, and a bundle.
            exported = (path / "bundle.json").is_file() and (path / "tasks").is_dir()
            folder = path / "tasks" if exported else path
            files = sorted(folder.glob("*.json"))
            return documents.of_folder(str(folder), [(str(file), _text(file)) for file in files])
        if path.exists():
            return documents.of_bundle(str(path), _text(path))
    except OSError as error:
        raise InvalidContract(f"{path}: the file cannot be read ({error}); check its rights") from error
    remedy = "give the folder protocol/tasks or the file protocol/bundle.json"
    raise InvalidContract(f"{path}: there is no such file or folder; {remedy}")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidContract(f"{file}: the file is no text in UTF-8; {documents.AGAIN}") from error
