"""Break the code in small ways, one at a time, and see a test fail each time: `make mutants`.

Exit codes: 0 every break was told by a test; 1 one was not, and is named; 2 the list does not fit the code,
or its tests are not green without a break; 70 what nobody has foreseen.
"""

from __future__ import annotations

import argparse
import queue
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, NamedTuple

from mutants import trial
from mutants.mutant import ROOT, BadList, Mutant, chosen, read
from mutants.tree import Tree
from mutants.trial import Verdict

AT_ONCE: Final = 2
"""Mutants that are tried at once, each in a copy of its own."""


class Row(NamedTuple):
    """What became of a mutant; `verdict` is None where its tests are not green without a break either."""

    mutant: Mutant
    unbroken: Verdict
    verdict: Verdict | None

    @property
    def killed(self) -> bool:
        """Whether those went red who have to: of a control whoever it is."""
        if self.verdict is None:
            return False
        return self.verdict.state in (("red", "broken") if self.mutant.by == "import" else ("red",))

    def __str__(self) -> str:
        if self.verdict is None:
            return f"NOT JUDGED: without a break its tests are {self.unbroken.state}: {self.unbroken.killer}"
        if self.killed:
            return self.verdict.killer
        return f"SURVIVED: {self.verdict.state} {self.verdict.killer}".rstrip()


class Trials:
    """The copies, and what is tried in them."""

    def __init__(self, folder: Path) -> None:
        self._free: queue.SimpleQueue[Tree] = queue.SimpleQueue()
        # The live tests share the machine's memory, and ports that they have asked for.
        self._brokers = threading.Lock()
        self._ended = threading.Event()
        for number in range(AT_ONCE):
            tree = Tree(ROOT, folder / f"copy{number}")
            tree.check_imports()
            self._free.put(tree)

    def judged(self, mutants: Sequence[Mutant]) -> list[Row]:
        """Try mutants of one command, first of all without any: what is red then could tell nothing."""
        with self._tree(mutants[0].brokers) as tree:
            unbroken = trial.run(tree, mutants[0])
            if unbroken.state != "green":
                return [Row(each, unbroken, None) for each in mutants]
            return [Row(each, unbroken, self._broken(tree, each)) for each in mutants]

    def end(self) -> None:
        """Begin with no further mutant."""
        self._ended.set()

    def _broken(self, tree: Tree, mutant: Mutant) -> Verdict:
        if self._ended.is_set():
            raise InterruptedError(f"{mutant.name} was not tried any more")
        with tree.broken(mutant):
            return trial.run(tree, mutant)

    @contextmanager
    def _tree(self, brokers: bool) -> Iterator[Tree]:
        with self._brokers if brokers else nullcontext():
            tree = self._free.get()
            try:
                yield tree
            finally:
                self._free.put(tree)


def by_command(mutants: Sequence[Mutant]) -> list[list[Mutant]]:
    """Return the mutants of each command together, the controls first."""
    found: dict[Any, list[Mutant]] = {}
    for each in sorted(mutants, key=lambda each: each.by != "import"):
        found.setdefault((each.test, each.brokers), []).append(each)
    return list(found.values())


def summary(rows: Sequence[Row], commands: int) -> str:
    """Return the counts as one line."""
    controls = sum(row.mutant.by == "import" for row in rows)
    killed = sum(row.killed for row in rows if row.mutant.by != "import")
    unjudged = sum(row.verdict is None for row in rows)
    survived = sum(not row.killed for row in rows) - unjudged
    return (
        f"{len(rows) - controls} mutants: {killed} killed, {survived} survived, {unjudged} not judged; "
        f"{controls} controls, {commands} commands green without a break"
    )


def exit_code(rows: Sequence[Row]) -> int:
    """Return 1 where one survived, else 2 where one could not be judged."""
    if any(row.verdict is not None and not row.killed for row in rows):
        return 1
    return 0 if all(row.killed for row in rows) else 2


def _run(names: Sequence[str]) -> int:
    mutants = chosen(read(), names)
    width = max(len(each.name) for each in mutants)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="taskgate-mutants-", ignore_cleanup_errors=True) as folder:
        trials = Trials(Path(folder))
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for some in pool.map(trials.judged, by_command(mutants)):
                for row in some:
                    seconds = (row.verdict or row.unbroken).seconds
                    print(f"{row.mutant.name:{width}}  {seconds:5.1f} s  {row}", flush=True)
                rows += some
        finally:
            trials.end()
            pool.shutdown(cancel_futures=True)
    green = {(row.mutant.test, row.mutant.brokers) for row in rows if row.verdict is not None}
    print(summary(rows, len(green)))
    for row in rows:
        if not row.killed:
            print(f"{row.mutant.name} ({row.mutant.file}): {row}; {row.mutant.why}", file=sys.stderr)
    return exit_code(rows)


def _interrupted(signum: int, _frame: Any) -> None:
    raise SystemExit(128 + signum)


def main(words: Sequence[str]) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--only", default="", help="names, joined by commas (default: all)")
    names = [name.strip() for name in parser.parse_args(words).only.split(",") if name.strip()]
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        return _run(names)
    except BadList as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 2
    except Exception:
        traceback.print_exc()
        return 70


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
