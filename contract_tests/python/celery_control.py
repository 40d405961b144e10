"""What Celery broadcasts to its workers, taken from Redis."""

import base64
import json
from collections.abc import Callable
from typing import Any

from celery import Celery

from celery_wire import broker_url, redis_client

Json = Any


def encode_revoke(given: Json) -> Json:
    """Revoke with Celery, and take the body of the broadcast."""
    return _body(lambda control: control.revoke(given["id"], terminate=given["terminate"]))


def encode_command(given: Json) -> Json:
    """Broadcast a command with Celery, and take its body; a question has a ticket and an address."""
    asks = "ticket" in given
    # Nobody answers: the shortest time that Celery waits.
    options = {"reply": True, "timeout": 0.01, "limit": 1} if asks else {}
    body = _body(
        lambda control: control.broadcast(
            given["method"], arguments=given["arguments"], destination=given.get("destination"), **options
        )
    )
    if asks:
        assert body["ticket"]
        assert body["reply_to"]["routing_key"]
        body["ticket"] = given["ticket"]
        body["reply_to"]["routing_key"] = given["replyTo"]
    return body


def _body(broadcast: Callable[[Any], object]) -> Json:
    url = broker_url("TASKGATE_TEST_REDIS_URL")
    app = Celery("vectors", broker=url, set_as_current=False)
    with redis_client() as client, client.pubsub() as listener:
        database = client.get_connection_kwargs()["db"]
        listener.subscribe(f"/{database}.celery.pidbox")
        while (listener.get_message(timeout=10) or {}).get("type") != "subscribe":
            pass
        broadcast(app.control)
        message = listener.get_message(timeout=10)
    app.close()
    assert message is not None, "Celery's broadcast did not come"
    return json.loads(base64.b64decode(json.loads(message["data"])["body"]))
