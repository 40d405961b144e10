"""What Celery makes of the options of a call: headers, keys of priorities, delays."""

import datetime
import uuid
import warnings
from typing import Any

from celery import Celery
from kombu import Connection, Exchange, Queue
from kombu.transport.native_delayed_delivery import MAX_LEVEL, calculate_routing_key, level_name
from kombu.transport.virtual.base import UndeliverableWarning

from celery_wire import broker_url, redis_client

Json = Any


def encode_options(given: Json) -> Json:
    """Return the headers that options decide; they are given as a Node caller gives them, in milliseconds."""
    options = given["options"]
    app = Celery("vectors", broker="memory://", set_as_current=False)
    message = app.amqp.as_task_v2(
        str(uuid.uuid4()),
        "reports.build",
        now=datetime.datetime.fromisoformat(given["now"]),
        timezone=datetime.UTC,
        countdown=_seconds(options.get("countdownMs")),
        eta=_moment(options.get("eta")),
        expires=_seconds(options.get("expiresMs")),
        time_limit=_seconds(options.get("timeLimitMs")),
        soft_time_limit=_seconds(options.get("softTimeLimitMs")),
        ignore_result=options.get("ignoreResult"),
        shadow=options.get("shadow"),
    )
    names = ("eta", "expires", "timelimit", "ignore_result", "shadow")
    return {name: message.headers[name] for name in names}


def _seconds(milliseconds: float | None) -> Any:  # Celery's hints know no fractions of limits
    if milliseconds is None:
        return None
    seconds = milliseconds / 1000
    return int(seconds) if seconds.is_integer() else seconds


def _moment(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)


def priority_key(given: Json) -> Json:
    """Return the list that kombu chooses for the priority."""
    with Connection(broker_url("TASKGATE_TEST_REDIS_URL")) as connection:
        channel: Any = connection.default_channel
        return {"key": channel._q_for_pri(given["queue"], given["priority"])}


def bound_queues(given: Json) -> Json:
    """Let kombu bind queues to an exchange of Redis, and say where it would send a message.

    `members` of the case are what it has written.
    """
    name = f"vectors-{uuid.uuid4()}"
    key = f"_kombu.binding.{name}"
    with Connection(broker_url("TASKGATE_TEST_REDIS_URL")) as connection, redis_client() as client:
        channel: Any = connection.default_channel
        exchange = Exchange(name, type=given["type"])
        for routing_key, queue in given["bound"]:
            Queue(f"{name}.{queue}", exchange, routing_key=routing_key)(channel).declare()
        members: Any = client.smembers(key)
        written = {member.decode().replace(f"{name}.", "") for member in members}
        assert written == set(given["members"]), f"kombu has written {sorted(written)}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndeliverableWarning)  # the answer says it
            found = channel._lookup(name, given["routingKey"], default="")
        client.delete(key, f"_kombu.binding_permanent.{name}")
    return {"queues": sorted(queue.removeprefix(f"{name}.") for queue in found if queue)}


def delayed_route(given: Json) -> Json:
    """Return where Celery sends a message that RabbitMQ is to hold."""
    seconds = int(given["delayMs"] / 1000)
    if seconds < 1:
        return {"exchange": "", "routingKey": given["queue"]}
    return {"exchange": level_name(MAX_LEVEL), "routingKey": calculate_routing_key(seconds, given["queue"])}
