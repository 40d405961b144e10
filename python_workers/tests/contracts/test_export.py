"""Writing contracts, and seeing that written ones are stale."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from referencing import Registry, Resource

from taskgate import InvalidContract, create_app
from taskgate.app import contracts_of
from taskgate.cli import main
from taskgate.contracts import export
from tests.isolation import shapes, source

PROTOCOL = Path(__file__).parents[3] / "protocol"


@pytest.fixture
def run(
    package: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    name = package(a=source(), b=source("two"))
    (tmp_path / "someworker.py").write_text(
        f"from taskgate import create_app\n\napp = create_app('w', tasks={name!r})\nnothing = 1\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(__import__("sys").modules, "someworker", raising=False)

    def call(*arguments: str, app: str = "someworker") -> Result:
        return CliRunner().invoke(main, ["contracts", "export", "-A", app, "-o", "out", *arguments])

    return call


def test_files_are_written_once(run: Callable[..., Result], tmp_path: Path) -> None:
    first = run()
    assert first.exit_code == 0, first.output
    assert first.output.split() == ["out/tasks/a.one.json", "out/tasks/b.two.json", "out/bundle.json"]
    bundle = json.loads((tmp_path / "out/bundle.json").read_text())
    assert [task["name"] for task in bundle["tasks"]] == ["a.one", "b.two"]
    assert bundle["tasks"][0] == json.loads((tmp_path / "out/tasks/a.one.json").read_text())
    again = run()
    assert (again.exit_code, again.output) == (0, "")
    assert run("--check").exit_code == 0


def test_bundle_holds_the_texts_of_its_tasks() -> None:
    written = [shape.contract() for shape in shapes().values()]
    written[0] |= {"description": "Two\nlines, a \\ and a line separator: \u2028.", "examples": [{}, []]}
    bundle = export.files(written)[Path("bundle.json")]
    assert bundle == export.text({"formatVersion": 1, "tasks": written})


def test_a_task_without_a_queue_waits_in_that_of_each_app(package: Callable[..., str]) -> None:
    name = package(a=source())
    apps = [create_app("w", tasks=name, task_default_queue=queue) for queue in ("here", "there")]
    found = [contract for app in apps for contract in contracts_of(app)]
    assert [contract["queue"]["name"] for contract in found] == ["here", "there"]
    assert found[0]["fingerprint"] != found[1]["fingerprint"]


def test_stale_file_is_seen_and_removed(run: Callable[..., Result], tmp_path: Path) -> None:
    run()
    (tmp_path / "out/tasks/gone.json").write_text("{}")
    (tmp_path / "out/tasks/a.one.json").write_text("{}")
    (tmp_path / "out/tasks/b.two.json").unlink()
    checked = run("--check")
    assert checked.exit_code == 1
    assert "out/tasks/gone.json is of a task that no longer exists" in checked.output
    assert "out/tasks/a.one.json is not what the Python hints say" in checked.output
    assert "out/tasks/b.two.json is missing" in checked.output
    assert "taskgate contracts export -A someworker -o out" in checked.output
    assert (tmp_path / "out/tasks/gone.json").exists()
    assert run().exit_code == 0
    assert not (tmp_path / "out/tasks/gone.json").exists()
    assert run("--check").exit_code == 0


@pytest.mark.parametrize(
    ("app", "said"),
    [
        ("nowhere", "No module named 'nowhere'; run this in the folder that has the module"),
        ("someworker:nothing", "is no Celery app but a int; name the app itself"),
        ("someworker:no", "name it as for `celery -A`"),
    ],
)
def test_app_that_cannot_be_found_is_named(run: Callable[..., Result], app: str, said: str) -> None:
    ran = run(app=app)
    assert ran.exit_code == 3
    assert said in ran.output
    assert "Traceback" not in ran.output


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_folder_that_cannot_be_used_is_named(
    run: Callable[..., Result], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "out" / "bundle.json").mkdir(parents=True)
    ran = run(*arguments)
    assert ran.exit_code == 4
    assert "Error: out cannot be read or written (" in ran.output
    assert ran.output.endswith("; give another folder\n")


def test_bundle_fits_its_schema() -> None:
    registry: Any = Registry()
    for file in ("task-contract", "bundle"):
        registry = registry.with_resource(
            f"urn:taskgate:{file}:1",
            Resource.from_contents(json.loads((PROTOCOL / f"{file}.schema.json").read_text())),
        )
    bundle = {"formatVersion": 1, "tasks": [shapes()[name].contract() for name in sorted(shapes())]}
    schema = json.loads((PROTOCOL / "bundle.schema.json").read_text())
    jsonschema.Draft202012Validator(schema, registry=registry).validate(bundle)


def test_task_without_a_queue_is_in_the_default_queue_of_its_app(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    contract = tmp_path / "out/tasks/a.one.json"
    usual = json.loads(contract.read_text())
    assert usual["queue"] == {"name": "celery", "type": "classic"}
    monkeypatch.setenv("CELERY_TASK_DEFAULT_QUEUE", "reports")
    monkeypatch.delitem(__import__("sys").modules, "someworker")
    run()
    assert json.loads(contract.read_text())["queue"] == {"name": "reports", "type": "classic"}
    # Where a caller sends to matters on the wire.
    assert json.loads(contract.read_text())["fingerprint"] != usual["fingerprint"]


def test_the_other_command_is_named() -> None:
    ran = CliRunner().invoke(main, ["generate", "out", "-o", "x.ts"])
    assert ran.exit_code == 1
    assert "npx taskgate generate" in ran.output
    assert "npx taskgate generate" in CliRunner().invoke(main, ["--help"]).output


def test_one_name_for_two_models_is_refused(package: Callable[..., str]) -> None:
    shared = """
        from typing import Generic, TypeVar
        from pydantic import BaseModel

        Item = TypeVar("Item")

        class Page(BaseModel, Generic[Item]):
            item: Item
    """
    using = """
        from pydantic import BaseModel
        from taskgate import task
        from ..shared import Page

        class Entry(BaseModel):
            value: {kind}

        @task
        def one(page: Page[Entry]) -> None:
            pass
    """
    name = package(
        shared=shared,
        a__of____init__="",
        a__of__first=using.format(kind="int"),
        b__of____init__="",
        b__of__second=using.format(kind="str"),
    )
    app = create_app("t", tasks=name)
    with pytest.raises(InvalidContract, match=r"Page_Entry' is not the same in .*first\.one.*second\.one"):
        export.files(contracts_of(app))
