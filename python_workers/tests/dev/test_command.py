import os
import pty
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from taskgate.dev.command import dev
from taskgate.dev.ports import free_ports
from taskgate.dev.processes import Processes
from taskgate.dev.redis import start_redis
from tests.waiting import until

MAIN = "from taskgate.dev.command import dev; dev(prog_name='taskgate dev')"
PATIENT = f"""
import signal
from taskgate.dev import command
command._FAREWELL = ((signal.SIGTERM, 3600.0),)
{MAIN}
"""
WORKER = """
import time
from celery import Celery
app = Celery("worker")

@app.task(name="numbers.add", queue="cpu")
def add(x, y):
    return x + y

@app.task(name="numbers.sleep")
def sleep(seconds):
    time.sleep(seconds)
"""
CALL = "from worker import add; print('sum', add.delay(1, 2).get(timeout=60))"
SLEEP = (
    "from worker import sleep; sleep.delay(100); print('calling', flush=True); import time; time.sleep(100)"
)


@dataclass
class Machine:
    """A folder to work in, a folder for temporary files, and a mark by which to find processes."""

    folder: Path
    mark: str = field(default_factory=lambda: f"TASKGATE_TEST_MARK={uuid.uuid4()}")

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    def start(self, *words: str, main: str = MAIN, **settings: str) -> "subprocess.Popen[str]":
        """Start `taskgate dev` in the folder, with the environment variables `settings`."""
        name, value = self.mark.split("=")
        without = {k: v for k, v in os.environ.items() if not k.startswith("CELERY_")}
        return subprocess.Popen(
            [sys.executable, "-c", main, "-c", "1", *words],
            cwd=self.folder,
            env=without | {name: value, "TMPDIR": str(self.temporary)} | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str, **settings: str) -> tuple[int, str]:
        """Its exit code and its output."""
        process = self.start(*words, **settings)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output

    def processes(self) -> list[str]:
        """What runs with the mark in its environment or in the folder: one `pid command` a process.

        Redis writes its title over its environment, hence the folder. Zombies are left out.
        """
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            try:
                is_here = str(each.joinpath("cwd").readlink()).startswith(str(self.folder))
                if is_here or self.mark.encode() in each.joinpath("environ").read_bytes():
                    command = each.joinpath("cmdline").read_bytes().replace(b"\0", b" ")
                    found.append(f"{each.name} {command.decode(errors='replace')}")
            except OSError:
                continue
        return found

    def left(self) -> list[str]:
        return self.processes() + [str(each) for each in self.temporary.iterdir()]

    def expect_clean(self) -> None:
        assert self.left() == []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "worker.py").write_text(WORKER)
    (tmp_path / "tmp").mkdir()
    return Machine(tmp_path)


def expect(process: "subprocess.Popen[str]", text: str) -> None:
    """Read the output until a line of it contains the text."""
    assert process.stdout
    seen = []
    for line in process.stdout:
        seen.append(line)
        if text in line:
            return
    raise AssertionError(f"{text!r} is not in {''.join(seen)!r}")


def test_a_command_calls_the_worker_s_tasks_in_every_queue(machine: Machine) -> None:
    code, output = machine.run("--", sys.executable, "-c", CALL)
    assert code == 0, output
    assert "sum 3" in output
    assert "for the queues celery, cpu on redis://127.0.0.1:" in output
    machine.expect_clean()


def test_it_exits_with_the_command_s_code(machine: Machine) -> None:
    assert machine.run("--", "sh", "-c", "exit 23")[0] == 23
    machine.expect_clean()


def test_what_the_command_leaves_among_the_temporary_files_is_removed(machine: Machine) -> None:
    code, output = machine.run("--", sys.executable, "-c", "import tempfile; print(tempfile.mkdtemp())")
    assert code == 0, output
    assert output.rpartition("\n/")[2].startswith(f"{machine.temporary}/"[1:]), output
    machine.expect_clean()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_soon(machine: Machine, signum: signal.Signals) -> None:
    process = machine.start("--", sys.executable, "-c", SLEEP)
    expect(process, "calling")
    # This program, its watchdog, Redis, the worker, its one child, the command.
    assert len(machine.processes()) == 6, machine.processes()
    started = time.monotonic()
    process.send_signal(signum)
    process.communicate(timeout=60)
    assert process.returncode in (1, 128 + signum)
    assert time.monotonic() - started < 30  # it is 10 s on a machine that does nothing else
    machine.expect_clean()


def test_a_second_signal_does_not_wait_for_the_task(machine: Machine) -> None:
    process = machine.start("--", sys.executable, "-c", SLEEP, main=PATIENT)
    expect(process, "calling")
    process.send_signal(signal.SIGINT)
    until(lambda: len(machine.processes()) < 6)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)  # the task would have an hour
    machine.expect_clean()


def test_a_signal_while_it_starts_leaves_nothing(machine: Machine) -> None:
    (machine.folder / "worker.py").write_text("import time; time.sleep(100)")
    process = machine.start("--", "true")
    until(lambda: any("taskgate.dev.worker" in each for each in machine.processes()))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT
    machine.expect_clean()


def test_nothing_is_left_when_it_is_killed(machine: Machine) -> None:
    process = machine.start("--", sys.executable, "-c", SLEEP)
    expect(process, "calling")
    process.kill()
    process.communicate(timeout=60)
    until(lambda: not machine.left())


def test_without_a_command_it_shows_the_urls_and_runs_until_ctrl_c(machine: Machine) -> None:
    process = machine.start()
    expect(process, "export CELERY_RESULT_BACKEND=redis://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    machine.expect_clean()


def test_the_command_gets_the_terminal_and_its_ctrl_c(machine: Machine) -> None:
    code = "import sys; print(sys.stdin.isatty(), 'read', input(), flush=True); import time; time.sleep(100)"
    name, value = machine.mark.split("=")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(machine.folder)
        os.environ.update({name: value, "TMPDIR": str(machine.temporary)})
        words = [sys.executable, "-c", MAIN, "-c", "1", "--", sys.executable, "-c", code]
        os.execv(sys.executable, words)
    seen = b""
    os.write(terminal, b"hello\n")
    while b"True read hello" not in seen:
        seen += os.read(terminal, 4096)
    os.write(terminal, b"\x03")
    while b"KeyboardInterrupt" not in seen:
        seen += os.read(terminal, 4096)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGINT
    machine.expect_clean()


def test_a_given_broker_is_used_and_no_redis_started(machine: Machine) -> None:
    with Processes() as processes:
        url = start_redis(processes).url(3)
        show = "import os; print(os.environ['CELERY_RESULT_BACKEND'])"
        call = [sys.executable, "-c", f"{CALL}; {show}"]
        # With nothing on the PATH and no package, a Redis of its own could not start.
        code, output = machine.run("--", *call, CELERY_BROKER_URL=url)
    assert code == 0, output
    assert f"on {url}" in output
    assert f"sum 3\n{url}\n" in output
    machine.expect_clean()


@pytest.mark.parametrize(
    ("scheme", "cause"), [("redis", "Connection refused"), ("amqp", "Connection refused"), ("redis", "")]
)
def test_a_broker_that_does_not_answer_is_one_sentence(machine: Machine, scheme: str, cause: str) -> None:
    port = free_ports(1)[0] if cause else "port"
    started = time.monotonic()
    code, output = machine.run("--", "true", CELERY_BROKER_URL=f"{scheme}://me:secret@127.0.0.1:{port}/0")
    assert code == 1
    assert f"CELERY_BROKER_URL: {scheme}://127.0.0.1:{port}/0 cannot be used:" in output
    assert cause in output
    assert "secret" not in output
    assert output.count("\n") == 1, output
    assert time.monotonic() - started < 20
    machine.expect_clean()


def test_where_the_broker_is_no_redis_one_is_started_for_the_results(machine: Machine) -> None:
    show = [sys.executable, "-c", "import os; print(os.environ['CELERY_RESULT_BACKEND'])"]
    code, output = machine.run("--", *show, CELERY_BROKER_URL="memory://")
    assert code == 0, output
    assert "\nredis://127.0.0.1:" in output
    machine.expect_clean()


def test_a_worker_that_does_not_start_shows_why(machine: Machine) -> None:
    (machine.folder / "worker.py").write_text("raise RuntimeError('this file is broken')")
    code, output = machine.run("--", "echo", "not run")
    assert code == 1
    assert "worker ended with exit code 1 before it was ready" in output
    assert "RuntimeError: this file is broken" in output
    assert "not run" not in output
    machine.expect_clean()


def test_a_task_file_that_is_refused_is_one_sentence(machine: Machine) -> None:
    (machine.folder / "worker.py").write_text("from taskgate import create_app; app = create_app('worker')")
    (machine.folder / "tasks").mkdir()
    (machine.folder / "tasks" / "broken.py").write_text("import nowhere")
    code, output = machine.run("--", "echo", "not run")
    assert code == 1
    assert output.splitlines()[1].startswith("    tasks/broken.py cannot be imported: ModuleNotFoundError")
    assert output.count("\n") == 2
    machine.expect_clean()


def test_a_command_that_is_not_there_is_named(machine: Machine) -> None:
    code, output = machine.run("--", "no-such-program")
    assert code == 1
    assert "no-such-program cannot be started: No such file or directory" in output
    machine.expect_clean()


def test_no_redis_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    outcome = CliRunner().invoke(dev, ["--", "true"])
    assert outcome.exit_code == 1
    assert outcome.output.startswith("Error: No Redis found: install redis-server")
    assert outcome.output.count("\n") == 1
