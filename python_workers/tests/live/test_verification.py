"""The examples of tasks through real workers: this repository's, and of one that breaks its contracts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.process import running_app

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.live

ROOT = Path(__file__).resolve().parents[3]
WORKERS = ROOT / "contract_tests" / "worker"


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest, redis_url: str) -> str:
    url: str = redis_url if request.param == "redis" else request.getfixturevalue("amqp_url")
    return url


@pytest.fixture
def serving(
    broker: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Return what runs a worker with an app of a folder, its brokers those of the environment."""
    monkeypatch.setenv("CELERY_BROKER_URL", broker)
    monkeypatch.setenv("CELERY_RESULT_BACKEND", redis_url)
    monkeypatch.setenv("CELERY_RESULT_EXPIRES", "600")

    def serve(app: str, queue: str, folder: Path) -> Any:
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setenv("CELERY_TASK_DEFAULT_QUEUE", queue)
        return running_app(tmp_path, app, queue, broker, redis_url)

    return serve


@pytest.fixture
def no_files() -> Iterator[None]:
    """Remove what the examples of this repository write."""
    yield
    for name in ("models", "thumbnails"):
        shutil.rmtree(Path("/tmp") / name, ignore_errors=True)


def test_the_tasks_of_this_repository_keep_their_examples(
    serving: Callable[..., Any], pytester: pytest.Pytester, no_files: None
) -> None:
    command = ["node", "node_client/dist/cli.js", "verify", "protocol/tasks", "--timeout-ms", "60000"]
    with serving("worker", "cpu", ROOT / "python_workers"):
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
        assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
        assert ran.stdout.startswith("kept: ")
        result = pytester.runpytest_subprocess("--taskgate-app=worker", "--taskgate-live")
        assert result.ret == 0
    # The same examples, counted by both.
    kept = int(ran.stdout.split()[1])
    result.assert_outcomes(passed=kept)


def test_a_worker_that_breaks_its_contracts(
    serving: Callable[..., Any], pytester: pytest.Pytester, queue: str
) -> None:
    with serving("broken", queue, WORKERS):
        result = pytester.runpytest_subprocess(
            "--taskgate-app=promised", "--taskgate-live", "--taskgate-timeout=10"
        )
        result.assert_outcomes(passed=1, failed=6)
        assert result.ret == 1
        for lines in [
            ["deals.add, examples[[]0]:", "  result Input should be a valid integer*"],
            ["deals.price, examples[[]0]:", "  result/currency Field required"],
            [
                "deals.take, examples[[]1]:",
                "  exception is KeyError (9), and the contract declares *SoldOut",
            ],
            ["deals.steps, examples[[]0]:", "  progress[[]1]/data/label Input should be a valid string"],
            ["deals.quick, examples[[]0]:", "  end is not there: no result within 10 s*"],
            ["deals.there, examples[[]0]:", "  end is UNKNOWN_TASK: *"],
        ]:
            result.stdout.fnmatch_lines(lines, consecutive=True)
        result.stdout.fnmatch_lines(["*tasks without an example*", "deals.plain"])
    nobody = pytester.runpytest_subprocess("--taskgate-app=promised", "--taskgate-live")
    assert nobody.ret == pytest.ExitCode.USAGE_ERROR
    nobody.stderr.fnmatch_lines(["*--taskgate-live: no worker answered within 3 s on *"])


def steps_of(workflow: Path) -> dict[str, str]:
    """Return the commands of a workflow of GitHub Actions by the names of their steps."""
    read = "const {load} = require('js-yaml'); console.log(JSON.stringify(load(fs.readFileSync(0, 'utf8'))))"
    text = workflow.read_text()
    parsed = subprocess.run(
        ["node", "-e", read], cwd=ROOT, input=text, capture_output=True, text=True, check=True, timeout=30
    )
    (job,) = json.loads(parsed.stdout)["jobs"].values()
    return {step["name"]: step["run"] for step in job["steps"] if "run" in step}


def test_the_workflow_to_copy_runs_as_it_stands_there(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_files: None
) -> None:
    steps = steps_of(ROOT / "examples" / "ci" / "verify.yml")
    # What it installs is here.
    assert steps.pop("Install").split()[:2] == ["pip", "install"]
    stop = steps.pop("Stop the worker")
    for name in ("worker.py", "tasks"):
        copy = shutil.copytree if name == "tasks" else shutil.copy
        copy(ROOT / "python_workers" / name, tmp_path / name)
    shutil.copytree(ROOT / "protocol", tmp_path / "protocol")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    # A database of its own: no other worker answers.
    url = f"{redis_url.rpartition('/')[0]}/11"
    monkeypatch.setenv("CELERY_BROKER_URL", url)
    monkeypatch.setenv("CELERY_RESULT_BACKEND", url)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")

    def run(command: str) -> None:
        # Into a file: a worker that runs on would keep a pipe open.
        with (tmp_path / "said").open("w") as said:
            code = subprocess.call(
                ["bash", "-e", "-c", command], cwd=tmp_path, stdout=said, stderr=said, timeout=250
            )
        assert code == 0, f"{command}\n{(tmp_path / 'said').read_text()}"

    try:
        for command in steps.values():
            run(command)
    finally:
        if (tmp_path / "worker.pid").exists():
            run(stop)
    reports = {each.name: each.read_text() for each in (tmp_path / "reports").iterdir()}
    assert reports.keys() == {"examples.xml", "verify.xml", "live.xml"}
    assert all('failures="0"' in report and "<testcase" in report for report in reports.values())
