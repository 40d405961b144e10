"""The Pythons of the workers: each with the packages of one Celery, and nothing of this machine's."""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from matrix.bounded import expect_success, run_bounded
from matrix.newer_debian import NewerDebian
from matrix.plan import ROOT, Cell, requirements_of
from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes

_ASK_S = 60.0
_VERSIONS = (
    "import celery, json, kombu, redis, sys; print(json.dumps({'celery': celery.__version__, "
    "'kombu': kombu.__version__, 'redis-py': redis.__version__, 'python': sys.version.split()[0]}))"
)


def obtain(
    processes: Processes,
    folder: Path,
    cell: Cell,
    newer: NewerDebian | None,
    *,
    library: bool,
    timeout_s: float,
) -> tuple[Path, dict[str, str]]:
    """Return a program that is the cell's Python with the cell's packages, and the versions that it says.

    The packages are installed below `folder` where they are not yet. With `library` the program finds the
    Python library in the sources of this repository, too. `newer` is None where the Python is this machine's.

    Raises:
        ProcessError: there is no such Python, or the packages cannot be installed within `timeout_s` seconds.

    """
    packages = _packages(processes, folder, cell, timeout_s)
    program = folder / "bin" / cell.id
    program.parent.mkdir(parents=True, exist_ok=True)
    paths = [str(packages), *([str(ROOT / "python_workers")] if library else [])]
    variables = {"PYTHONPATH": os.pathsep.join(paths)}
    if newer is None:
        python = [_own_python(cell.python)]
    else:
        python = newer.loaded(f"usr/bin/python{cell.python}")
        variables["PYTHONHOME"] = str(newer.root / "usr")
    program.write_text(_script(python, variables))
    program.chmod(0o755)
    return program, _versions(program, cell)


def _packages(processes: Processes, folder: Path, cell: Cell, timeout_s: float) -> Path:
    requirements = requirements_of(cell)
    if not requirements.exists():
        raise ProcessError(f"{requirements.name} is missing: list the versions of Celery {cell.celery} there")
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    packages = folder / "packages" / f"celery-{cell.celery}-python-{cell.python}-{digest}"
    if not packages.exists():
        part = packages.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        # Wheels alone, so that pip need not be run by the Python that they are for.
        words = ["--no-deps", "--only-binary=:all:", "--python-version", cell.python, "--target", str(part)]
        command = [sys.executable, "-m", "pip", "install", "--quiet", *words, "-r", str(requirements)]
        expect_success(run_bounded(processes, "pip", command, timeout_s))
        part.rename(packages)
    return packages


def _own_python(version: str) -> str:
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    if own != version:
        raise ProcessError(f"this machine's Python is {own}, and not {version}")
    return str(Path(sys.base_prefix) / "bin" / f"python{version}")


def _script(command: list[str], variables: Mapping[str, str]) -> str:
    lines = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    # -S: no packages of the Python's own.
    return "\n".join(["#!/bin/sh", "unset PYTHONHOME", *lines, f'exec {shlex.join(command)} -S "$@"', ""])


def _versions(program: Path, cell: Cell) -> dict[str, str]:
    what = f"Python {cell.python} with Celery {cell.celery}"
    try:
        asked = subprocess.run([program, "-c", _VERSIONS], capture_output=True, text=True, timeout=_ASK_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ProcessError(f"{what} does not answer: {error}") from error
    if asked.returncode != 0:
        raise ProcessError(f"{what} does not run: {asked.stderr.strip()}")
    versions: dict[str, str] = json.loads(asked.stdout)
    for name, wanted in (("celery", cell.celery), ("python", cell.python)):
        if not versions[name].startswith(f"{wanted}."):
            raise ProcessError(f"{cell.id}: {name} is {versions[name]}; mend {requirements_of(cell).name}")
    return versions
