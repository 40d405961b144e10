"""The folder with a newer Debian, and how a program of it is run on this machine."""

import os
from pathlib import Path

from matrix.bounded import expect_success, run_bounded
from matrix.plan import ROOT
from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes

# $0 is the root, $1 a folder that both sides see under one path; the rest is the command.
_ENTER = (
    'root=$0 shared=$1; shift; mount -t tmpfs tmpfs "$root/tmp" && mkdir -p "$root$shared" && '
    'mount --bind "$shared" "$root$shared" && '
    'mount --rbind /proc "$root/proc" && exec chroot "$root" "$@"'
)


class NewerDebian:
    """Debian 13 in a folder, with the programs that scripts/install_newer_debian.sh puts there."""

    def __init__(self, root: Path) -> None:
        """Take the folder, which `obtain` has made."""
        self._root = root
        loaders = sorted(root.glob("usr/lib/*-linux-gnu*/ld-linux-*.so.*"))
        if not loaders:
            raise ProcessError(
                f"{root.name} has no program loader: remove that folder, to have it made again"
            )
        self._loader = loaders[0]

    @classmethod
    def obtain(cls, processes: Processes, root: Path, timeout_s: float) -> "NewerDebian":
        """Make the folder where it is missing; that takes minutes.

        Raises:
            ProcessError: it could not be made within `timeout_s` seconds; says why.

        """
        script = ROOT / "scripts" / "install_newer_debian.sh"
        expect_success(run_bounded(processes, "debootstrap", ["sh", script, root], timeout_s))
        return cls(root)

    @property
    def root(self) -> Path:
        """The folder."""
        return self._root

    def loaded(self, program: str) -> list[str]:
        """Return the command that runs a program of the folder with the libraries of the folder.

        It sees this machine's files. What it starts itself is run with this machine's libraries.
        """
        path = str(self._root / program)
        libraries = os.pathsep.join([str(self._loader.parent), str(self._root / "usr" / "lib")])
        return [str(self._loader), "--library-path", libraries, "--argv0", path, path]

    def entered(self, shared: Path) -> list[str]:
        """Return what is put before a command that sees the folder as its root, and of this machine `shared`.

        What is mounted for that is seen by the command alone, and ends with it. Needs root.
        """
        alone = ["unshare", "--mount", "--propagation", "private"]
        return [*alone, "sh", "-c", _ENTER, str(self._root), str(shared)]
