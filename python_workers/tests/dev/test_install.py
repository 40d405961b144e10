import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[3] / "scripts"

ROOT = {"id": "echo 0", "apt-get": "exit 1", "flock": "", "tee": "", "chmod": "", "rm": ""}
"""Programs for which this user is root; without `env` no package can be installed."""


def install(
    script: str, folder: Path, programs: dict[str, str], **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a script where there are no programs but these, each the body of a shell script."""
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    command: list[str | Path] = ["/bin/sh", SCRIPTS / script]
    env = {"PATH": str(folder), **variables}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=20, check=False)


@pytest.mark.parametrize(
    ("programs", "told"),
    [
        ({}, "The tests need redis-server docker-compose: install what is missing, or name brokers"),
        (
            {"apt-get": "exit 1", "id": "echo 1000", "sudo": "exit 1"},
            "run 'sudo apt-get install redis-server docker-compose', or name brokers",
        ),
        (
            {**ROOT, "env": "exit 1"},
            "apt-get could not install redis-server docker-compose: see above",
        ),
        ({"redis-server": ""}, "The tests need docker-compose: install what is missing.\n"),
    ],
)
def test_brokers_that_cannot_be_had_are_a_failure_with_a_remedy(
    tmp_path: Path, programs: dict[str, str], told: str
) -> None:
    # A URL stands for RabbitMQ, which is looked for outside the PATH.
    ran = install("install_brokers.sh", tmp_path, programs, TASKGATE_TEST_AMQP_URL="amqp://127.0.0.1")
    assert ran.returncode == 1
    assert told in ran.stderr


@pytest.mark.parametrize(
    ("programs", "told"),
    [
        ({}, "install what is missing, or put a google-chrome on PATH.\n"),
        (
            {"apt-get": "exit 1", "id": "echo 1000", "sudo": "exit 1"},
            "run 'sudo apt-get install chromium fonts-dejavu-core fonts-liberation', or put",
        ),
        ({**ROOT, "env": "exit 1"}, "apt-get could not install chromium fonts-dejavu-core"),
        ({**ROOT, "flock": "exit 1"}, "Another installation has not ended within 10 minutes."),
    ],
)
def test_a_browser_that_cannot_be_had_is_a_failure_with_a_remedy(
    tmp_path: Path, programs: dict[str, str], told: str
) -> None:
    ran = install("install_chromium.sh", tmp_path, programs)
    assert ran.returncode == 1
    assert told in ran.stderr


def test_what_is_missing_is_installed_by_apt_alone_and_without_what_it_recommends(tmp_path: Path) -> None:
    env = f'echo "$@" >> {tmp_path}/said'
    ran = install("install_chromium.sh", tmp_path, {**ROOT, "env": env})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "Installing chromium fonts-dejavu-core fonts-liberation.",
        "Installed chromium fonts-dejavu-core fonts-liberation; no service was started.",
    ]
    update, installed = (tmp_path / "said").read_text().splitlines()
    assert update.endswith(" update")
    assert installed.endswith(
        " install -y --no-install-recommends chromium fonts-dejavu-core fonts-liberation"
    )
    assert install("install_chromium.sh", tmp_path, {"chromium": ""}).stdout.startswith("Nothing to install")
