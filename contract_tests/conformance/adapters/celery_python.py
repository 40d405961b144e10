"""Celery's own Python client: the reference."""

from __future__ import annotations

import base64
import contextlib
import json
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import celery
from celery import Celery, chain, chord, group
from celery.exceptions import TaskRevokedError
from celery.exceptions import TimeoutError as ResultTimeout

Json = Any

CAPABILITIES = (
    "redis rabbitmq publish tells-id task-id queue eta countdown expires priority time-limit soft-time-limit"
    " ignore-result headers shadow link link-error result result-by-id timeout state revoke terminate"
    " chain group chord"
)
OPTIONS = {
    "timeLimit": "time_limit",
    "softTimeLimit": "soft_time_limit",
    "ignoreResult": "ignore_result",
    "linkError": "link_error",
}


class Reference:
    """The operations, by the names of the requests."""

    def __init__(self) -> None:
        self.app = Celery(set_as_current=False)

    def open(self, request: Json) -> None:
        broker = request["broker"]
        self.app = Celery("conformance", broker=broker, backend=request["backend"], set_as_current=False)
        self.app.conf.task_default_queue = request["queue"]
        self.app.conf.broker_transport_options = (
            {"confirm_publish": True} if broker.startswith("amqp") else {}
        )

    def publish(self, request: Json) -> Json:
        args, kwargs = tuple(request.get("args", [])), request.get("kwargs", {})
        options = {"task_id": request.get("taskId"), **self._options(request.get("options", {}))}
        return {"taskId": self.app.send_task(request["task"], args, kwargs, **options).id}

    def result(self, request: Json) -> Json:
        return _ended(self.app.AsyncResult(request["taskId"]), request)

    def state(self, request: Json) -> Json:
        return {"state": self.app.AsyncResult(request["taskId"]).state}

    def revoke(self, request: Json) -> None:
        self.app.control.revoke(request["taskId"], terminate=request.get("terminate", False))

    def run(self, request: Json) -> Json:
        return _ended(self._workflow(request["workflow"]).apply_async(), request)

    def close(self, _request: Json) -> None:
        backend: Any = self.app.backend
        with contextlib.suppress(Exception):  # nothing was awaited
            backend.result_consumer.stop()
        self.app.close()

    def _options(self, options: Json) -> dict[str, Json]:
        named = {OPTIONS.get(name, name): value for name, value in options.items()}
        for name in ("eta", "expires"):
            if isinstance(named.get(name), str):
                named[name] = datetime.fromisoformat(named[name])
        for name in ("link", "link_error"):
            if name in named:
                named[name] = self._workflow(named[name])
        return named

    def _workflow(self, node: Json) -> Any:
        match node:
            case {"chain": parts}:
                return chain(*map(self._workflow, parts))
            case {"group": parts}:
                return group(list(map(self._workflow, parts)))
            case {"chord": {"header": header, "body": body}}:
                return chord(list(map(self._workflow, header)), self._workflow(body))
        return self.app.signature(
            node["task"],
            args=tuple(node.get("args", [])),
            kwargs=node.get("kwargs", {}),
            immutable=node.get("immutable", False),
            **self._options(node.get("options", {})),
        )


def _ended(result: Any, request: Json) -> Json:
    try:
        return {"state": "SUCCESS", "value": _written(result.get(timeout=request["timeoutMs"] / 1000))}
    except ResultTimeout:
        return {"state": "TIMEOUT"}
    except TaskRevokedError as error:
        return {"state": "REVOKED", "error": _error(error)}
    except Exception as error:
        return {"state": "FAILURE", "error": _error(error)}


def _error(error: Exception) -> Json:
    return {"type": f"{type(error).__module__}.{type(error).__qualname__}", "message": str(error)}


def _written(value: Json) -> Json:
    match value:
        case bytes():
            return {"$base64": base64.b64encode(value).decode()}
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case float() if value != value or value in (float("inf"), float("-inf")):
            return {"$number": str(value)}
        case list():
            return [_written(item) for item in value]
        case dict():
            return {name: _written(member) for name, member in value.items()}
    return value


def main() -> None:
    reference = Reference()
    operations: dict[str, Callable[[Json], Json]] = {
        name: getattr(reference, name)
        for name in ("open", "publish", "result", "state", "revoke", "run", "close")
    }
    for line in sys.stdin:
        request = json.loads(line)
        number, op = request.pop("id"), request.pop("op")
        answer: Json
        if op == "hello":
            offered = CAPABILITIES.split()
            answer = {
                "ok": {
                    "protocol": 1,
                    "name": "celery",
                    "version": celery.__version__,
                    "capabilities": offered,
                }
            }
        elif op not in operations:
            answer = {"unsupported": op}
        else:
            try:
                answer = {"ok": operations[op](request) or {}}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": number, **answer}), flush=True)


if __name__ == "__main__":
    main()
