"""What a process of a pool inherits of the locks that other threads have at the time."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from celery import Celery
from celery.backends.redis import RedisBackend

from taskgate.worker import forks


def test_process_reads_a_property_that_a_thread_was_reading_as_it_was_forked() -> None:
    forks.make_safe()
    client: Any = vars(RedisBackend)["client"]
    taken, done = threading.Event(), threading.Event()

    def read() -> None:
        with client.lock:
            taken.set()
            done.wait(60)

    app = Celery(backend="redis://127.0.0.1:1", set_as_current=False)
    backend: Any = app.backend
    thread = threading.Thread(target=read)
    thread.start()
    assert taken.wait(60)
    child = os.fork()
    if child == 0:
        signal.alarm(30)  # its default is the end of the process
        try:
            backend.client  # noqa: B018
            os._exit(7)
        finally:
            os._exit(8)
    _, status = os.waitpid(child, 0)
    done.set()
    thread.join(60)
    assert os.waitstatus_to_exitcode(status) == 7


def test_all_packages_of_celery_are_looked_at() -> None:
    found = {each.attrname for each in forks._properties()}
    assert {"client", "amqp"} <= found
