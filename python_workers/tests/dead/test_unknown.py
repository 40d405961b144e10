"""A task that a worker does not know leaves a letter, before Celery rejects its message."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery

from taskgate.dead import unknown
from taskgate.dead.letter import Letter


class Above:
    """What stands for Celery's consumer."""

    hostname = "worker@host"

    def __init__(self, done: list[str]) -> None:
        self.app: Any = Celery(set_as_current=False)
        self.app.conf.taskgate_dead_letters = "dead"
        self.done = done

    def on_unknown_task(self, body: Any, message: Any, exc: BaseException) -> None:
        message.reject_log_error(None, ())


class Consumer(unknown.BuriesUnknown, Above):
    """One of an app that is somebody's own."""


class Instead(Consumer):
    """One of a new app."""

    buries_instead = True


@pytest.mark.parametrize(
    ("kind", "store", "kept", "expected"),
    [
        (Instead, "dead", True, ["bury", "acknowledge"]),
        (Instead, "dead", False, ["bury", "reject"]),
        (Instead, "off", True, ["reject"]),
        (Consumer, "dead", True, ["bury", "reject"]),
    ],
)
def test_letter_comes_first_and_stands_for_the_rejection_in_a_new_app(
    kind: type[Consumer], store: str, kept: bool, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    letters: list[Letter] = []

    def bury(app: Celery, letter: Letter) -> bool:
        done.append("bury")
        letters.append(letter)
        return kept

    monkeypatch.setattr(unknown, "bury", bury)
    message = SimpleNamespace(
        headers={"id": "1", "task": "jobs.next"},
        properties={},
        delivery_info={"routing_key": "cpu"},
        body=b"[]",
        reject_log_error=lambda *_: done.append("reject"),
        ack_log_error=lambda *_: done.append("acknowledge"),
    )
    consumer = kind(done)
    consumer.app.conf.taskgate_dead_letters = store
    consumer.on_unknown_task(b"[]", message, KeyError("jobs.next"))
    assert done == expected
    for letter in letters:
        assert (letter.reason, letter.task, letter.task_id) == ("UNKNOWN_TASK", "jobs.next", "1")
        assert letter.raw.queue == "cpu"
