"""An environment for each version of Celery that is recorded, below .build/recorded/."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).resolve().parent.parent.parent
VERSIONS = _ROOT / "contract_tests" / "recorded" / "versions.json"
_FOLDER = _ROOT / ".build" / "recorded"
_INSTALL_S = 540.0


class Version(NamedTuple):
    """A version of Celery, and all packages that are installed with it, pinned."""

    celery: str
    packages: tuple[str, ...]

    @property
    def minor(self) -> str:
        """As "5.7": a recording is of a minor version."""
        return ".".join(self.celery.split(".")[:2])


class NotInstalled(Exception):
    """pip could not install a version; says what it said."""


def versions() -> list[Version]:
    """The versions that are recorded, oldest first."""
    listed = json.loads(VERSIONS.read_text("utf-8"))["versions"]
    return [Version(each["celery"], tuple(each["packages"])) for each in listed]


def interpreter_of(version: Version) -> Path:
    """The Python of an environment that has exactly the packages of this version; made where it is missing.

    Raises:
        NotInstalled: pip has failed.

    """
    folder = _FOLDER / version.minor
    python = folder / "bin" / "python"
    stamp = folder / "packages.txt"
    wanted = "\n".join(version.packages)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, timeout=_INSTALL_S)
    command: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--no-deps", *version.packages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_S)
    if done.returncode != 0:
        raise NotInstalled(
            f"Celery {version.celery} could not be installed; "
            f"mend its packages in {VERSIONS.relative_to(_ROOT)}:\n{done.stderr.strip()}"
        )
    stamp.write_text(wanted, "utf-8")
    return python
