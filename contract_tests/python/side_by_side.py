"""The same call published by Python's Celery and by the Node client, field by field.

`make wire` prints it; test_side_by_side.py holds every difference to the list of those that are meant.
"""

import base64
import json
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pika
from celery import Celery

from celery_wire import broker_url, pika_url, redis_client

Json = Any
CALL: Json = {"task": "images.thumbnail", "kwargs": {"location": "it's a photo.jpg", "width": 320}}
EXPIRES = 60  # seconds
PUBLISH = Path(__file__).resolve().parent.parent / "node" / "publish.mjs"

# Every field that may differ, and why.
MEANT = {
    "headers.id": "unique for a call",
    "headers.root_id": "the id again",
    "headers.expires": "the clock went on",
    "headers.origin": "the process that published",
    "properties.correlation_id": "the id again",
    "properties.reply_to": "unique for a client",
    "properties.delivery_tag": "unique for a message",
    "properties.expiration": "left out by the client: PROTOCOL.md, M14",
}


class Row(NamedTuple):
    field: str
    python: Json
    node: Json

    @property
    def remark(self) -> str:
        if self.python == self.node and type(self.python) is type(self.node):
            return ""
        return MEANT.get(self.field, "DIFFERS")


def compare(variable: str) -> list[Row]:
    """Publish on the broker that the environment variable names, once from each language."""
    url = broker_url(variable)
    queue = f"side-by-side-{uuid.uuid4()}"
    app = Celery("side-by-side", broker=url, set_as_current=False)
    app.send_task(CALL["task"], kwargs=CALL["kwargs"], queue=queue, expires=EXPIRES)
    app.close()
    take = _take_rabbitmq if url.startswith("amqp") else _take_redis
    python = dict(_fields(take(url, queue)))
    call = CALL | {"broker": url, "queue": queue, "id": str(uuid.uuid4()), "expiresMs": EXPIRES * 1000}
    subprocess.run(["node", PUBLISH, json.dumps(call)], check=True, timeout=60)
    node = dict(_fields(take(url, queue, last=True)))
    return [Row(field, python.get(field, "(absent)"), node.get(field, "(absent)")) for field in python | node]


def _fields(message: Json, prefix: str = "") -> Iterator[tuple[str, Json]]:
    for name, value in message.items():
        if name in ("headers", "properties"):
            yield from _fields(value, f"{name}.")
        else:
            yield prefix + name, value


def _take_redis(_: str, queue: str, *, last: bool = False) -> Json:
    with redis_client() as client:
        element = client.rpop(queue)
        assert isinstance(element, bytes)
        if last:
            client.delete(f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")
    message = json.loads(element)
    return message | {"body": json.loads(base64.b64decode(message["body"]))}


def _take_rabbitmq(url: str, queue: str, *, last: bool = False) -> Json:
    with pika.BlockingConnection(pika.URLParameters(pika_url(url))) as connection:
        channel = connection.channel()
        # The publisher does not wait for RabbitMQ: a consumer waits for the message, at most ten seconds.
        _, properties, body = next(channel.consume(queue, auto_ack=True, inactivity_timeout=10))
        channel.cancel()
        if last:
            channel.queue_delete(queue)
            channel.exchange_delete(queue)
    known = {name: value for name, value in vars(properties).items() if value is not None}
    return {"headers": known.pop("headers"), "properties": known, "body": json.loads(body)}


def main() -> None:
    """Print the comparison for both brokers."""
    for variable in ("TASKGATE_TEST_REDIS_URL", "TASKGATE_TEST_AMQP_URL"):
        print(f"\n{broker_url(variable).partition(':')[0]}: {CALL['task']}({CALL['kwargs']})")
        print(f"{'field':36} {'Python':44} {'Node':44}")
        for row in compare(variable):
            python, node = (json.dumps(value, ensure_ascii=False) for value in (row.python, row.node))
            same = node if row.remark else "the same"
            print(f"{row.field:36} {python:44} {same:44} {row.remark}".rstrip())


if __name__ == "__main__":
    main()
