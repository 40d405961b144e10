"""A depot that sends parcels, written as such projects are: nothing in it knows of Taskgate."""

import os
import signal
from pathlib import Path

from celery import Celery, Task, chord, shared_task
from celery.utils.log import get_task_logger

logger = get_task_logger(__name__)

app = Celery("depot")
app.config_from_object("depot_settings")


class OutOfStock(Exception):
    """There is none left."""

    def __init__(self, product):
        super().__init__(f"no {product} left")
        self.details = {"product": product}


class Scales(Task):
    """Keeps what is expensive to open, and logs how a task has ended."""

    _factor = None

    @property
    def factor(self):
        if self._factor is None:
            self._factor = 2.0
        return self._factor

    def on_success(self, retval, task_id, args, kwargs):
        logger.info("weighed %s of %s", retval, args)

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        logger.info("not weighed: %s of %s", type(exc).__name__, args)


class Stamp(Scales):
    """A task of an extension, which the app gets when all others are there."""

    name = "depot.stamp"

    def run(self, number: int) -> str:
        if number < 0:
            raise OutOfStock("stamps")
        return f"stamp {number}"


def _append(name, text):
    with Path(name).open("a") as file:
        file.write(text)


@app.on_after_finalize.connect
def load_extensions(sender, **kwargs):
    sender.register_task(Stamp())


@app.task(base=Scales, bind=True)
def weigh(self, parcel: dict[str, float]) -> float:
    return self.factor * parcel["kg"]


@shared_task
def add(x: int, y: int) -> int:
    return x + y


@shared_task
def xsum(numbers: list[int]) -> int:
    return sum(numbers)


@app.task(bind=True, max_retries=3)
def fetch(self, url: str) -> int:
    """Fail twice, then say how often it was tried again."""
    if self.request.retries < 2:
        raise self.retry(exc=ConnectionError(url), countdown=0)
    return self.request.retries


@app.task(autoretry_for=(ConnectionError,), max_retries=1, default_retry_delay=0)
def ship(product: str) -> None:
    _append("shipped", f"{product}\n")
    if product == "chairs":
        raise OutOfStock(product)
    raise ConnectionError(product)


@app.task
def note(word: str) -> None:
    _append("notes", f"{word}\n")


@app.task
def note_failure(request, exc, traceback):
    note(f"{type(exc).__name__} {exc}")


@app.task
def hold(pipe: str) -> str:
    return Path(pipe).read_text()


@app.task(acks_late=True)
def hold_late(pipe: str) -> str:
    return Path(pipe).read_text()


def _die_once(name):
    _append(name, "x")
    lives = len(Path(name).read_text())
    if lives == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return lives


@app.task
def die(name: str) -> int:
    return _die_once(name)


@app.task(acks_late=True, reject_on_worker_lost=True)
def die_late(name: str) -> int:
    return _die_once(name)


@app.task
def spread(numbers: list[int]) -> None:
    chord((add.s(number, 1) for number in numbers), xsum.s() | add.s(100))()


@app.task(bind=True)
def become(self, x: int) -> int:
    raise self.replace(add.s(x, 1) | add.s(10))
