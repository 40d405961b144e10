"""What Python does for each operation of the vectors: Celery itself where the wire is Celery's.

An adapter is a pair: what is done with `given`, and the view of `expect` that Python can speak of. Celery
itself has no error codes, so that it is held to the name of the exception.
"""

import base64
import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from celery import Celery
from celery.result import AsyncResult
from taskgate.errors import InvalidResult
from taskgate.plain import check_plain

from celery_wire import broker_url, encode_rabbitmq, encode_redis, redis_client

Json = Any


class Adapter(NamedTuple):
    run: Callable[[Json], Json]
    view: Callable[[Json], Json] = lambda expect: expect


def decode_result(given: Json) -> Json:
    """Let Celery's own AsyncResult read the text."""
    task_id = str(uuid.uuid4())
    key = f"celery-task-meta-{task_id}"
    app = Celery("vectors", backend=broker_url("TASKGATE_TEST_REDIS_URL"), set_as_current=False)
    with redis_client() as client:
        client.set(key, given["text"], ex=60)
        try:
            return _read(AsyncResult(task_id, app=app))
        except (ValueError, TypeError, KeyError):  # what Celery raises for what is not a result
            return {"malformed": True}
        finally:
            client.delete(key)
            app.close()


def _read(result: AsyncResult[Any]) -> Json:
    state, value = result.state, result.result
    if state == "SUCCESS":
        try:
            check_plain(value)
        except InvalidResult:
            return {"malformed": True}
        return {"state": state, "value": _plain(value)}
    if isinstance(value, BaseException):
        return {"state": state, "raises": getattr(value, "exc_cls_name", type(value).__name__)}
    return {"state": state, "progress": value} if state == "PROGRESS" else {"state": state}


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
    "decode-result": Adapter(decode_result, _view_result),
}
