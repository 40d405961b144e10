"""Importing the files of tasks: a bad one stops the start and is named."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from kombu import Queue

from taskgate import InvalidContract, create_app
from taskgate.app import queues_of, tasks_of
from tests.isolation import source

Package = Callable[..., str]


def test_every_file_is_imported(package: Package) -> None:
    app = create_app("t", tasks=package(images=source(), sub__of____init__="", sub__of__tables=source("two")))
    assert [definition.name for definition in tasks_of(app)] == ["images.one", "tables.two"]
    assert {"images.one", "tables.two"} <= set(app.tasks)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("def f(:", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        (source().replace(": int)", ")"), "add a type hint"),
    ],
)
def test_file_that_cannot_be_imported_is_named(package: Package, text: str, cause: str) -> None:
    with pytest.raises(InvalidContract) as caught:
        create_app("t", tasks=package(good=source(), broken=text))
    assert "broken.py" in str(caught.value)
    assert cause in str(caught.value)


def test_package_that_does_not_exist_is_named() -> None:
    with pytest.raises(InvalidContract, match="no_such_package"):
        create_app("t", tasks="no_such_package")


def test_file_named_like_a_standard_module_is_refused(package: Package) -> None:
    with pytest.raises(InvalidContract, match=r"statistics\.py.*rename the file"):
        create_app("t", tasks=package(statistics=source()))


@pytest.mark.parametrize(
    ("sources", "named"),
    [
        ({"images": source(), "sub__of____init__": "", "sub__of__images": source()}, "'images.one'"),
        ({"a": source(name="x.y"), "b": source(name="x.y")}, "'x.y'"),
        ({"a": source() + source()}, "'a.one'"),
    ],
)
def test_two_tasks_of_one_name_are_refused(package: Package, sources: dict[str, str], named: str) -> None:
    with pytest.raises(InvalidContract, match="two tasks are named") as caught:
        create_app("t", tasks=package(**sources))
    assert named in str(caught.value)
    assert str(caught.value).count(".py:") == 2


def test_task_of_celerys_own_with_the_same_name_is_refused(package: Package) -> None:
    plain = "from celery import shared_task\n@shared_task(name='b.one')\ndef other(): pass"
    with pytest.raises(InvalidContract, match=r"b\.one"):
        create_app("t", tasks=package(a=plain, b=source()))


def test_name_that_begins_another_is_refused(package: Package) -> None:
    with pytest.raises(InvalidContract, match="exclude each other"):
        create_app("t", tasks=package(a=source(name="x.y"), b=source(name="x.y.z")))


def test_names_that_share_letters_are_fine(package: Package) -> None:
    create_app("t", tasks=package(a=source(name="x.y"), b=source(name="x.yz.a")))


def routed(app: Celery, name: str) -> str:
    router: Any = app.amqp.router
    queue: str = router.route({}, name, task_type=app.tasks[name])["queue"].name
    return queue


def test_queues_are_declared_with_their_type(package: Package) -> None:
    name = package(a=source(queue="cpu"), b=source(queue="big", queue_type="quorum"), c=source())
    app = create_app("t", tasks=name)
    assert queues_of(app) == ["big", "celery", "cpu"]
    queues: dict[str, Queue] = dict(app.amqp.queues)
    assert queues["big"].queue_arguments == {"x-queue-type": "quorum"}
    assert not queues["cpu"].queue_arguments
    assert {name: queue.exchange.type for name, queue in queues.items()} == {
        "big": "topic",
        "celery": "direct",
        "cpu": "direct",
    }
    assert routed(app, "a.one") == "cpu"
    assert routed(app, "c.one") == "celery"


def test_routes_of_the_user_come_first(package: Package) -> None:
    app = create_app("t", tasks=package(a=source(queue="cpu")), task_routes={"a.*": {"queue": "mine"}})
    assert routed(app, "a.one") == "mine"


def test_queue_of_two_types_is_refused(package: Package) -> None:
    with pytest.raises(InvalidContract, match="'cpu' cannot be of two types"):
        create_app("t", tasks=package(a=source(queue="cpu"), b=source(queue="cpu", queue_type="quorum")))


def test_worker_does_not_start_with_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "__init__.py").touch()
    (tmp_path / "tasks" / "broken.py").write_text("import nowhere")
    (tmp_path / "worker.py").write_text("from taskgate import create_app\n\napp = create_app('worker')\n")
    ran = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "worker", "worker"],
        cwd=tmp_path,
        env={**os.environ, "CELERY_BROKER_URL": "memory://"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode != 0
    assert "tasks/broken.py cannot be imported: ModuleNotFoundError" in ran.stderr
    assert ran.stderr.rstrip().endswith("in the worker's environment, or correct the name")


def test_exception_of_a_file_is_named_with_its_line(package: Package) -> None:
    lines = "import json\n\nDATA = json.loads('{')\n"
    with pytest.raises(InvalidContract, match=r"a\.py cannot be imported: JSONDecodeError: .* \(line 3\)$"):
        create_app("t", tasks=package(a=lines))


def test_refusal_of_a_task_shows_no_second_traceback(package: Package) -> None:
    lines = "from taskgate import task\n\n@task\ndef one(x): ...\n"
    with pytest.raises(InvalidContract, match="parameter 'x': add a type hint") as caught:
        create_app("t", tasks=package(a=lines))
    assert caught.value.__suppress_context__


def test_tasks_find_their_app_in_every_thread(package: Package) -> None:
    name = package(a=source())
    app = create_app("t", tasks=name)
    made: Any = importlib.import_module(f"{name}.a").one
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: made.app).result(timeout=10) is app
