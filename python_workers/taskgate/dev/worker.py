"""The worker of `taskgate dev`, a program: `python -m taskgate.dev.worker APP CONCURRENCY READY_FD LEVEL`.

It is `celery -A APP worker -Q <every queue that APP uses> -c CONCURRENCY` in which the queues come from the
app itself, so that the tasks' modules, which may be slow to import, are imported once and by nobody else.
"""

import os
import sys
from collections.abc import Iterable
from typing import Any

from celery import Celery, signals
from celery.app.task import extract_exec_options  # type: ignore[attr-defined]
from celery.app.utils import find_app

from taskgate.errors import TaskgateError


def queues_of(app: Celery) -> list[str]:
    """The names of the app's queues: the default one, the declared ones, and where its tasks' calls go."""
    app.finalize()
    names = {app.conf.task_default_queue, *_names(app.conf.task_queues)}
    task: Any
    for name, task in app.tasks.items():
        if name.startswith("celery."):
            continue
        route = app.amqp.router.route(dict(extract_exec_options(task)), name, task_type=task)
        if queue := route.get("queue"):
            names.add(getattr(queue, "name", queue))
    return sorted(names)


def _names(queues: Any) -> Iterable[str]:
    """The names in Celery's `task_queues`: a mapping by name, a list of queues, or nothing."""
    return queues if isinstance(queues, dict) else (queue.name for queue in queues or ())


def main(app_name: str, concurrency: str, ready_fd: str, log_level: str) -> None:
    """Run the worker; writes the names of its queues to the descriptor `ready_fd` once it consumes them."""
    try:
        app = find_app(app_name)
        app.loader.import_default_modules()
    except TaskgateError as error:
        # It names the file, the place and the remedy, which a traceback would hide.
        sys.exit(str(error))
    queues = queues_of(app)

    def tell(**_: Any) -> None:
        os.write(int(ready_fd), ",".join(queues).encode() + b"\n")
        os.close(int(ready_fd))

    signals.worker_ready.connect(tell, weak=False)
    app.worker_main(
        [
            "worker",
            f"--queues={','.join(queues)}",
            f"--concurrency={concurrency}",
            f"--loglevel={log_level}",
            # More than one development worker may use the same broker.
            f"--hostname=dev-{os.getpid()}@%h",
            # Asking other workers how they are takes a second.
            "--without-mingle",
            "--without-gossip",
        ]
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
