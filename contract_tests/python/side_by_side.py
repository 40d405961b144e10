"""The same calls and workflows published by Python's Celery and by the Node client, field by field.

Celery's side is what was recorded of it, in four versions; the Node client publishes on brokers, as a
program does. So nothing has to be installed, and what a new Celery does otherwise is seen when it is
recorded. `make wire` prints one call; test_side_by_side.py holds every difference to
recorded/differences.json.
"""

import json
import re
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pika

from celery_wire import broker_url, redis_client
from comparison import same
from recorder import rabbitmq_wire, redis_wire, scenarios
from recorder.document import FOLDER, files
from recorder.normaliser import Normaliser
from recorder.reading import body_of, fields

Json = Any
Look = Callable[[str], list[Json]]
ABSENT = "(absent)"
MEANT = json.loads((FOLDER / "differences.json").read_text("utf-8"))["differences"]
SHOWN = ("call-026", "5.7")
_PUBLISH = Path(__file__).resolve().parent.parent / "node" / "publish.mjs"


class Row(NamedTuple):
    """A field in which the two may differ."""

    celery: str
    arrangement: str
    scenario: str
    field: str
    python: Json
    node: Json

    @property
    def meant(self) -> int | None:
        """Which entry of differences.json says that it differs; None where none does."""
        for number, entry in enumerate(MEANT):
            if re.fullmatch(entry["field"], self.field) and all(
                getattr(self, name) in entry[name]
                for name in ("celery", "arrangement", "scenario")
                if name in entry
            ):
                given = [name for name in ("python", "node") if name in entry]
                if all(same(getattr(self, name), entry[name]) for name in given):
                    return number
        return None

    @property
    def remark(self) -> str:
        """Empty where both are the same; else the reason, or that there is none."""
        if same(self.python, self.node):
            return ""
        return "DIFFERS" if self.meant is None else MEANT[self.meant]["reason"]


def recorded(arrangement: str) -> Iterator[tuple[str, dict[str, Json]]]:
    """The versions of Celery, and what each has recorded, by scenario."""
    for file in files():
        document = json.loads(file.read_text("utf-8"))
        if document["arrangement"] == arrangement:
            minor = ".".join(document["celery"].split(".")[:2])
            yield minor, {each["id"]: each for each in document["recordings"]}


def compare(arrangement: str) -> list[Row]:
    """Every field of every call and workflow that Node can send, with each version of Celery."""
    node = sent_by_node(arrangement)
    return [
        row
        for celery, recordings in recorded(arrangement)
        for scenario, own in node.items()
        for row in rows(celery, arrangement, scenario, recordings[scenario], own)
    ]


def rows(celery: str, arrangement: str, scenario: str, python: Json, node: Json) -> Iterator[Row]:
    """The fields of what both have sent for a scenario."""
    left, right = (dict(fields(_comparable(side))) for side in (python, node))
    for field in left | right:
        yield Row(celery, arrangement, scenario, field, left.get(field, ABSENT), right.get(field, ABSENT))


def _comparable(side: Json) -> Json:
    """What was sent, with the bodies read."""
    messages = []
    for message in side["messages"]:
        value = message.get("value", message)
        named = {name: each for name, each in message.items() if name != "value"}
        messages.append({**named, **value, "body": json.loads(body_of(message)[0])})
    return {"messages": messages, "chords": side.get("chords", {})}


@cache
def sent_by_node(arrangement: str) -> dict[str, Json]:
    """What the Node client publishes for each scenario that it can send; by scenario, normalised."""
    wanted = [
        each for each in scenarios.scenarios(arrangement) if each["do"] == "send" and "node" not in each
    ]
    redis = broker_url("TASKGATE_TEST_REDIS_URL")
    amqp = broker_url("TASKGATE_TEST_AMQP_URL")
    urls = {"redis": (redis, redis), "rabbitmq": (amqp, redis), "rpc": (amqp, "rpc://")}[arrangement]
    prefix = f"side-by-side-{uuid.uuid4()}."
    published = [{"node": each["publish"], "queue": prefix + each["id"]} for each in wanted]
    with _queues([each["queue"] for each in published], arrangement) as look, redis_client() as client:
        before = set(redis_wire.chord_sizes(client))
        given = {"broker": urls[0], "backend": urls[1], "published": published}
        done = subprocess.run(
            ["node", _PUBLISH], input=json.dumps(given), capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        began = datetime.fromtimestamp(int(done.stdout) / 1000, UTC)
        messages = {each["id"]: look(prefix + each["id"]) for each in wanted}
        chords = {
            group: size for group, size in redis_wire.chord_sizes(client).items() if group not in before
        }
        client.delete(*(f"celery-taskset-meta-{group}.s" for group in chords), "")
    sides = {}
    for scenario, own in messages.items():
        text = json.dumps(own).replace(prefix, "")
        prepared = {group: size for group, size in chords.items() if group in text}
        side = {"messages": json.loads(text), **({"chords": prepared} if prepared else {})}
        sides[scenario] = Normaliser(scenarios.text(), {}, began)(side)
    return sides


@contextmanager
def _queues(names: list[str], arrangement: str) -> Iterator[Look]:
    """Queues to publish to, and a look at each; they are gone afterwards."""
    if arrangement == "redis":
        with redis_client() as client:
            yield lambda queue: redis_wire.messages_on(client, queue, take=True)
        return
    url = rabbitmq_wire.pika_url(broker_url("TASKGATE_TEST_AMQP_URL"))
    with pika.BlockingConnection(pika.URLParameters(f"{url}?heartbeat=0")) as connection:
        channel = connection.channel()
        for name in names:
            channel.queue_declare(name, durable=True)
        try:
            yield lambda queue: rabbitmq_wire.messages_on(connection, queue, take=True)
        finally:
            for name in names:
                channel.queue_delete(name)


def main() -> None:
    """Print one call for both brokers."""
    scenario, celery = SHOWN
    for arrangement in ("redis", "rabbitmq"):
        node = sent_by_node(arrangement)[scenario]
        python = dict(recorded(arrangement))[celery][scenario]
        print(f"\n{arrangement}: {scenario}, recorded of Celery {celery}")
        print(f"{'field':44} {'Python':52} {'Node':52}")
        for row in rows(celery, arrangement, scenario, python, node):
            left, right = (json.dumps(value, ensure_ascii=False) for value in (row.python, row.node))
            print(f"{row.field:44} {left:52} {right if row.remark else 'the same':52} {row.remark}".rstrip())


if __name__ == "__main__":
    main()
