"""Print what export and generate cost for many tasks: `python scripts/contracts_speed.py [copies]`.

The tasks are copies, each with models of its own, of those in python_workers/tests/foreign/signatures, some
hundred of all shapes; default: 5 copies. Seconds are those of the processor, which depend least on what else
the machine does.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIGNATURES = ROOT / "python_workers" / "tests" / "foreign" / "signatures"
APP = "from celery import Celery\n\napp = Celery('speed', broker='memory://', include={modules!r})\n"
TIMEOUT_S = 300


def write_project(folder: Path, copies: int) -> None:
    """Write an app `speed` with that many copies of the tasks."""
    modules = []
    for number in range(copies):
        package = folder / f"copy{number}"
        package.mkdir()
        (package / "__init__.py").touch()
        for file in sorted(SIGNATURES.glob("[!_]*.py")):
            source = file.read_text().replace(
                "from tests.foreign.signatures import app", "from speed import app"
            )
            named = re.sub(r"\bname=\"", f'name="copy{number}.', source)
            (package / file.name).write_text(named)
            modules.append(f"copy{number}.{file.stem}")
    (folder / "speed.py").write_text(APP.format(modules=modules))


def seconds(command: Sequence[str | Path], folder: Path) -> float:
    """Run a command and return the seconds of the processor that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [str(word) for word in command]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=TIMEOUT_S)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(copies: int) -> None:
    """Print a line for each command."""
    taskgate, node = Path(sys.executable).parent / "taskgate", ROOT / "node_client" / "dist" / "cli.js"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder, copies)
        export = seconds([taskgate, "contracts", "export", "-A", "speed", "-o", "out"], folder)
        generate = seconds(["node", node, "generate", "out/bundle.json", "-o", "out/tasks.ts"], folder)
        count = len(json.loads((folder / "out" / "bundle.json").read_text())["tasks"])
    print(f"{count} tasks: export {export:.1f} s, generate {generate:.1f} s of processor time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
