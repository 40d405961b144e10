import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "install_brokers.sh"


@pytest.mark.parametrize(
    ("programs", "told"),
    [
        ({}, "The tests need redis-server docker-compose: install what is missing, or name brokers"),
        (
            {"apt-get": "exit 1", "id": "echo 1000", "sudo": "exit 1"},
            "run 'sudo apt-get install redis-server docker-compose', or name brokers",
        ),
        (
            {
                "apt-get": "exit 1",
                "id": "echo 0",
                "flock": "",
                "tee": "",
                "chmod": "",
                "rm": "",
                "env": "exit 1",
            },
            "apt-get could not install redis-server docker-compose: see above",
        ),
        ({"redis-server": ""}, "The tests need docker-compose: install what is missing.\n"),
    ],
)
def test_brokers_that_cannot_be_had_are_a_failure_with_a_remedy(
    tmp_path: Path, programs: dict[str, str], told: str
) -> None:
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    # A URL stands for RabbitMQ, which is looked for outside the PATH.
    env = {"PATH": str(tmp_path), "TASKGATE_TEST_AMQP_URL": "amqp://127.0.0.1"}
    ran = subprocess.run(
        ["/bin/sh", SCRIPT], env=env, capture_output=True, text=True, timeout=20, check=False
    )
    assert ran.returncode == 1
    assert told in ran.stderr
