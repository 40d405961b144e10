"""Burying never raises, ends in time, and logs what it cannot keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery

from taskgate.dead import burial
from taskgate.dead.bounds import Bounds
from taskgate.dead.burial import Burials, bury
from taskgate.dead.letter import Letter, Raw

LETTER = Letter(Raw("cpu", b"body"), "TASK_FAILED", "boom", task="a.b", task_id="1")


class Kept:
    """A store that fails as often as it is told, and remembers."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.opened = 0
        self.closed = 0
        self.letters: list[Letter] = []

    def __call__(self, app: Celery, bounds: Bounds) -> Any:
        self.opened += 1
        return self

    def keep(self, letter: Letter) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("away")
        self.letters.append(letter)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def app() -> Iterator[Celery]:
    with Celery("burying", set_as_current=False) as made:
        made.conf.update(broker_url="memory://", taskgate_dead_letters="dead")
        yield made


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Kept:
    kept = Kept()
    monkeypatch.setattr(burial, "_opened", kept)
    return kept


def test_one_connection_serves_many_letters(app: Celery, store: Kept) -> None:
    assert all(bury(app, LETTER) for _ in range(3))
    assert (store.opened, len(store.letters)) == (1, 3)


def test_connection_that_was_dropped_is_opened_again(app: Celery, store: Kept) -> None:
    burials = Burials()
    assert burials.bury(app, LETTER)
    store.failures = 1
    assert burials.bury(app, LETTER)
    assert (store.opened, store.closed, len(store.letters)) == (2, 1, 2)


def test_what_cannot_be_kept_is_logged_whole(
    app: Celery, store: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    store.failures = 9
    assert not Burials().bury(app, LETTER)
    assert store.opened == store.closed == 1
    assert '"body":"Ym9keQ=="' in caplog.text
    assert "away" in caplog.text


def test_broker_that_lets_a_worker_wait_is_left_alone_as_long(app: Celery, store: Kept) -> None:
    times = iter([100.0, 105.0, 109.9, 110.1])
    burials = Burials(lambda: next(times))
    store.failures = 1
    assert not burials.bury(app, LETTER)  # takes 5 s
    assert not burials.bury(app, LETTER)
    assert store.opened == 1
    assert burials.bury(app, LETTER)


@pytest.mark.parametrize("name", ["", "off", None])
def test_nothing_is_kept_where_it_is_switched_off(
    app: Celery, store: Kept, name: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app.conf.taskgate_dead_letters = name
    assert not bury(app, LETTER)
    assert not store.opened
    assert "as taskgate_dead_letters is off: a.b[1] of cpu" in caplog.text


def test_setting_that_cannot_be_read_fails_nothing(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    app.conf.taskgate_dead_letters_max = "many"
    assert not bury(app, LETTER)
    assert "here it is" in caplog.text


def test_broker_without_a_store_says_so(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    assert not bury(app, LETTER)
    assert "memory keeps no dead letters" in caplog.text
