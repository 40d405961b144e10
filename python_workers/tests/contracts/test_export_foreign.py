"""`taskgate contracts export` on apps that were not written for Taskgate, as a command of its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "taskgate"
FOREIGN = Path(__file__).parents[1] / "foreign"


def export(app: str, folder: Path, output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [str(COMMAND), "contracts", "export", "-A", app, "-o", str(output), *more]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_django_project_is_read_by_celerys_own_conventions(tmp_path: Path) -> None:
    ran = export("bookshop", FOREIGN / "django_project", tmp_path)
    assert ran.returncode == 0, ran.stderr
    contracts = {path.stem: json.loads(path.read_text()) for path in (tmp_path / "tasks").glob("*.json")}
    assert sorted(contracts) == [
        "bookshop.celery.debug_task",
        "orders.tasks.count_orders",
        "orders.tasks.rename",
        "orders.tasks.send_invoice",
    ]
    assert contracts["orders.tasks.send_invoice"]["queue"]["name"] == "mails"
    assert contracts["orders.tasks.count_orders"]["queue"]["name"] == "books"
    assert contracts["orders.tasks.count_orders"]["summary"] == "Count the orders of a title, or all."
    assert contracts["bookshop.celery.debug_task"]["storesResult"] is False
    assert contracts["bookshop.celery.debug_task"]["parameters"] == []
    lines = ran.stderr.splitlines()
    assert len(lines) == 2
    assert "3 places of 2 tasks without a type hint" in lines[0]
    assert "'orders.models.Order'> has no JSON form" in lines[1]
    assert export("bookshop.celery:app", FOREIGN / "django_project", tmp_path, "--check").returncode == 0


def test_app_in_one_file_is_read(tmp_path: Path) -> None:
    ran = export("shop", FOREIGN, tmp_path)
    assert ran.returncode == 0, ran.stderr
    bundle = json.loads((tmp_path / "bundle.json").read_text())
    assert len(bundle["tasks"]) == 15
    assert {task["queue"]["name"] for task in bundle["tasks"]} == {"shop"}


@pytest.mark.parametrize(
    ("source", "app", "code", "said"),
    [
        (None, "nowhere", 3, "No module named 'nowhere'; run this in the folder that has the module"),
        ("import missing_package", "bad", 3, "No module named 'missing_package' (bad.py, line 1); run this"),
        ("x = 1\nraise RuntimeError('no\\nluck')", "bad", 3, "RuntimeError: no luck (bad.py, line 2); mend"),
        ("def f(:", "bad", 3, "SyntaxError: invalid syntax"),
        ("raise SystemExit('stop')", "bad", 3, "SystemExit: stop (bad.py, line 1); mend"),
        ("x = None.app", "bad", 3, "has no attribute 'app' (bad.py, line 1); mend"),
        ("app = 1", "bad:app", 3, "is no Celery app but a int; name the app itself"),
        ("x = 1", "bad:app", 3, "there is no Celery app 'app' in 'bad'; name it as for `celery -A`"),
        ("x = 1", "bad", 3, "there is no Celery app 'app' in 'bad'; name it as for `celery -A`"),
        (
            "from celery import Celery\napp = Celery('bad', include=['gone'])",
            "bad",
            3,
            "No module named 'gone'",
        ),
        ("from celery import Celery\napp = Celery('bad')", "bad", 4, "is its module of tasks imported?"),
        (
            "from celery import Celery\napp = Celery('bad')\n\n@app.task(name='add')\ndef add(x): ...",
            "bad",
            4,
            "task 'add' (bad.py:4): its name is not two or more segments joined by dots",
        ),
        (
            "import celery\nfrom taskgate import task\napp = celery.Celery('bad')\n\n@task\ndef f(x): ...",
            "bad",
            4,
            "INVALID_CONTRACT: task 'bad.f' (bad.py:5), parameter 'x': add a type hint",
        ),
    ],
)
def test_bad_input_is_one_sentence_with_a_code_of_its_own(
    tmp_path: Path, source: str | None, app: str, code: int, said: str
) -> None:
    if source is not None:
        (tmp_path / "bad.py").write_text(source + "\n")
    ran = export(app, tmp_path, tmp_path / "out")
    assert ran.returncode == code, ran.stderr
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_exit_codes_are_documented() -> None:
    help_text = subprocess.run(
        [str(COMMAND), "contracts", "export", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    for said in (
        "0 done",
        "1 a file is not up to date",
        "3 the app cannot be",
        "4 no contract can be written",
    ):
        assert said in " ".join(help_text.split())
