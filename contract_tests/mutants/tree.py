"""A copy of the working tree, in which the code is broken: nobody's files are touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mutants.mutant import BadList, Mutant

_BUILT: Final = Path("node_client/dist")

_BUILD_S: Final = 180
"""Seconds that a compilation may take."""


class Tree:
    """A copy at `folder` of the repository at `root`: what git knows there, and what it does not ignore.

    What was installed is linked, and the compiled package is copied.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self.folder = folder
        self.scratch = folder.with_name(f"{folder.name}.tmp")
        self.scratch.mkdir(parents=True)
        for name in _listed(root):
            if (root / name).is_file():  # else it was removed, and git has not been told
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, folder / name, follow_symlinks=False)
        (folder / ".venv").symlink_to(root / ".venv")
        self._link_packages()
        self._copy_built()

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of a test: Python finds this copy's library before the one that is installed.

        Nothing is kept compiled: Python tells two versions of a file apart by their size and the second in
        which they were written, and a break may have both in common with what it breaks.
        """
        paths = [str(self.folder / "python_workers"), os.environ.get("PYTHONPATH", "")]
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.scratch),
        }

    def check_imports(self) -> None:
        """Raise BadList where another library than this copy's would be tested."""
        words = [".venv/bin/python", "-c", "import taskgate; print(taskgate.__file__)"]
        done = subprocess.run(
            words, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=60, check=False
        )
        if not Path(done.stdout.strip()).is_relative_to(self.folder / "python_workers"):
            raise BadList(
                f"the copy imports another library ({done.stdout or done.stderr}); run `make setup`"
            )

    @contextmanager
    def broken(self, mutant: Mutant) -> Iterator[None]:
        """Break the code for as long as the block runs; raises BadList where the mutant does not apply."""
        path = self.folder / mutant.file
        if not path.is_file():
            raise BadList(f"mutant {mutant.name}: there is no file {mutant.file}; name the one of today")
        before = path.read_text(encoding="utf-8")
        path.write_text(mutant.applied(before), encoding="utf-8")
        try:
            if mutant.build:
                self._build(mutant)
            yield
        finally:
            path.write_text(before, encoding="utf-8")
            if mutant.build:
                self._copy_built()

    def _build(self, mutant: Mutant) -> None:
        words = ["npm", "run", "--silent", "--workspace", "node_client", "build"]
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=_BUILD_S,
            check=False,
        )
        if done.returncode != 0:
            raise BadList(
                f"mutant {mutant.name} does not compile ({done.stdout.strip()[:300]}); write one that does"
            )

    def _copy_built(self) -> None:
        shutil.rmtree(self.folder / _BUILT, ignore_errors=True)
        if (self._root / _BUILT).is_dir():
            shutil.copytree(self._root / _BUILT, self.folder / _BUILT)

    def _link_packages(self) -> None:
        """Link each package; what is a link already is this repository's own, and leads into the copy."""
        installed = self._root / "node_modules"
        (self.folder / "node_modules").mkdir()
        for path in installed.iterdir():
            target = path.readlink() if path.is_symlink() else path
            (self.folder / "node_modules" / path.name).symlink_to(target)


def _listed(root: Path) -> list[str]:
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=60, check=True)
    return [name for name in done.stdout.split("\0") if name]
