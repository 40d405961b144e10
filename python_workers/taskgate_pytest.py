"""A plugin of pytest: fixtures that run tasks, and with `--taskgate-app` every example of a task as a test.

It is no part of the package `taskgate`, which pytest would import in every run of every project: without a
fixture or the option nothing of Celery is loaded, and nothing happens.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from celery import Celery

    from taskgate.contracts.definition import Definition, Example
    from taskgate.testing import RunTask, RunTaskLive

SECONDS: Final = 30.0
"""In which an example must have ended in a worker, where nothing else is said."""

MOST_SECONDS: Final = 86_400.0
"""That an example may be given: the life of a result."""

ANSWER_SECONDS: Final = 3.0
"""In which a worker must have answered that it runs."""

_WITHOUT: Final = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, and those of the ini file."""
    group = parser.getgroup("taskgate", "the examples of Celery tasks as tests")
    group.addoption(
        "--taskgate-app",
        metavar="MODULE",
        help="the Celery app, as for `celery -A`; its tasks' examples become tests",
    )
    group.addoption(
        "--taskgate-live",
        action="store_true",
        help="call them through the broker of the app and a worker that runs (default: in this process)",
    )
    group.addoption(
        "--taskgate-timeout",
        type=_seconds,
        default=SECONDS,
        metavar="SECONDS",
        help="until an example of --taskgate-live, or a run_task_live, has ended (default: %(default)s)",
    )
    parser.addini(
        "taskgate_app", "the default of --taskgate-app, where no tests are named on the command line"
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"a number of seconds above 0, at most {MOST_SECONDS:g}, not {text}")
    return seconds


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the examples to what was collected, before -k and others choose among it."""
    name = _app_name(config)
    if not name:
        return
    app = _app(name)
    tasks = {task.name: task for task in app.tasks.values() if hasattr(task, "taskgate")}
    if not tasks:
        raise pytest.UsageError(f"the app {name!r} has no task of @task; is its module of tasks imported?")
    is_live = config.getoption("--taskgate-live")
    if is_live and not config.option.collectonly:
        _expect_worker(app)
    known = sorted(tasks.items())
    config.stash[_WITHOUT] = [task for task, made in known if not made.taskgate.examples]
    parent = App.from_parent(session, name=name, nodeid=name, path=config.rootpath)
    for task, made in known:
        group = App.from_parent(parent, name=task, nodeid=f"{name}::{task}")
        for index, example in enumerate(made.taskgate.examples):
            item = ExampleItem.from_parent(group, name=f"examples[{index}]")
            item.task, item.example, item.is_live = made, example, is_live
            items.append(item)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """List the tasks that have no example."""
    without = config.stash.get(_WITHOUT, [])
    if without:
        terminalreporter.section("tasks without an example")
        for task in without:
            terminalreporter.write_line(task)


@pytest.fixture(scope="session")
def run_task() -> RunTask:
    """Return what runs tasks in this process; docs/testing-python.md shows how."""
    from taskgate.testing import RunTask

    return RunTask()


@pytest.fixture(scope="session")
def taskgate_app(pytestconfig: pytest.Config) -> str:
    """Return the app of run_task_live, as for `celery -A`; to be overridden where no option names one."""
    name = pytestconfig.getoption("--taskgate-app") or pytestconfig.getini("taskgate_app")
    if not name:
        remedy = "set taskgate_app in pytest's ini file, or write a fixture of that name that returns it"
        pytest.fail(f"run_task_live needs to know the Celery app: {remedy}", pytrace=False)
    return str(name)


@pytest.fixture(scope="session")
def run_task_live(taskgate_app: str, pytestconfig: pytest.Config) -> Iterator[RunTaskLive]:
    """Return what runs tasks in a worker with a Redis of its own; both last for the whole session."""
    from taskgate.testing import RunTaskLive
    from taskgate.testing.serving import NotServing, client_of, serving

    app = _app(taskgate_app)
    with ExitStack() as stack:
        try:
            worker = stack.enter_context(serving(taskgate_app))
        except NotServing as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        client = stack.enter_context(client_of(worker.broker, worker.backend))
        yield RunTaskLive(app, worker, client, pytestconfig.getoption("--taskgate-timeout"))


class App(pytest.Collector):
    """Gives the items their names: `proj.celery:app::primes.below::examples[0]`."""

    def collect(self) -> Iterator[pytest.Item]:
        """Collect nothing more: the items were made with this."""
        return iter(())


class ExampleItem(pytest.Item):
    """One example of one task."""

    task: Any
    example: Example
    is_live: bool

    def runtest(self) -> None:
        """Run the example; raises NotKept."""
        from taskgate.examples import runs
        from taskgate.examples.findings import findings

        definition: Definition = self.task.taskgate
        if not self.is_live:
            ended = runs.in_process(self.task, definition, self.example)
        elif definition.stores_result:
            seconds = self.config.getoption("--taskgate-timeout")
            ended = runs.in_worker(self.task, definition, self.example, seconds)
        else:
            pytest.skip("the task stores no result, so that nobody can wait for its end")
        found = findings(definition, self.example, ended)
        if found:
            raise NotKept("\n  ".join([f"{definition.name}, {self.name}:", *found]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the sentences alone: the stack of this plugin says nothing of the task."""
        if isinstance(excinfo.value, NotKept):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """Return what the report calls it."""
        return self.path, None, f"{self.task.name}, {self.name}"


class NotKept(Exception):
    """An example was not kept: its name, and a sentence for each place."""


def _app_name(config: pytest.Config) -> str:
    given: str | None = config.getoption("--taskgate-app")
    if given is not None:
        return given
    # Who names a test wants that one.
    is_chosen = config.args_source is pytest.Config.ArgsSource.ARGS
    return "" if is_chosen else str(config.getini("taskgate_app"))


def _app(name: str) -> Celery:
    import click

    from taskgate.contracts.found_app import load_app
    from taskgate.errors import TaskgateError

    try:
        return load_app(name)
    except (click.ClickException, TaskgateError) as error:
        raise pytest.UsageError(str(getattr(error, "message", error))) from error


def _expect_worker(app: Celery) -> None:
    if app.conf.task_always_eager:
        raise pytest.UsageError("--taskgate-live: the app sends nothing; unset task_always_eager")
    where = app.connection_for_write().as_uri()
    start = (
        f"start one (`celery -A {app.main or 'proj'} worker`), or set CELERY_BROKER_URL to the workers' own"
    )
    try:
        replies: Any = app.control.ping(timeout=ANSWER_SECONDS, limit=1)
    except Exception as error:
        raise pytest.UsageError(f"--taskgate-live: {where} cannot be asked ({error}); {start}") from error
    if not replies:
        within = f"no worker answered within {ANSWER_SECONDS:g} s on {where}"
        raise pytest.UsageError(f"--taskgate-live: {within}; {start}")
