"""What real Celery sends for a workflow, and what it tells the result backend of its chords."""

import base64
import json
import re
import uuid
from typing import Any

from celery import Celery

from canvas import signature_of
from celery_wire import broker_url, redis_client

Json = Any

CHORD = "celery-taskset-meta-"


def encode_workflow(given: dict[str, Json]) -> Json:
    """Start the workflow with Celery on Redis; take the messages from the list, and its chords' sizes."""
    url = broker_url("TASKGATE_TEST_REDIS_URL")
    queue = f"vectors-{uuid.uuid4()}"
    app = Celery("vectors", broker=url, backend=url, set_as_current=False)
    backend: Any = app.backend
    backend.add_pending_result = lambda result, **_: result  # nobody waits here: no subscription
    with redis_client() as client:
        before = set(client.scan_iter(f"{CHORD}*.s"))
        signature_of(app, given["workflow"], {"queue": queue, "reply_to": given["replyTo"]}).apply_async()
        elements = [json.loads(element) for element in reversed(client.lrange(queue, 0, -1))]
        sizes = sorted(set(client.scan_iter(f"{CHORD}*.s")) - before)
        chords = {key.decode()[len(CHORD) : -2]: int(client.get(key) or 0) for key in sizes}
        client.delete(queue, f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}", *sizes)
    backend.client.connection_pool.disconnect()
    app.close()
    messages = [_message(element) for element in elements]
    return _named(json.dumps({"messages": messages, "chords": chords}), given, queue)


def _message(element: Json) -> Json:
    headers = element["headers"]
    names = ("task", "id", "root_id", "parent_id", "group", "group_index")
    body = json.loads(base64.b64decode(element["body"]))
    return {**{name: headers[name] for name in names}, "body": _without_nulls(body)}


def _without_nulls(value: Json, key: str = "") -> Json:
    """PROTOCOL.md, W2: an option of a signature that is null says nothing."""
    match value:
        case list():
            return [_without_nulls(item) for item in value]
        case dict():
            kept = {name: _without_nulls(item, name) for name, item in value.items()}
            return {name: item for name, item in kept.items() if key != "options" or item is not None}
    return value


def _named(text: str, given: Json, queue: str) -> Json:
    """Give the ids of groups, which Celery makes up, the names group-1 and so on, as they come."""
    text = text.replace(queue, given["queue"])
    known = json.dumps(given)
    for match in re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        if match not in known:
            groups = len(set(re.findall(r"group-[0-9]+", text)))
            text = text.replace(match, f"group-{groups + 1}")
    return json.loads(text)
