"""docs/COMPATIBILITY.md: what has been run, and nothing else."""

import re
from collections.abc import Iterable, Mapping, Sequence

from matrix.plan import ROOT, Broker, Cell, Plan
from matrix.results import Result

PAGE = ROOT / "docs" / "COMPATIBILITY.md"

_HEAD = """\
# Which versions work together

`make matrix` runs live tests with each Celery, broker and Python below, and writes this page from what came
out. Only results of what the repository had then are in it: where the client, the library, the tests, the
versions of the packages or the matrix ({matrix}) have
changed, a cell is "not run". `make matrix CELLS="redis-8 celery-5.5_rabbitmq"` runs the cells with one of
these words in their names; what has passed is not run again.
"""

_LEGEND = """\
"Could not run" is no verdict: a broker or an environment was missing. A minus is what the matrix leaves out.
"""


def page(plan: Plan, results: Mapping[str, Result]) -> str:
    """Return the page; `results` are those that count, by the ids of their cells."""
    parts = [
        _HEAD.format(matrix="[scripts/matrix/matrix.toml](../scripts/matrix/matrix.toml)"),
        _grid(plan, results),
        _LEGEND,
        _suites(plan),
        _runs(plan, results),
        _section("Failed", _failures(plan, results)),
        _section("Could not run", _reasons(plan, results)),
        _section("Not run yet", [f"`{cell.id}`" for cell in plan.cells if cell.id not in results]),
        _left_out(plan),
    ]
    return "\n".join(part for part in parts if part)


def _grid(plan: Plan, results: Mapping[str, Result]) -> str:
    columns = sorted(
        {(cell.python, cell.celery) for cell in plan.cells}, key=lambda each: (each[0], _newest(each[1]))
    )
    rows = [["", *(f"Celery {celery}, Python {python}" for python, celery in columns)]]
    for broker in plan.brokers.values():
        cells = [Cell(celery, broker, python) for python, celery in columns]
        rows.append([broker.title, *(_verdict(plan, cell, results) for cell in cells)])
    return _table(rows)


def _newest(version: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in version.split("."))


def _verdict(plan: Plan, cell: Cell, results: Mapping[str, Result]) -> str:
    if cell not in plan.cells:
        return "-"
    result = results.get(cell.id)
    if result is None:
        return "not run"
    if result.outcome == "could not run":
        return "could not run"
    counts = _counts(result)
    return counts if result.outcome == "passed" else f"**failed:** {counts}"


def _counts(result: Result) -> str:
    parts = [(result.failed, "failed"), (result.passed, "passed"), (result.skipped, "skipped")]
    return ", ".join(f"{count} {word}" for count, word in parts if count) or result.outcome


def _suites(plan: Plan) -> str:
    lines = ["## What is run", ""]
    for suite in plan.suites.values():
        files = ", ".join(f"[{name}](../contract_tests/live/{name}.test.ts)" for name in suite["files"])
        lines.append(f"- With Celery {_and(suite['celery'])}, {suite['workers']}: {files}.")
    lines += [
        "",
        "The client in Node.js and the tests are the same in every cell. With a RabbitMQ the results are in",
        "this machine's Redis, and for some of the tests on RabbitMQ alone; with a Redis they are in it.",
        "",
    ]
    return "\n".join(lines)


def _runs(plan: Plan, results: Mapping[str, Result]) -> str:
    rows = [
        ["cell", "Celery", "kombu", "redis-py", "Python", "broker", "results", "tests", "seconds", "commit"]
    ]
    for cell in plan.cells:
        result = results.get(cell.id)
        if result is not None and result.outcome != "could not run":
            names = ("celery", "kombu", "redis-py", "python", "broker", "results")
            versions = [
                result.versions.get(name, "the broker" if name == "results" else "") for name in names
            ]
            rows.append(
                [f"`{cell.id}`", *versions, _counts(result), str(result.seconds), f"`{result.commit}`"]
            )
    if len(rows) == 1:
        return ""
    note = "A commit with a plus had changes that were not committed."
    return f"## The runs\n\n{_table(rows)}\n{note}\n"


def _failures(plan: Plan, results: Mapping[str, Result]) -> list[str]:
    found = [results[cell.id] for cell in plan.cells if cell.id in results]
    return [
        f"`{result.cell}`: {what}"
        for result in found
        if result.outcome == "failed"
        for what in (result.failures or [_first_line(result.reason)])
    ]


def _reasons(plan: Plan, results: Mapping[str, Result]) -> list[str]:
    found = [results[cell.id] for cell in plan.cells if cell.id in results]
    return [
        f"`{result.cell}`: {_first_line(result.reason)}"
        for result in found
        if result.outcome == "could not run"
    ]


def _first_line(reason: str) -> str:
    """Without the end of a log, the place of this repository, and addresses, which are this machine's own."""
    line = (reason.splitlines() or [""])[0].replace(f"{ROOT}/", "").strip()
    return re.sub(r"\w+://\S+", "(an address)", line)


def _left_out(plan: Plan) -> str:
    by_python: dict[tuple[str, str], list[Broker]] = {}
    for celery, broker, python in plan.left_out():
        by_python.setdefault((python, celery), []).append(broker)
    lines = [
        f"Celery {celery} on Python {python} with {_and([broker.title for broker in brokers])}"
        for (python, celery), brokers in by_python.items()
    ]
    note = "The newer Python is run with the newest and the oldest Celery, on one broker of each kind.\n\n"
    return _section("Left out", lines, note)


def _section(title: str, lines: Sequence[str], note: str = "") -> str:
    return f"## {title}\n\n{note}" + "".join(f"- {line}\n" for line in lines) if lines else ""


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = [f"| {' | '.join(row)} |\n" for row in rows]
    return head + "|" + "---|" * len(rows[0]) + "\n" + "".join(rest)


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
