"""Running tasks in tests: what pytest's fixtures `run_task` and `run_task_live` give and return."""

from taskgate.testing.ran import Error, Ran, Report
from taskgate.testing.runners import RunTask, RunTaskLive

__all__ = ["Error", "Ran", "Report", "RunTask", "RunTaskLive"]
