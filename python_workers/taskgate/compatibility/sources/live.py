"""Contracts of the workers that answer on the broker now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from celery import Celery
from kombu import Connection
from kombu.utils.url import maybe_sanitize_url

from taskgate.compatibility.sources import documents
from taskgate.compatibility.sources.listeners import listening
from taskgate.errors import InvalidContract
from taskgate.schemas.jsonschema import Json
from taskgate.worker.inspection import NAME

TIMEOUT_MS: Final = 3000
"""Milliseconds that the workers have to answer, where nothing else is said."""


@dataclass(frozen=True)
class Answers:
    """What workers have said, by their names; `silent` are those that run and did not tell their contracts.

    `within` says in words how long they had. `mute` counts those that listen and have said nothing at all, as
    far as the broker knows (listeners.py).
    """

    replies: Mapping[str, Any]
    silent: Sequence[str]
    within: str
    mute: int = 0

    @property
    def missing(self) -> str:
        """Return in words who did not tell: "celery@two, and 1 that said nothing"; empty where all did."""
        mute = f"{self.mute} that said nothing" if self.mute else ""
        return ", and ".join(each for each in (", ".join(self.silent), mute) if each)


def read(rest: str, broker: str | None, timeout_ms: int, warn: Callable[[str], None]) -> list[Json]:
    """Ask all workers, or those named: `celery@one,celery@two`.

    Raises InvalidContract also where some of them do not tell: a comparison with the others says nothing of
    these.
    """
    label = f"live:{rest}"
    named = list(dict.fromkeys(rest.split(","))) if rest else None
    if named is not None and "" in named:
        raise InvalidContract(
            f"{label}: give the names of workers, joined by commas: live:celery@one,celery@two"
        )
    answers = ask(label, broker, named, timeout_ms)
    told = answers.replies
    absent = [name for name in named or () if name not in told]
    if absent:
        raise InvalidContract(
            f"{label}: {', '.join(absent)} did not answer {answers.within}; `celery inspect ping` lists who "
            "runs"
        )
    if answers.missing:
        total = len(told) + len(answers.silent) + answers.mute
        raise InvalidContract(
            f"{label}: {len(told)} of {total} workers told their contracts {answers.within}, but not "
            f"{answers.missing}; raise --timeout-ms, wait until they are back, or name those to ask: "
            f"live:{','.join(sorted(told))}"
        )
    return _contracts(label, told, warn)


def ask(
    label: str, broker: str | None, named: list[str] | None, timeout_ms: int, queues: Iterable[str] = ()
) -> Answers:
    """Ask all workers, or those named, what they serve; raises InvalidContract where none answers.

    `queues` are those of further tasks, whose silent workers shall not be missed on RabbitMQ.
    """
    url = broker or os.environ.get("CELERY_BROKER_URL")
    if not url:
        raise InvalidContract(f"{label}: no broker is given; add --broker, or set CELERY_BROKER_URL")
    shown = maybe_sanitize_url(url)
    alive, replies, count = _ask(label, url, shown, named, timeout_ms / 1000, queues)
    within = f"within {timeout_ms} ms"
    if not replies:
        raise InvalidContract(
            f"{label}: no worker answered {within} on {shown}; start one, give --broker the URL that they "
            "have, or give them longer with --timeout-ms"
        )
    heard = alive | replies.keys()
    return Answers(replies, sorted(alive - replies.keys()), within, max(count - len(heard), 0))


def _ask(
    label: str, url: str, shown: str, named: list[str] | None, timeout: float, queues: Iterable[str]
) -> tuple[set[str], dict[str, Any], int]:
    """Return who answers a ping, what they serve, and how many of those asked listen, as far as is known."""
    try:
        with Connection(url) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=10)
        app = Celery("taskgate", broker=url, set_as_current=False)
        with app:
            inspect: Any = app.control.inspect(destination=named, timeout=timeout)
            alive = set(inspect.ping() or {})
            replies = dict(inspect._request(NAME) or {})
            if named:
                return alive, replies, 0
            heard = {name: taken_from(replies.get(name)) for name in alive | replies.keys()}
            return alive, replies, listening(app, url, heard, {*queues, *_of_tasks(replies)})
    except Exception as error:  # whatever the transport raises
        raise InvalidContract(
            f"{label}: the broker {shown} cannot be asked ({error}); check its URL"
        ) from error


def taken_from(reply: Any) -> frozenset[str] | None:
    """Return the queues that a worker takes from (PROTOCOL.md, K7), None where it does not say."""
    told = reply.get("queues") if isinstance(reply, dict) else None
    return frozenset(map(str, told)) if isinstance(told, list) else None


def _of_tasks(replies: Mapping[str, Any]) -> set[str]:
    """Return the queues of the tasks that were told, as far as they can be read."""
    found = set()
    for reply in replies.values():
        told = reply.get("contracts") if isinstance(reply, dict) else None
        for contract in told if isinstance(told, list) else []:
            queue = contract.get("queue") if isinstance(contract, dict) else None
            if isinstance(queue, dict) and isinstance(queue.get("name"), str):
                found.add(queue["name"])
    return found


def _contracts(label: str, replies: Mapping[str, Any], warn: Callable[[str], None]) -> list[Json]:
    found: dict[str, tuple[str, Json]] = {}
    for worker, answer in sorted(replies.items()):
        told = answer.get("contracts") if isinstance(answer, dict) else None
        if not isinstance(told, list):
            warn(f"{worker} is left out: it has no contracts, for its app does not import taskgate.")
            continue
        for document in told:
            contract = documents.checked(f"{label} {worker}", document)
            other, known = found.setdefault(contract["name"], (worker, contract))
            if known != contract:
                raise InvalidContract(
                    f"{label}: the task {contract['name']!r} is not the same in {other} and {worker}; wait "
                    f"until all workers run the same code, or name those to ask: live:{worker}"
                )
    if not found:
        raise InvalidContract(
            f"{label}: no contract came from {', '.join(sorted(replies))}; import taskgate there"
        )
    return [contract for _, contract in found.values()]
