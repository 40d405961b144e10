"""Break the code in small ways, one at a time, and see a test fail each time: `make mutants`.

Exit codes: 0 every break was told by a test; 1 one was not, and is named; 2 the list does not fit the code,
or the tests are not green without a break; 70 what nobody has foreseen.
"""

from __future__ import annotations

import argparse
import queue
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final, TypeVar

from mutants import trial
from mutants.mutant import ROOT, BadList, Mutant, chosen, read
from mutants.tree import Tree
from mutants.trial import Verdict

AT_ONCE: Final = 2
"""Mutants that are tried at once, each in a copy of its own."""

T = TypeVar("T")


class Trials:
    """The copies, and what is tried in them."""

    def __init__(self, folder: Path) -> None:
        self._free: queue.SimpleQueue[Tree] = queue.SimpleQueue()
        # The live tests share the machine's memory, and ports that they have asked for.
        self._brokers = threading.Lock()
        for number in range(AT_ONCE):
            tree = Tree(ROOT, folder / f"copy{number}")
            tree.check_imports()
            self._free.put(tree)

    def unbroken(self, mutant: Mutant) -> Verdict:
        """Run the tests of a mutant on the code as it is."""
        return self._run(mutant, lambda tree: trial.run(tree, mutant))

    def broken(self, mutant: Mutant) -> Verdict:
        """Run them on the code with the break."""

        def try_in(tree: Tree) -> Verdict:
            with tree.broken(mutant):
                return trial.run(tree, mutant)

        return self._run(mutant, try_in)

    def _run(self, mutant: Mutant, work: Callable[[Tree], T]) -> T:
        with self._brokers if mutant.brokers else nullcontext():
            tree = self._free.get()
            try:
                return work(tree)
            finally:
                self._free.put(tree)


def is_killed(mutant: Mutant, verdict: Verdict) -> bool:
    """Whether those went red who have to: a control is any run that does not pass."""
    if mutant.by == "import":
        return verdict.state in ("red", "broken")
    return verdict.state == "red"


def _check_unbroken(trials: Trials, mutants: Sequence[Mutant], pool: ThreadPoolExecutor) -> int:
    """Run each command without a break; return how many there are. Raises BadList where one is not green."""
    commands = {(each.test, each.brokers): each for each in mutants}
    for (words, _), verdict in zip(commands, pool.map(trials.unbroken, commands.values()), strict=True):
        if verdict.state != "green":
            raise BadList(
                f"{' '.join(words)} is {verdict.state} without any break ({verdict.killer}): no mutant can "
                "be judged by it; mend the tests first"
            )
    return len(commands)


def _rows(
    trials: Trials, mutants: Sequence[Mutant], pool: ThreadPoolExecutor
) -> Iterator[tuple[Mutant, Verdict]]:
    yield from zip(mutants, pool.map(trials.broken, mutants), strict=True)


def _run(names: Sequence[str]) -> int:
    mutants = chosen(read(), names)
    with tempfile.TemporaryDirectory(prefix="taskgate-mutants-", ignore_cleanup_errors=True) as folder:
        trials = Trials(Path(folder))
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            commands = _check_unbroken(trials, mutants, pool)
            print(f"{commands} commands are green without a break", flush=True)
            survivors = []
            width = max(len(each.name) for each in mutants)
            for mutant, verdict in _rows(trials, mutants, pool):
                killed = is_killed(mutant, verdict)
                killer = verdict.killer if killed else f"SURVIVED: {verdict.state} {verdict.killer}".rstrip()
                print(f"{mutant.name:{width}}  {verdict.seconds:5.1f} s  {killer}", flush=True)
                survivors += [] if killed else [mutant]
        finally:
            pool.shutdown(cancel_futures=True)
    controls = sum(each.by == "import" for each in mutants)
    print(
        f"{len(mutants) - controls} mutants, {len(mutants) - len(survivors) - controls} killed, "
        f"{len(survivors)} survived; {controls} controls, {commands} commands"
    )
    for each in survivors:
        print(f"survived: {each.name} ({each.file}): {each.why}", file=sys.stderr)
    return 1 if survivors else 0


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
