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
from kombu import Exchange, Queue

from recorder.rabbitmq_wire import pika_url

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
        names = (queue, _exchange(queue))
        client.delete(
            keys[0], *(f"_kombu.binding{kind}.{name}" for kind in ("", "_permanent") for name in names)
        )
    value = json.loads(element)
    value["body"] = json.loads(base64.b64decode(value["body"], validate=True))
    properties = value["properties"]
    uuid.UUID(properties["delivery_tag"])
    properties["delivery_tag"] = given["deliveryTag"]
    properties.pop("expiration", None)  # PROTOCOL.md, M14: the one thing that we leave out
    properties["delivery_info"] = _given_route(given, queue, **properties["delivery_info"])
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
        for name in (queue, _exchange(queue)):
            channel.exchange_delete(name)
    assert delivery is not None, "Celery's message is not on the queue"
    _settle(properties.headers, given)
    route = _given_route(given, queue, delivery.exchange, delivery.routing_key)
    return {
        "exchange": route["exchange"],
        "routingKey": route["routing_key"],
        "headers": properties.headers,
        "properties": {
            name: value
            for name, value in vars(properties).items()
            if value is not None and name not in ("headers", "expiration")  # M14
        },
        "body": json.loads(body),
    }


def sent_event_redis(given: dict[str, Json]) -> Json:
    """Publish the call with Celery on Redis, and hear the `task-sent` event that it publishes."""
    queue = f"vectors-{uuid.uuid4()}"
    with redis_client() as client, client.pubsub() as listener:
        database = client.get_connection_kwargs()["db"]
        listener.psubscribe(f"/{database}.celeryev/*")
        while (listener.get_message(timeout=10) or {}).get("type") != "psubscribe":
            pass
        _publish(broker_url("TASKGATE_TEST_REDIS_URL"), given, queue, with_event=True)
        client.delete(queue, f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")
        while (message := listener.get_message(timeout=10)) is not None:
            value = json.loads(message["data"])
            event = json.loads(base64.b64decode(value["body"], validate=True))
            if isinstance(event, dict) and event.get("uuid") == given["id"]:
                break
    assert message is not None, "Celery's event did not come"
    uuid.UUID(value["properties"]["delivery_tag"])
    value["properties"]["delivery_tag"] = given["deliveryTag"]
    value["body"] = _settled_event(event, value["headers"], given, queue)
    return {"channel": message["channel"].decode().partition(".")[2], "value": value}


def sent_event_rabbitmq(given: dict[str, Json]) -> Json:
    """Publish the call with Celery on RabbitMQ, and get the `task-sent` event that it publishes."""
    queue = f"vectors-{uuid.uuid4()}"
    url = broker_url("TASKGATE_TEST_AMQP_URL")
    with pika.BlockingConnection(pika.URLParameters(pika_url(url))) as connection:
        channel = connection.channel()
        channel.exchange_declare("celeryev", "topic", durable=True)
        own = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(own, "celeryev", "#")
        _publish(url, given, queue, with_event=True)
        channel.queue_delete(queue)
        channel.exchange_delete(queue)
        messages = channel.consume(own, auto_ack=True, inactivity_timeout=10)
        while True:
            delivery, properties, body = next(messages)
            assert body is not None, "Celery's event did not come"
            event = json.loads(body)
            if isinstance(event, dict) and event.get("uuid") == given["id"]:
                break
    named = {name: value for name, value in vars(properties).items() if value is not None}
    return {
        "exchange": delivery.exchange,
        "routingKey": delivery.routing_key,
        "headers": named.pop("headers"),
        "properties": named,
        "body": _settled_event(event, properties.headers, given, queue),
    }


def _settled_event(event: Json, headers: Json, given: dict[str, Json], queue: str) -> Json:
    assert ORIGIN.fullmatch(headers["hostname"])
    assert event["hostname"] == headers["hostname"]
    headers["hostname"] = given["origin"]
    left_open = {"timestamp": float, "clock": int, "pid": int, "utcoffset": float}
    assert all(type(event[name]) is kind for name, kind in left_open.items())
    assert (event["queue"], event["routing_key"]) == (queue, queue)
    names = {"hostname": given["origin"], "queue": given["queue"], "routing_key": given["queue"]}
    settled = event | names | {name: given[name] for name in left_open}
    if given.get("expires") is not None:
        settled["expires"] = _given_date(event["expires"], given)
    return settled


def _publish(url: str, given: dict[str, Json], queue: str, with_event: bool = False) -> None:
    app = Celery("vectors", broker=url, set_as_current=False)
    app.conf.task_send_sent_event = with_event
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
    app.conf.task_default_queue = queue  # which Celery declares also where an exchange decides
    route: dict[str, Json] = {"queue": queue}
    with app.connection_for_write() as connection:
        if "exchange" in given:
            route = {"exchange": _exchange(queue), "routing_key": given["routingKey"]}
            exchange = Exchange(_exchange(queue), type="direct")
            Queue(queue, exchange, routing_key=given["routingKey"])(connection.default_channel).declare()
        app.send_task(
            given["task"],
            args=tuple(given["args"]),
            kwargs=given["kwargs"],
            connection=connection,
            task_id=given["id"],
            reply_to=given["replyTo"],
            **route,
            **{name: value for name, value in options.items() if value is not None},
        )
    app.close()


def _exchange(queue: str) -> str:
    """Return the name of the exchange to which the queue of a case is bound that names one."""
    return f"{queue}-exchange"


def _given_route(given: dict[str, Json], queue: str, exchange: str, routing_key: str) -> Json:
    """Return what a case gives for the route that a message took, after a look at it."""
    if "exchange" in given:
        assert (exchange, routing_key) == (_exchange(queue), given["routingKey"])
        return {"exchange": given["exchange"], "routing_key": routing_key}
    assert (exchange, routing_key) == ("", queue)
    return {"exchange": "", "routing_key": given["queue"]}


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
        headers["expires"] = _given_date(headers["expires"], given)


def _given_date(written: str, given: dict[str, Json]) -> str:
    assert written[10:] == given["expires"][10:]
    return str(given["expires"])
