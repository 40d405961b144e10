"""The command: bad input in one sentence, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from click.testing import CliRunner, Result

from taskgate.cli import main
from taskgate.worker import sightings
from tests.compatibility.contracts import Json, changed, contract

OLD = contract()
NARROWED = changed(lambda each: each["parameters"][1]["schema"].update(maximum=50))

Ask = Callable[..., Result]


@pytest.fixture
def ask(tmp_path: Path, url: str, redis: Any) -> Ask:
    """Ask about new workers, none of which run."""

    def call(new: Json, *words: str) -> Result:
        (tmp_path / "new.json").write_text(json.dumps({"formatVersion": 1, "tasks": [new]}))
        given = ["--role", "worker", "--backend", url, "--node-client", str(tmp_path)]
        given += ["--expect-workers", "0"]
        return CliRunner().invoke(main, ["can-i-deploy", str(tmp_path / "new.json"), *given, *words])

    return call


@pytest.fixture
def seen(redis: Any) -> None:
    key = sightings.seen_key(Celery(set_as_current=False))
    sightings.keep_contracts(redis, [OLD], 100)
    sightings.keep_sighting(redis, key, OLD["name"], OLD["fingerprint"], 100)


def test_exit_codes_are_those_of_the_diff(ask: Ask, seen: None) -> None:
    assert ask(OLD).exit_code == 0
    result = ask(NARROWED)
    assert result.exit_code == 1
    assert 'payload  {"path": "text", "width": 51}' in result.output


def test_nobody_seen_is_unknown_unless_nothing_runs(ask: Ask, url: str) -> None:
    assert ask(NARROWED).exit_code == 0
    result = ask(NARROWED, "--expect-workers", "1", "--broker", url, "--timeout-ms", "100")
    assert result.exit_code == 2
    assert result.output.startswith(
        "Error: the running workers: no worker answered within 100 ms on redis://"
    )


def test_how_long_ago_is_said(ask: Ask, redis: Any, monkeypatch: pytest.MonkeyPatch, seen: None) -> None:
    redis.zadd(sightings.SEEN_KEY, {f"{OLD['fingerprint']} {OLD['name']}": 1000})
    assert ask(NARROWED).exit_code == 1
    assert ask(NARROWED, "--seen-within", "60").exit_code == 0


def test_key_prefix_comes_from_the_environment(
    ask: Ask, seen: None, redis: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS", '{"global_keyprefix": "shop"}')
    assert ask(NARROWED).exit_code == 0
    redis.rename(sightings.SEEN_KEY, f"shop_{sightings.SEEN_KEY}")
    assert ask(NARROWED).exit_code == 1


def test_accepted_break_is_0(ask: Ask, seen: None, tmp_path: Path) -> None:
    (tmp_path / "accepted.toml").write_text(
        '[[accept]]\nrule = "parameter-narrowed"\ntask = "images.resize"\n'
        'place = "/parameters/1/schema/maximum"\nreason = "Agreed."\nuntil = 2999-01-01'
    )
    assert ask(NARROWED, "--accept", str(tmp_path / "accepted.toml")).exit_code == 0


def test_named_clients_are_asked_beside_those_seen(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "clients.json").write_text(json.dumps({"formatVersion": 1, "tasks": [OLD]}))
    result = ask(NARROWED, "--clients", str(tmp_path / "clients.json"), "--format", "json")
    assert result.exit_code == 1
    (party,) = json.loads(result.stdout)["parties"]
    assert party["source"] == str(tmp_path / "clients.json")
    assert party["findings"][0]["payload"] == {"path": "text", "width": 51}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--backend", "redis://127.0.0.1:1/0"], 2, "cannot be read"),
        (["--backend", "nonsense://x"], 2, "cannot be used"),
        (["--backend", "rpc://"], 3, "only in Redis"),
        (["--backend", "", "--expect-workers", "1"], 3, "no result backend is given"),
        (["--clients", "live:"], 2, "is what runs"),
        (["--clients", "nowhere"], 2, "there is no such file or folder"),
        (["--expect-workers", "1"], 2, "no broker is given"),
        (["--role", "client"], 2, "no broker is given"),
        (["--expect-workers", "1", "--broker", "redis://127.0.0.1:1/0"], 2, "cannot be asked"),
        (["--role", "nobody"], 2, "Invalid value for '--role'"),
    ],
)
def test_bad_input_is_one_sentence(words: list[str], code: int, said: str, ask: Ask) -> None:
    result = ask(OLD, *words)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert len(result.output.splitlines()) <= 5
