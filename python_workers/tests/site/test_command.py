from __future__ import annotations

import json
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from taskgate.cli import main
from taskgate.compatibility import engine, validation
from taskgate.contracts import export
from tests.site.contracts import REPOSITORY, contract, parameter


def docs(*words: object) -> Result:
    return CliRunner().invoke(main, ["contracts", "docs", *map(str, words)])


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True, timeout=30)


def write(folder: Path, *contracts: dict[str, Any]) -> None:
    export.write(sorted(contracts, key=lambda each: str(each["name"])), folder)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a git repository: at `v1` it has a.kept, a.other and a.gone; since then a.other has changed, and
    a.new has come for a.gone."""
    protocol = tmp_path / "repository" / "protocol"
    protocol.mkdir(parents=True)
    git(protocol.parent, "init", "--quiet")
    git(protocol.parent, "commit", "--quiet", "--allow-empty", "-m", "nothing yet")
    git(protocol.parent, "tag", "v0")
    write(protocol, contract("a.kept"), contract("a.other"), contract("a.gone", summary="Was here."))
    git(protocol.parent, "add", ".")
    git(protocol.parent, "commit", "--quiet", "-m", "contracts")
    git(protocol.parent, "tag", "v1")
    other = contract("a.other", parameter("x", {"type": "string"}))
    write(protocol, contract("a.kept", summary="Other words."), other, contract("a.new"))
    return protocol.parent


@pytest.mark.parametrize("source", ["protocol/tasks", "protocol/bundle.json"])
def test_a_folder_and_a_bundle_give_the_same_page(source: str, tmp_path: Path) -> None:
    result = docs(REPOSITORY / source, "-o", tmp_path / "site")
    assert result.exit_code == 0, result.output
    assert result.output == f"{tmp_path / 'site' / 'index.html'}\n"
    one = (tmp_path / "site" / "index.html").read_text()
    docs(REPOSITORY / "protocol/bundle.json", "-o", tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == one
    assert 'id="primes.count"' in one


@pytest.mark.parametrize("source", ["protocol/tasks", "protocol/bundle.json"])
def test_what_has_changed_since_a_revision(source: str, repository: Path, tmp_path: Path) -> None:
    result = docs(repository / source, "-o", tmp_path, "--since", "v1")
    assert result.exit_code == 0, result.output
    html = (tmp_path / "index.html").read_text()
    start = html.index('<section class="changes"')
    section = html[start : html.index("</section>", start)]
    parts = section.split("<h3>")[1:]
    assert [part[: part.index("<")] for part in parts] == ["Breaking (1)", "Added (1)", "Removed (1)"]
    assert ["#since:a.other" in parts[0], "#a.new" in parts[1], "a.gone" in parts[2]] == [True] * 3
    assert "a.kept" not in section
    assert "Was here." in parts[2]
    found = html[html.index('id="since:a.other"') :]
    assert "parameter-added-required" in found[: found.index("</article>")]


def test_without_the_packages_that_compare_the_remedy_is_named(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "jsonschema_rs", None)
    monkeypatch.setattr(validation, "jsonschema", None)
    result = docs(repository / "protocol/tasks", "-o", tmp_path, "--since", "v1")
    assert result.exit_code == 0, result.output
    html = (tmp_path / "index.html").read_text()
    assert result.stderr.startswith("Only fingerprints were compared, which do not say what breaks: ")
    assert "pip install 'taskgate[compare]'" in result.stderr
    assert "pip install 'taskgate[compare]'" in unescape(html)
    assert "Changed on the wire (1)" in html
    assert '<a href="#a.other">' in html
    assert "since:" not in html


def _judge(folder: Path) -> Path:
    """Return a command that judges payloads as the npm package does, for it may not be built here."""
    path = folder / "judge"
    path.write_text(
        f"#!{sys.executable}\nimport json, sys, jsonschema\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    fits = jsonschema.Draft202012Validator(asked['schema']).is_valid(asked['value'])\n"
        "    print(json.dumps({'accepted': fits}))\n"
    )
    path.chmod(0o755)
    return path


def test_who_has_judged_the_payloads_is_said(repository: Path, tmp_path: Path) -> None:
    words = [repository / "protocol/tasks", "-o", tmp_path, "--since", "v1", "--node-client"]
    assert (
        "The payloads were not verified in JavaScript: there is no" in docs(*words, tmp_path / "none").stderr
    )
    html = (tmp_path / "index.html").read_text()
    assert "Payloads were judged in Python alone." in html
    assert str(tmp_path) not in html
    assert docs(*words, _judge(tmp_path)).stderr == ""
    html = (tmp_path / "index.html").read_text()
    assert "in python and javascript" in html
    assert "in Python alone" not in html


def test_no_change_is_said(repository: Path, tmp_path: Path) -> None:
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "more")
    assert docs(repository / "protocol/tasks", "-o", tmp_path, "--since", "HEAD").exit_code == 0
    assert "No task was added, changed or removed." in (tmp_path / "index.html").read_text()


def test_a_revision_is_a_source_too(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    for words in (["git:v1"], ["git:v1:protocol/bundle.json"], ["protocol", "--since", "git:v1"]):
        assert docs(*words, "-o", tmp_path).exit_code == 0
    assert docs("git:v1", "-o", tmp_path, "--since", "v1").exit_code == 0
    assert "No task was added, changed or removed." in (tmp_path / "index.html").read_text()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["protocol/tasks", "--since", "v9"], "there is no such revision"),
        (["protocol/tasks", "--since=--all"], "give a revision"),
        (["protocol/tasks", "--since", "v0"], "the revision has no protocol/tasks"),
        (["protocol/bundle.json", "--since", "v0"], "the revision has no protocol/bundle.json"),
        (["nowhere"], "there is no such file or folder"),
        (["."], "the folder holds no contract"),
    ],
)
def test_a_source_that_cannot_be_read_is_named(
    words: list[str], remedy: str, repository: Path, tmp_path: Path
) -> None:
    source, *options = words
    result = docs(repository / source, "-o", tmp_path, *options)
    assert result.exit_code == 2
    assert remedy in result.output
    assert result.output.startswith("Error: INVALID_CONTRACT: ")
    assert result.output.count("\n") == 1


def test_a_folder_outside_of_git_has_no_revisions(tmp_path: Path) -> None:
    write(tmp_path, contract("a.b"))
    result = docs(tmp_path / "tasks", "-o", tmp_path / "site", "--since", "v1")
    assert result.exit_code == 2
    assert "is in no git repository: leave --since out" in result.output


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("{", "cannot be read as JSON"),
        (json.dumps({"formatVersion": 2, "tasks": []}), "the format version is 2"),
        (json.dumps({"formatVersion": 1, "tasks": [{**contract("a.b"), "storesResult": False}]}), "by hand"),
        (json.dumps({"formatVersion": 1, "tasks": []}), "holds no task"),
        (json.dumps({"formatVersion": 1, "tasks": [contract("a.b")] * 2}), "two contracts are named 'a.b'"),
    ],
)
def test_a_file_that_is_no_contract_is_named(text: str, remedy: str, tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(text)
    result = docs(path, "-o", tmp_path / "site")
    assert result.exit_code == 2
    assert remedy in result.output
    assert str(path) in result.output
    assert not (tmp_path / "site").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = docs(REPOSITORY / "protocol/tasks", "-o", tmp_path / "file" / "site")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
