"""Where a task reads its input: inputs travel as references, never as bytes in the broker."""

from importlib.resources import files as package_files
from pathlib import Path

from pydantic import BaseModel

SAMPLE = "sample:"


class Unreadable(BaseModel):
    """Which file could not be read, and why."""

    location: str
    reason: str


class FileUnreadable(Exception):
    """The file does not exist, or is not what the task reads."""

    details: Unreadable

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(f"{location}: {reason}")
        self.details = Unreadable(location=location, reason=reason)


class Unwritable(BaseModel):
    """Which folder could not be written to, and why."""

    folder: str
    reason: str


class FolderUnwritable(Exception):
    """The folder cannot be created."""

    details: Unwritable

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.details = Unwritable(folder=folder, reason=reason)


def created(folder: str) -> Path:
    """The folder on the worker's machine that a task writes to. Raises FolderUnwritable."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise FolderUnwritable(folder, "it cannot be created on the worker's machine") from None
    return path


def locate(location: str) -> Path:
    """The file that a location names.

    A location is a path on the worker's machine, or `sample:<name>` for one of the photographs and tables
    that scikit-learn ships: china.jpg, flower.jpg, breast_cancer.csv, iris.csv, wine_data.csv.

    Raises FileUnreadable where there is no such file.
    """
    path = _sample(location.removeprefix(SAMPLE)) if location.startswith(SAMPLE) else Path(location)
    if not path.is_file():
        raise FileUnreadable(location, "there is no such file on the worker's machine")
    return path


def _sample(name: str) -> Path:
    folder = Path(str(package_files("sklearn.datasets")))
    # Only the name counts, so that a sample cannot point out of its folder.
    return folder / ("images" if name.endswith(".jpg") else "data") / Path(name).name
