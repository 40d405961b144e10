from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matrix import reports
from matrix.plan import Plan

NAMES = Plan.read().names


def written(folder: Path, *tests: tuple[str, str], broken: bool = False) -> Path:
    suites: list[dict[str, Any]] = [
        {
            "name": "/somewhere/calls.test.ts",
            "status": "passed",
            "assertionResults": [{"fullName": name, "status": status} for name, status in tests],
        }
    ]
    if broken:
        suites.append({"name": "/somewhere/rpc.test.ts", "status": "failed", "assertionResults": []})
    file = folder / "jest.json"
    file.write_text(json.dumps({"testResults": suites}), "utf-8")
    return file


def test_tests_of_other_brokers_are_not_counted(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        ("a worker on redis passes", "passed"),
        ("a worker on redis fails", "failed"),
        ("a worker on redis is left out", "pending"),
        ("a worker on rabbitmq passes, which nobody ran", "pending"),
    )
    assert reports.read(file, NAMES["redis"]) == reports.Report(1, 1, 1, ("calls: a worker on redis fails",))


def test_a_file_that_cannot_be_run_is_a_failure(tmp_path: Path) -> None:
    report = reports.read(written(tmp_path, ("on redis", "passed"), broken=True), ".*")
    assert (report.passed, report.failed, report.failures) == (1, 1, ("rpc: the file cannot be run",))


@pytest.mark.parametrize("status", ["pending", "todo"])
def test_a_run_without_a_test_is_no_success(tmp_path: Path, status: str) -> None:
    with pytest.raises(ValueError, match="no test was run"):
        reports.read(written(tmp_path, ("a worker on redis", status)), NAMES["redis"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a plain worker on redis priority: words mean the same on both brokers", "redis"),
        ("a plain worker on rabbitmq a delay beyond the lease is refused on Redis alone", "rabbitmq"),
        ("Celery alone on rpc a chain, groups in it, and a step that fails", "rabbitmq"),
        ("a guarded worker with rpc:// on RabbitMQ calls at once", "rabbitmq"),
        ("with Redis as the broker rpc:// is UNSUPPORTED", "rabbitmq"),
        ("workflows on RabbitMQ alone a chain", "rabbitmq"),
    ],
)
def test_each_test_belongs_to_the_brokers_of_one_kind(tmp_path: Path, name: str, kind: str) -> None:
    file = written(tmp_path, (name, "passed"))
    assert reports.read(file, NAMES[kind]).passed == 1
    (other,) = NAMES.keys() - {kind}
    with pytest.raises(ValueError, match="no test"):
        reports.read(file, NAMES[other])
