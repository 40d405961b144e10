"""What real Celery puts on a broker for a call, taken from outside Celery: with redis-py and with pika."""

import base64
import json
import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pika
import redis
from celery import Celery

Json = Any

# What Python writes and a case leaves open is replaced by what the case gives, after a look at its form.
ORIGIN = re.compile(r"gen[0-9]+@.+")


def broker_url(variable: str) -> str:
    """The URL of a test broker, or an error that says how to get one."""
    url = os.environ.get(variable)
    if not url:
        raise RuntimeError(f"{variable} is not set: run this under `python scripts/brokers.py -- <command>`")
    return url


def redis_client() -> redis.Redis:
    """A client of the test Redis, for looking at what Celery wrote."""
    client = redis.Redis.from_url(broker_url("TASKGATE_TEST_REDIS_URL"))
    assert isinstance(client, redis.Redis)
    return client


def encode_redis(given: dict[str, Json]) -> Json:
    """Publish the call with Celery on Redis and take the element from the list."""
    queue = f"vectors-{uuid.uuid4()}"
    _publish(broker_url("TASKGATE_TEST_REDIS_URL"), given, queue)
    with redis_client() as client:
        keys = [key.decode() for key in client.scan_iter(f"{queue}*")]
        assert len(keys) == 1, f"one list was to be written, there are {keys}"
        [element] = client.lrange(keys[0], 0, -1)
        client.delete(keys[0], f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")
    value = json.loads(element)
    value["body"] = json.loads(base64.b64decode(value["body"], validate=True))
    properties = value["properties"]
    uuid.UUID(properties["delivery_tag"])
    properties["delivery_tag"] = given["deliveryTag"]
    properties.pop("expiration", None)  # PROTOCOL.md, M14: the one thing that we leave out
    properties["delivery_info"]["routing_key"] = given["queue"]
    _settle(value["headers"], given)
    return {"key": keys[0].replace(queue, given["queue"]), "value": value}


def encode_rabbitmq(given: dict[str, Json]) -> Json:
    """Publish the call with Celery on RabbitMQ and get the message from the queue."""
    queue = f"vectors-{uuid.uuid4()}"
    url = broker_url("TASKGATE_TEST_AMQP_URL")
    _publish(url, given, queue)
    with pika.BlockingConnection(pika.URLParameters(pika_url(url))) as connection:
        channel = connection.channel()
        delivery, properties, body = channel.basic_get(queue, auto_ack=True)
        channel.queue_delete(queue)
        channel.exchange_delete(queue)
    assert delivery is not None, "Celery's message is not on the queue"
    _settle(properties.headers, given)
    return {
        "exchange": "",
        "routingKey": given["queue"],
        "headers": properties.headers,
        "properties": {
            name: value
            for name, value in vars(properties).items()
            if value is not None and name not in ("headers", "expiration")  # M14
        },
        "body": json.loads(body),
    }


def _publish(url: str, given: dict[str, Json], queue: str) -> None:
    app = Celery("vectors", broker=url, set_as_current=False)
    if url.startswith("amqp"):
        app.conf.broker_transport_options = {
            "confirm_publish": True
        }  # it is on the queue when publish returns
    options: dict[str, Json] = {
        "eta": _instant(given.get("eta")),
        "expires": _soon(given.get("expires")),
        "time_limit": given.get("timeLimit"),
        "soft_time_limit": given.get("softTimeLimit"),
        "priority": given.get("priority"),
        "shadow": given.get("shadow"),
        "headers": given.get("headers"),
        "ignore_result": given.get("ignoreResult"),
    }
    with app.connection_for_write() as connection:
        app.send_task(
            given["task"],
            args=tuple(given["args"]),
            kwargs=given["kwargs"],
            connection=connection,
            task_id=given["id"],
            queue=queue,
            reply_to=given["replyTo"],
            **{name: value for name, value in options.items() if value is not None},
        )
    app.close()


def pika_url(url: str) -> str:
    # Celery writes the virtual host "/" as it is, pika wants it escaped.
    return f"{url[:-1]}%2F" if url.endswith("//") else url


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _soon(text: str | None) -> datetime | None:
    # RabbitMQ refuses an expiration of more than 49 days and drops what has expired, so that Celery gets the
    # given instant with the date of tomorrow.
    if text is None:
        return None
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.fromisoformat(text).timetz())


def _settle(headers: dict[str, Json], given: dict[str, Json]) -> None:
    assert ORIGIN.fullmatch(headers["origin"])
    headers["origin"] = given["origin"]
    if given.get("expires") is not None:
        assert headers["expires"][10:] == given["expires"][10:]
        headers["expires"] = given["expires"]
