"""Test Celery clients: `python -m conformance [options] [-- command...]`, under scripts/brokers.py.

With a command that program is tested, and what it came to printed. Without one the clients of clients.json
are, and docs/CONFORMANCE.md is written, unless some of them or some of the cases are chosen. Exit codes:
0 all is right, 1 something is wrong, 2 it cannot be run as it was asked for, 70 this program is at fault.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Final

import pika.exceptions
import redis.exceptions

from conformance.cases import BROKERS, ROOT, BadCases, Case, load
from conformance.clients import BadClients, Listed, complaints, guest, listed, strange_words
from conformance.outcomes import Record
from conformance.program import CannotStart
from conformance.redis_side import NotEmpty
from conformance.runner import Runner
from conformance.stage import Stage
from conformance.table import counts, document
from conformance.worker import WorkerFailed

TABLE: Final = ROOT / "docs" / "CONFORMANCE.md"
_URLS: Final = ("TASKGATE_TEST_REDIS_URL", "TASKGATE_TEST_AMQP_URL")


class CannotRun(Exception):
    """What was asked for cannot be done; says why, and what to do."""


def main(words: list[str]) -> int:
    """Do what the words say; returns the exit code."""
    options = _parser().parse_args(words)
    try:
        return _run(options)
    except (CannotRun, BadCases, BadClients, CannotStart, NotEmpty, WorkerFailed) as error:
        return _fail(str(error))
    except (redis.exceptions.ConnectionError, pika.exceptions.AMQPConnectionError) as error:
        return _fail(f"a broker does not answer: {error or type(error).__name__}")
    except Exception:
        traceback.print_exc()
        return 70


def _run(options: argparse.Namespace) -> int:
    known = load()
    cases = _chosen(known, options.case)
    clients = _clients(options)
    urls = [os.environ.get(variable, "") for variable in _URLS]
    if not all(urls):
        raise CannotRun(
            f"{' and '.join(_URLS)} are needed: run it as `python scripts/brokers.py -- <command>`"
        )
    with tempfile.TemporaryDirectory(prefix="taskgate-conformance-") as folder:
        tested = list(zip(clients, _tested(clients, cases, urls, Path(folder)), strict=True))
    found = [line for client, record in tested for line in complaints(client, record)]
    for client, record in tested:
        found += strange_words(client, record, known)
        _print(client, record)
    if not (options.command or options.only or options.case):
        found += _written(document(cases, tested), check=options.check)
    for line in found:
        print(f"FAILED: {line}", file=sys.stderr)
    return 1 if found else 0


def _tested(clients: list[Listed], cases: list[Case], urls: list[str], folder: Path) -> list[Record]:
    """Broker by broker, so that one worker of each is enough."""
    runners = [Runner(each.client, folder, _say) for each in clients]
    try:
        for broker in BROKERS:
            with contextlib.closing(Stage(broker, urls[0], urls[1], folder)) as stage:
                for runner in runners:
                    runner.on(broker, stage, cases)
        return [runner.finish() for runner in runners]
    finally:
        for runner in runners:
            runner.drop()


def _chosen(cases: list[Case], ids: list[str]) -> list[Case]:
    if unknown := sorted(set(ids) - {case.id for case in cases}):
        raise CannotRun(f"no case is called {', '.join(unknown)}")
    return [case for case in cases if not ids or case.id in ids]


def _clients(options: argparse.Namespace) -> list[Listed]:
    if options.command:
        return [guest(options.command, Path.cwd())]
    clients = listed()
    if unknown := sorted(set(options.only) - {each.client.name for each in clients}):
        raise BadClients(f"clients.json has no client {', '.join(unknown)}")
    if options.only:
        return [each for each in clients if each.client.name in options.only]
    return [each for each in clients if each.role != "example"]


def _written(text: str, *, check: bool) -> list[str]:
    if check and (not TABLE.exists() or TABLE.read_text("utf-8") != text):
        return [f"docs/{TABLE.name} says something else: `make conformance` writes it"]
    if not check:
        TABLE.write_text(text, "utf-8")
    return []


def _print(client: Listed, record: Record) -> None:
    cells = [f"{level} {a} right, {b} wrong, {c} not offered" for level, (a, b, c) in counts(record).items()]
    print(f"{client.title}: {'; '.join(cells)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="a client of clients.json"
    )
    parser.add_argument("--case", action="append", default=[], metavar="ID", help="a case")
    parser.add_argument(
        "--check", action="store_true", help="compare docs/CONFORMANCE.md, and do not write it"
    )
    parser.add_argument("command", nargs="*", help="the program of a client, after --")
    return parser


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _fail(sentence: str) -> int:
    print(f"conformance: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
