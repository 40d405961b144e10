"""What the fixtures give: functions that run a task, each with the same face."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from celery import Celery
from celery.app.task import extract_exec_options  # type: ignore[attr-defined]

from taskgate.testing.following import follow
from taskgate.testing.here import run_here
from taskgate.testing.ran import Ran
from taskgate.testing.serving import Serving


class RunTask:
    """Runs tasks in this process: `ran = run_task(thumbnail, path="a.png", width=64)`.

    Arguments are judged as a worker judges them, reports and result held to the hints, retries made at once
    and counted. What is left out: time limits, cancellation, hooks for failures (`on_failure`), and whatever
    a process of its own would be.
    """

    def __call__(self, task: Any, /, *args: Any, **kwargs: Any) -> Ran:
        """Run a task, made with `@task` or any of Celery's, and return how it ended, also by an error.

        Raises kombu's EncodeError for arguments that no message can carry.
        """
        return run_here(task, args, kwargs)


@dataclass(frozen=True)
class RunTaskLive:
    """Runs tasks in a worker process, through a Redis: called as RunTask is."""

    app: Celery
    serving: Serving
    client: Celery
    seconds: float
    """In which a task must have ended, with all its retries; then it is revoked and its process killed."""

    def within(self, seconds: float) -> RunTaskLive:
        """Return one that waits longer, or shorter."""
        return replace(self, seconds=seconds)

    def __call__(self, task: Any, /, *args: Any, **kwargs: Any) -> Ran:
        """Run a task of the app, and return how it ended.

        Raises AssertionError for a task that the app does not have, and for one that stores no result, whose
        end nobody hears of; NotServing where the worker has ended.
        """
        known: Any = self.app.tasks.get(task.name)
        assert known is not None, (
            f"the app {self.app.main!r} has no task {task.name!r}; is it imported there?"
        )
        assert not known.ignore_result, (
            f"{task.name} stores no result, so that nobody can wait for its end; use run_task"
        )
        self.serving.expect_alive()
        route = self.app.amqp.router.route(dict(extract_exec_options(known)), task.name, task_type=known)
        queue = route.get("queue") or self.app.conf.task_default_queue
        options = {"queue": getattr(queue, "name", queue), "expires": self.seconds}

        def send(task_id: str) -> Any:
            return self.client.send_task(task.name, args, kwargs, task_id=task_id, **options)

        ran = follow(task.name, self.client.backend, send, self.seconds)
        if ran.silence is None:
            return ran
        self.serving.expect_alive()
        return replace(ran, silence=f"{ran.silence}; the worker's last lines:\n{self.serving.log()}")
