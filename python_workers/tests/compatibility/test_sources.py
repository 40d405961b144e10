"""Where contracts come from, and the sentence for each that cannot be read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from taskgate.compatibility.sources import SourceOptions, listeners, live, read
from taskgate.errors import InvalidContract

from .contracts import Json, changed, contract

CONTRACT = contract()
OTHER = changed(lambda each: each.update(name="images.crop"))
OPTIONS = SourceOptions()


def _folder(path: Path, *contracts: Json) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for each in contracts:
        (path / f"{each['name']}.json").write_text(json.dumps(each))
    return path


def _bundle(path: Path, *contracts: Json, version: Any = 1) -> Path:
    path.write_text(json.dumps({"formatVersion": version, "tasks": list(contracts)}))
    return path


def _git(folder: Path, *words: str) -> str:
    said = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *said, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose first commit has one contract, and whose second has two and a bundle elsewhere."""
    root = tmp_path / "repository"
    _folder(root / "protocol" / "tasks", CONTRACT)
    _git(root, "init", "--quiet")
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "-m", "first")
    _git(root, "tag", "v1")
    _folder(root / "protocol" / "tasks", OTHER)
    _bundle(root / "all.json", CONTRACT)
    _bundle(root / "protocol" / "bundle.json", CONTRACT)
    (root / "protocol" / "tasks" / "README.md").touch()
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "-m", "second")
    return root


def test_folder_and_bundle(tmp_path: Path) -> None:
    assert read(str(_folder(tmp_path / "tasks", OTHER, CONTRACT)), OPTIONS) == [OTHER, CONTRACT]
    assert read(str(_bundle(tmp_path / "bundle.json", CONTRACT)), OPTIONS) == [CONTRACT]
    # What `contracts export -o` was given holds both.
    assert read(str(tmp_path), OPTIONS) == [OTHER, CONTRACT]


def test_revision(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "protocol")
    monkeypatch.setenv("GIT_DIR", "/nowhere")  # as a hook of another repository has it
    assert read("git:v1", OPTIONS) == [CONTRACT]
    assert read("git:HEAD", OPTIONS) == [OTHER, CONTRACT]
    assert read("git:HEAD~1:protocol/tasks/", OPTIONS) == [CONTRACT]
    assert read("git:HEAD:all.json", OPTIONS) == [CONTRACT]
    assert read("git:HEAD:protocol", OPTIONS) == [OTHER, CONTRACT]


def test_revision_of_another_clone_and_of_a_url(repository: Path, tmp_path: Path) -> None:
    assert read("git:v1", SourceOptions(repo=str(repository))) == [CONTRACT]
    assert read("git:v1", SourceOptions(repo=f"file://{repository}")) == [CONTRACT]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("git:v2", "there is no such revision"),
        ("git:v1:contracts", "the revision has no contracts"),
        ("git:v1:/protocol", "the path begins at the top"),
        ("git:v1:", "give a revision"),
        ("git:", "give a revision"),
        ("git:--help", "give a revision"),
    ],
)
def test_revision_that_cannot_be_read(
    name: str, part: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    with pytest.raises(InvalidContract, match=part) as caught:
        read(name, OPTIONS)
    assert str(caught.value).startswith(f"{name}: ")


def test_url_that_cannot_be_fetched_and_folder_without_a_repository(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidContract, match="cannot be fetched"):
        read("git:v1", SourceOptions(repo=f"file://{tmp_path}/nothing"))
    with pytest.raises(InvalidContract, match="there is no folder"):
        read("git:v1", SourceOptions(repo=str(tmp_path / "nothing")))


def _list(folder: Path) -> Path:
    (folder / "list.json").write_text(json.dumps([CONTRACT]))
    return folder / "list.json"


def _wrong(folder: Path) -> dict[str, Path]:
    edited = {**CONTRACT, "storesResult": False}
    return {
        "no such file": folder / "nowhere",
        "holds no contract": _folder(folder / "empty"),
        "edited by hand": _folder(folder / "edited", edited),
        "format version is 2, and this reads 1; update": _folder(
            folder / "newer", {**CONTRACT, "formatVersion": 2}
        ),
        "format version is None, and this reads 1; write": _bundle(
            folder / "older.json", CONTRACT, version=None
        ),
        "list.json: the file holds a list, and a contract or a bundle is an object; write": _list(folder),
        "holds no task": _bundle(folder / "none.json"),
        "the contract of one task": _folder(folder / "one", CONTRACT) / "images.resize.json",
        "/result is missing": _folder(folder / "less", {k: v for k, v in CONTRACT.items() if k != "result"}),
        "this is no contract .KeyError": _folder(folder / "retried", {**CONTRACT, "retries": {"max": 3}}),
        "this is no contract .TypeError": _folder(
            folder / "limited", {**CONTRACT, "limits": {"timeLimit": "60", "softTimeLimit": None}}
        ),
        "two contracts are named": _bundle(folder / "twice.json", CONTRACT, CONTRACT),
    }


def test_files_that_cannot_be_compared(tmp_path: Path) -> None:
    for part, path in _wrong(tmp_path).items():
        with pytest.raises(InvalidContract, match=part) as caught:
            read(str(path), OPTIONS)
        assert "\n" not in str(caught.value)
    nonsense = tmp_path / "nonsense.json"
    nonsense.write_text("{")
    with pytest.raises(InvalidContract, match="cannot be read as JSON"):
        read(str(nonsense), OPTIONS)
    nonsense.write_bytes(b"\xff\xfe{}")
    with pytest.raises(InvalidContract, match=r"nonsense\.json: the file is no text in UTF-8; write"):
        read(str(nonsense), OPTIONS)
    _bundle(tmp_path / "one" / "bundle.json", CONTRACT)
    with pytest.raises(InvalidContract, match="bundle in a folder"):
        read(str(tmp_path / "one"), OPTIONS)


def _workers(
    monkeypatch: pytest.MonkeyPatch, alive: set[str], *, listening: int = 0, **replies: Any
) -> SourceOptions:
    monkeypatch.setattr(live, "_ask", lambda *_: (alive | replies.keys(), replies, listening))
    told: list[str] = []
    monkeypatch.setattr(live, "told", told, raising=False)
    return SourceOptions(broker="redis://localhost/0", warn=told.append)


def _told() -> list[str]:
    return live.told  # type: ignore[attr-defined, no-any-return]


def test_workers_that_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"contracts": [CONTRACT]}
    options = _workers(monkeypatch, set(), one=answer, two={"contracts": [CONTRACT, OTHER]})
    assert read("live:", options) == [CONTRACT, OTHER]
    assert _told() == []


@pytest.mark.parametrize(
    ("alive", "listening", "sentence"),
    [
        ({"two"}, 0, "1 of 2 workers told their contracts within 3000 ms, but not two; raise"),
        (set(), 2, "1 of 2 workers told their contracts within 3000 ms, but not 1 that said nothing; raise"),
        ({"two"}, 4, "1 of 4 workers .*, but not two, and 2 that said nothing; raise .*: live:one$"),
    ],
)
def test_half_of_the_workers_is_not_compared(
    monkeypatch: pytest.MonkeyPatch, alive: set[str], listening: int, sentence: str
) -> None:
    with pytest.raises(InvalidContract, match=sentence):
        read("live:", _workers(monkeypatch, alive, listening=listening, one={"contracts": [CONTRACT]}))


def test_all_who_listen_have_told(monkeypatch: pytest.MonkeyPatch) -> None:
    options = _workers(monkeypatch, set(), listening=1, one={"contracts": [CONTRACT]})
    assert read("live:", options) == [CONTRACT]
    assert _told() == []


@pytest.mark.parametrize(
    ("heard", "count"),
    [
        ({"one": {"cpu"}, "two": {"cpu", "gpu"}}, 2),
        ({"one": {"cpu"}}, 2),
        ({"one": {"gpu"}}, 3),
        # Who does not say from where it takes may be a consumer of each queue.
        ({"one": {"cpu"}, "two": None}, 2),
        ({"one": set()}, 3),
    ],
)
def test_rabbitmq_tells_by_the_queues_who_listens(
    monkeypatch: pytest.MonkeyPatch, heard: dict[str, Any], count: int
) -> None:
    monkeypatch.setattr(listeners, "_consumers", lambda _, queue: {"cpu": 2, "gpu": 1}.get(queue, 0))
    told = {name: None if queues is None else frozenset(queues) for name, queues in heard.items()}
    broker = "pyamqp://nobody@127.0.0.1:1//"  # nothing is asked of it
    with Celery("listeners", broker=broker, set_as_current=False) as app:
        assert listeners.listening(app, broker, told, ["cpu", "none"]) == count


def test_worker_without_taskgate_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    options = _workers(monkeypatch, set(), one={"contracts": [CONTRACT]}, two={"error": "unknown"})
    assert read("live:", options) == [CONTRACT]
    assert "two is left out" in _told()[0]


def test_workers_that_cannot_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    changed_one = changed(lambda each: each.update(storesResult=False))
    with pytest.raises(InvalidContract, match="no worker answered within 3000 ms on redis://localhost/0"):
        read("live:", _workers(monkeypatch, set()))
    with pytest.raises(InvalidContract, match="two did not answer"):
        read("live:one,two", _workers(monkeypatch, set(), one={"contracts": [CONTRACT]}))
    with pytest.raises(InvalidContract, match="not the same in one and two"):
        read(
            "live:",
            _workers(monkeypatch, set(), one={"contracts": [CONTRACT]}, two={"contracts": [changed_one]}),
        )
    with pytest.raises(InvalidContract, match="no contract came from one"):
        read("live:", _workers(monkeypatch, set(), one={"contracts": []}))
    with pytest.raises(InvalidContract, match="give the names of workers"):
        read("live:one,", _workers(monkeypatch, set()))
    with pytest.raises(InvalidContract, match="no broker is given"):
        read("live:", OPTIONS)


def test_password_of_the_broker_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_ask", lambda *_: (set(), {}, 0))
    with pytest.raises(InvalidContract) as caught:
        read("live:", SourceOptions(broker="amqp://user:secret@host//"))
    assert "secret" not in str(caught.value)
