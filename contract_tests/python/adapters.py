"""What Python does for each operation of the vectors: Celery itself where the wire is Celery's.

An adapter is a pair: what is done with `given`, and the view of `expect` that Python can speak of. Celery
itself has no error codes, so that it is held to the name of the exception.
"""

import base64
import datetime
import json
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from celery import Celery
from celery.result import AsyncResult
from celery.utils.serialization import UnpickleableExceptionWrapper
from kombu.exceptions import DecodeError

import variadic  # noqa: F401 (a plain Celery task)
from celery_wire import (
    broker_url,
    encode_rabbitmq,
    encode_redis,
    redis_client,
    sent_event_rabbitmq,
    sent_event_redis,
)
from celery_workflow import encode_workflow
from taskgate import create_app
from taskgate.app import tasks_of
from taskgate.contracts.survey import reading_of
from taskgate.errors import InvalidArguments
from taskgate.schemas.plain import problems
from taskgate.schemas.signature import in_message

Json = Any

APP = create_app("vectors", tasks="scenarios")
TASKS = {definition.name: definition for definition in tasks_of(APP)}


class Adapter(NamedTuple):
    run: Callable[[Json], Json]
    view: Callable[[Json], Json] = lambda expect: expect


def validate_arguments(given: Json) -> Json:
    """Read the arguments as the worker does before it runs the task."""
    name = given["task"]
    signature = (TASKS.get(name) or reading_of(APP, APP.tasks[name]).definition).signature
    try:
        signature.read(*in_message(signature.parameters, given["arguments"]))
    except InvalidArguments as error:
        return {"paths": sorted({problem["path"] for problem in error.details["errors"]})}
    return {"paths": []}


def encode_revoke(given: Json) -> Json:
    """Revoke with Celery, and take the broadcast from Redis."""
    url = broker_url("TASKGATE_TEST_REDIS_URL")
    app = Celery("vectors", broker=url, set_as_current=False)
    with redis_client() as client, client.pubsub() as listener:
        database = client.get_connection_kwargs()["db"]
        listener.subscribe(f"/{database}.celery.pidbox")
        while (listener.get_message(timeout=10) or {}).get("type") != "subscribe":
            pass
        app.control.revoke(given["id"], terminate=given["terminate"])
        message = listener.get_message(timeout=10)
    app.close()
    assert message is not None, "Celery's broadcast did not come"
    return json.loads(base64.b64decode(json.loads(message["data"])["body"]))


def decode_result(given: Json) -> Json:
    """Let Celery's own AsyncResult read the text."""
    task_id = str(uuid.uuid4())
    key = f"celery-task-meta-{task_id}"
    app = Celery("vectors", backend=broker_url("TASKGATE_TEST_REDIS_URL"), set_as_current=False)
    with redis_client() as client:
        client.set(key, given["text"], ex=60)
        try:
            return _read(AsyncResult(task_id, app=app))
        except (DecodeError, ValueError, TypeError, KeyError):  # what Celery raises for what is not a result
            return {"malformed": True}
        finally:
            client.delete(key)
            app.close()


def _read(result: AsyncResult[Any]) -> Json:
    state: str = result.state  # a task may set states of its own
    value = result.result
    if state == "SUCCESS":
        if problems(_plain(value)):
            return {"malformed": True}  # what a worker with Taskgate refuses to write
        return {"state": state, "value": _plain(value)}
    if isinstance(value, BaseException):
        return {"state": state, "raises": _exception_name(value)}
    return {"state": state, "progress": value} if state == "PROGRESS" else {"state": state}


def _exception_name(error: BaseException) -> str:
    if isinstance(error, UnpickleableExceptionWrapper):
        return str(error.exc_cls_name)
    # Celery puts an exception that it cannot make again into the text of a bare one: <class 'a.B'>([]).
    unmade = re.match(r"<class '[\w.]*?(\w+)'>\(", str(error)) if type(error) is Exception else None
    return unmade[1] if unmade else type(error).__name__


def _view_result(expect: Json) -> Json:
    if "malformed" in expect:
        return {"malformed": True}
    if "error" in expect:
        return {"state": expect["state"], "raises": expect["error"]["exception"].rpartition(".")[2]}
    return expect


def _plain(value: Json) -> Json:
    """Kombu's typed values as the vectors write them."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case bytes():
            return {"$base64": base64.b64encode(value).decode()}
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case Decimal() | uuid.UUID():
            return str(value)
    return value


OPERATIONS: dict[str, Adapter] = {
    "encode-redis": Adapter(encode_redis),
    "encode-rabbitmq": Adapter(encode_rabbitmq),
    "sent-event-redis": Adapter(sent_event_redis),
    "sent-event-rabbitmq": Adapter(sent_event_rabbitmq),
    "encode-workflow": Adapter(encode_workflow),
    "encode-revoke": Adapter(encode_revoke),
    "validate-arguments": Adapter(validate_arguments),
    "decode-result": Adapter(decode_result, _view_result),
}
