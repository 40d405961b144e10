"""What Celery's own AsyncResult makes of what stands in the result backend.

Celery has no error codes and no places: it is held to the state, the value, and the name of the exception.
"""

import base64
import datetime
import re
import uuid
from decimal import Decimal
from typing import Any

from celery import Celery
from celery.result import AsyncResult
from celery.utils.serialization import UnpickleableExceptionWrapper
from kombu.exceptions import DecodeError

from celery_wire import broker_url, redis_client
from taskgate.schemas.plain import problems

Json = Any


def decode_result(given: Json) -> Json:
    """Let AsyncResult read the text; none is a key that is not there."""
    task_id = str(uuid.uuid4())
    app = Celery("vectors", backend=broker_url("TASKGATE_TEST_REDIS_URL"), set_as_current=False)
    backend: Any = app.backend
    key = backend.get_key_for_task(task_id)
    with redis_client() as client:
        if given["text"] is not None:
            client.set(key, given["text"], ex=60)
        try:
            return read(AsyncResult(task_id, app=app))
        except (DecodeError, ValueError, TypeError, KeyError):  # what Celery raises for what is not a result
            return {"malformed": True}
        finally:
            client.delete(key)
            app.close()


def decode_value(given: Json) -> Json:
    """Let AsyncResult read the text as the value of a SUCCESS."""
    return decode_result({"text": _stored("SUCCESS", given["text"])})


def decode_progress(given: Json) -> Json:
    """Let AsyncResult read the text as what a state of the task's own holds."""
    return decode_result({"text": _stored("PROGRESS", given["text"])})


def view_result(expect: Json) -> Json:
    """Return what Celery can say of what is expected."""
    if "malformed" in expect:
        return {"malformed": True}
    if "error" in expect:
        return {"state": expect["state"], "raises": expect["error"]["exception"].rpartition(".")[2]}
    return expect


def _stored(state: str, result: str) -> str:
    return f'{{"status": "{state}", "result": {result}, "traceback": null, "children": [], "task_id": "t"}}'


def read(result: AsyncResult[Any]) -> Json:
    """Return a result in the words of the vectors; raises what Celery raises where it is none."""
    state: str = result.state  # a task may set states of its own
    value = result.result
    if state == "SUCCESS":
        if problems(_plain(value)):
            return {"malformed": True}  # what a worker with Taskgate refuses to write
        return {"state": state, "value": _plain(value)}
    if isinstance(value, BaseException):
        return {"state": state, "raises": _exception_name(value)}
    return {"state": state, "progress": _plain(value)} if state == "PROGRESS" else {"state": state}


def _exception_name(error: BaseException) -> str:
    if isinstance(error, UnpickleableExceptionWrapper):
        return str(error.exc_cls_name)
    # Celery puts an exception that it cannot make again into the text of a bare one: <class 'a.B'>([]).
    unmade = re.match(r"<class '[\w.]*?(\w+)'>\(", str(error)) if type(error) is Exception else None
    return unmade[1] if unmade else type(error).__name__


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
