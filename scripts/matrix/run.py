"""One cell: its brokers, its workers' Python, its tests."""

import os
import time
from pathlib import Path

from matrix import environments, reports, servers
from matrix.bounded import LateError, run_bounded
from matrix.newer_debian import NewerDebian
from matrix.plan import ROOT, Cell, Plan
from matrix.results import Result, commit, digest_of
from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes
from taskgate.dev.redis import NoRedis

_JEST = ["node", "node_modules/jest/bin/jest.js", "--config", "contract_tests/jest.config.js"]


def run(plan: Plan, cell: Cell, folder: Path) -> Result:
    """Run a cell. What cannot be set up is "could not run", and never "failed".

    Raises:
        Interrupted: this program was asked to end; nothing of the cell is left.

    """
    digest, at, began = digest_of(plan, cell), commit(plan, cell), time.monotonic()
    versions: dict[str, str] = {}

    def result(**facts: object) -> Result:
        seconds = round(time.monotonic() - began)
        return Result(cell.id, tested=digest, commit=at, seconds=seconds, versions=versions, **facts)  # type: ignore[arg-type]

    with Processes() as processes:
        try:
            brokers, python = _set_up(processes, plan, cell, folder, versions)
        except (ProcessError, NoRedis) as error:
            return result(outcome="could not run", reason=str(error))
        written = processes.folder / "jest.json"
        command = [
            *_JEST,
            *("--selectProjects", "live", "--testNamePattern", plan.names[cell.broker.kind], "--json"),
            *(f"--outputFile={written}", "--runTestsByPath", *plan.files_of(cell)),
        ]
        try:
            child = run_bounded(
                processes, "jest", command, plan.bounds["tests"], _environment(brokers, python)
            )
        except LateError as error:
            return result(outcome="failed", reason=str(error))
        try:
            report = reports.read(written, plan.names[cell.broker.kind])
        except (OSError, ValueError, KeyError) as error:
            return result(outcome="could not run", reason=f"jest: {error}{child.tail()}")
        _keep_log(child.log, folder / "logs" / f"{cell.id}.log")
        return result(
            outcome="failed" if report.failed or child.exit_code else "passed",
            reason="" if report.failed or not child.exit_code else f"jest ended with {child.exit_code}",
            passed=report.passed,
            failed=report.failed,
            skipped=report.skipped,
            failures=list(report.failures),
        )


def _set_up(
    processes: Processes, plan: Plan, cell: Cell, folder: Path, versions: dict[str, str]
) -> tuple[servers.Servers, Path]:
    newer = None
    if "newer" in (cell.broker.system, plan.pythons[cell.python]):
        newer = NewerDebian.obtain(processes, folder / "debian-13", plan.bounds["debian"])
    python, found = environments.obtain(
        processes,
        folder,
        cell,
        newer if plan.pythons[cell.python] == "newer" else None,
        library="library" in plan.suites_of(cell),
        timeout_s=plan.bounds["packages"],
    )
    versions.update(found)
    brokers = servers.start(processes, cell.broker, newer if cell.broker.system == "newer" else None)
    versions.update(brokers.versions)
    return brokers, python


def _environment(brokers: servers.Servers, python: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CELERY_", "PYTHON"))}
    return {
        **kept,
        "PYTHON": str(ROOT / ".venv" / "bin" / "python"),
        "TASKGATE_TEST_REDIS_URL": brokers.redis,
        "TASKGATE_TEST_AMQP_URL": brokers.rabbitmq,
        "TASKGATE_TEST_WORKER_PYTHON": str(python),
    }


def _keep_log(log: Path | None, kept: Path) -> None:
    if log is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(log.read_bytes())
