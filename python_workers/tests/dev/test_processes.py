import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes
from taskgate.dev.signals import Interrupted

PYTHON = sys.executable
FOREVER = "import signal; signal.pause()"


def is_alive(pid: int) -> bool:
    """Whether there is such a process, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def signal_later(signum: int, delay_s: float = 0.2) -> None:
    threading.Timer(delay_s, os.kill, (os.getpid(), signum)).start()


def test_leaving_ends_the_last_one_first_and_removes_the_folder() -> None:
    note = (
        "import signal, sys, os\ndef end(*_): print(sys.argv[1], file=open(sys.argv[2], 'a')); os._exit(0)\n"
    )
    note += "signal.signal(signal.SIGTERM, end); print('ready', flush=True); signal.pause()"
    order = Path(os.devnull)
    with Processes() as processes:
        order = processes.folder.parent / f"{processes.folder.name}.order"
        for name in ("first", "second"):
            child = processes.start(name, [PYTHON, "-c", note, name, order])
            processes.wait_until(lambda child=child: "ready" in child.tail(), child, 60)  # type: ignore[misc]
    try:
        assert order.read_text().split() == ["second", "first"]
    finally:
        order.unlink()
    assert not processes.folder.exists()


def test_a_child_that_will_not_go_is_killed_with_its_own_children() -> None:
    stubborn = (
        "import signal, subprocess, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "inner = subprocess.Popen([sys.executable, '-c', sys.argv[1]])\n"
        "print(inner.pid, flush=True)\n"
        "signal.pause()"
    )
    with Processes() as processes:
        child = processes.start("child", [PYTHON, "-c", stubborn, FOREVER], farewell=((signal.SIGTERM, 0.2),))
        processes.wait_until(lambda: bool(child.tail()), child, 60)
        inner = int(child.tail())
        assert is_alive(inner)
    assert not is_alive(child.process.pid)
    assert not is_alive(inner)


def test_a_signal_while_it_ends_is_enough_for_all_that_are_left() -> None:
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True)"
    with Processes() as processes:
        for name in ("first", "second"):
            words = [PYTHON, "-c", f"{stubborn}; {FOREVER}"]
            child = processes.start(name, words, farewell=((signal.SIGTERM, 30.0),))
            processes.wait_until(lambda child=child: "ready" in child.tail(), child, 60)  # type: ignore[misc]
        signal_later(signal.SIGINT)
        started = time.monotonic()
    assert time.monotonic() - started < 25  # of 30 each


def test_nothing_is_left_after_an_exception() -> None:
    processes = Processes()
    with contextlib.suppress(ZeroDivisionError), processes:
        child = processes.start("child", [PYTHON, "-c", FOREVER])
        raise ZeroDivisionError
    assert not is_alive(child.process.pid)
    assert not processes.folder.exists()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_wait(signum: signal.Signals) -> None:
    before = signal.getsignal(signum)
    with Processes() as processes:
        child = processes.start("child", [PYTHON, "-c", FOREVER])
        signal_later(signum)
        with pytest.raises(Interrupted) as caught:
            processes.watch()
    assert caught.value.signum == signum
    assert not is_alive(child.process.pid)
    assert signal.getsignal(signum) == before


def test_a_child_that_ends_before_it_is_ready_shows_the_end_of_its_log() -> None:
    code = "import sys; [print('line', n) for n in range(100)]; sys.exit(4)"
    message = r"child ended with exit code 4 before it was ready\n[^$]*line 99$"
    with Processes() as processes:
        child = processes.start("child", [PYTHON, "-c", code])
        with pytest.raises(ProcessError, match=message):
            processes.wait_until(lambda: False, child, 60)


def test_a_child_that_is_never_ready_is_given_up() -> None:
    started = time.monotonic()
    with Processes() as processes:
        child = processes.start("child", [PYTHON, "-c", FOREVER])
        with pytest.raises(ProcessError, match=r"child was not ready within 0\.3 s"):
            processes.wait_until(lambda: False, child, 0.3)
    assert time.monotonic() - started < 30
    assert not is_alive(child.process.pid)


def test_a_program_that_is_not_there_is_named() -> None:
    with (
        pytest.raises(ProcessError, match="/nowhere/program cannot be started: No such file"),
        Processes() as it,
    ):
        it.start("child", ["/nowhere/program"])


def test_a_command_s_exit_code_is_returned() -> None:
    with Processes() as processes:
        assert processes.run(["sh", "-c", "exit 7"]) == 7
        assert processes.run(["sh", "-c", "kill -KILL $$"]) == 128 + signal.SIGKILL


def test_a_signal_is_passed_on_to_the_command_whose_exit_code_counts() -> None:
    with Processes() as processes:
        signal_later(signal.SIGTERM, 0.5)
        # The shell's trap runs once its child, which gets the signal as well, has ended.
        assert processes.run(["sh", "-c", "trap 'exit 9' TERM; sleep 60"]) == 9


def test_a_child_that_ends_while_the_command_runs_ends_it() -> None:
    with Processes() as processes:
        processes.start("child", ["sh", "-c", "sleep 0.3; exit 5"])
        with pytest.raises(ProcessError, match="child ended with exit code 5"):
            processes.run(["sleep", "60"])


def test_a_process_that_the_command_leaves_behind_is_ended() -> None:
    with Processes() as processes:
        note = processes.folder / "pid"
        assert processes.run(["sh", "-c", 'sleep 60 & echo $! >"$0"', str(note)]) == 0
        left = int(note.read_text())
        assert not is_alive(left)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over")
def test_a_daemon_that_the_command_starts_is_ended_and_reaped() -> None:
    with Processes() as processes:
        note = processes.folder / "pid"
        daemon = 'setsid sh -c \'echo $$ >"$0.new"; mv "$0.new" "$0"; exec sleep 60\' "$0" &'
        wait = 'while [ ! -e "$0" ]; do sleep 0.02; done'
        assert processes.run(["sh", "-c", f"{daemon} {wait}", str(note)]) == 0
        left = int(note.read_text())
        assert is_alive(left)
    assert not is_alive(left)
