"""Run cells of the matrix and write docs/COMPATIBILITY.md: `python -m matrix [--again] [--table] [WORD...]`.

    WORD      runs the cells with one of the words in their names (`*` is anything); without words, all
    --again   also those whose result is there and passed
    --table   runs nothing: writes the page from the results that are there

Ends with 1 where a cell failed, 2 where one could not run or where it was called wrongly, 130 after Ctrl-C.
Each result is kept below .build/matrix, so that a run that was interrupted goes on where it was.
"""

import sys
import traceback

from matrix.page import PAGE, page
from matrix.plan import ROOT, Plan, PlanError
from matrix.results import Result, Results
from matrix.run import run
from taskgate.dev.signals import Interrupted

FOLDER = ROOT / ".build" / "matrix"
_OPTIONS = {"--again", "--table"}


def main(words: list[str]) -> int:
    """Do what the words say; returns the exit code."""
    options = {word for word in words if word.startswith("-")}
    if options - _OPTIONS:
        print(__doc__, file=sys.stderr)
        return 2
    results = Results(FOLDER / "results")
    try:
        plan = Plan.read()
        cells = plan.chosen(word for word in words if not word.startswith("-"))
        outcomes: list[str] = []
        for cell in cells if "--table" not in options else ():
            result = results.of(plan, cell)
            if result is None or result.outcome != "passed" or "--again" in options:
                print(f"matrix: {cell.id} ...", flush=True)
                result = run(plan, cell, FOLDER)
                results.keep(result)
                _write(plan, results)
            print(f"matrix: {_line(result)}", flush=True)
            outcomes.append(result.outcome)
        _write(plan, results)
    except PlanError as error:
        print(f"matrix: {error}", file=sys.stderr)
        return 2
    except Interrupted as request:
        return 128 + request.signum
    return 1 if "failed" in outcomes else 2 if "could not run" in outcomes else 0


def _write(plan: Plan, results: Results) -> None:
    known = {cell.id: result for cell in plan.cells if (result := results.of(plan, cell)) is not None}
    PAGE.write_text(page(plan, known), "utf-8")


def _line(result: Result) -> str:
    if result.outcome == "could not run":
        return f"{result.cell}: could not run: {result.reason}"
    counts = f"{result.passed} passed, {result.failed} failed, {result.skipped} skipped in {result.seconds} s"
    wrong = [result.reason] if result.reason else []
    return "\n    ".join([f"{result.cell}: {counts}", *wrong, *result.failures])


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except Exception:
        traceback.print_exc()
        code = 70
    sys.exit(code)
