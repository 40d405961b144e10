"""A Celery client of one's own, which knows Redis, publishing and waiting, with its adapter."""

import base64
import json
import sys
import time
import uuid
from typing import Any

import redis


def publish(client: Any, queue: str, task: str, args: Any, kwargs: Any) -> Any:
    task_id, where = str(uuid.uuid4()), {"exchange": "", "routing_key": queue}
    properties: Any = {"correlation_id": task_id, "delivery_tag": str(uuid.uuid4()), "delivery_info": where}
    properties |= {"delivery_mode": 2, "priority": 0, "body_encoding": "base64"}
    message: Any = {"content-type": "application/json", "content-encoding": "utf-8", "properties": properties}
    message["headers"] = {"lang": "py", "task": task, "id": task_id}
    message["body"] = base64.b64encode(json.dumps([args, kwargs, {}]).encode()).decode()
    client.lpush(queue, json.dumps(message))
    return {"taskId": task_id}


def result(client: Any, task_id: str, timeout_ms: float) -> Any:
    deadline = time.monotonic() + timeout_ms / 1000
    while time.monotonic() < deadline:
        stored = json.loads(client.get(f"celery-task-meta-{task_id}") or "{}")
        if stored.get("status") == "SUCCESS":
            return {"state": "SUCCESS", "value": stored["result"]}
        if stored.get("status") in ("FAILURE", "REVOKED"):
            told = {"type": stored["result"]["exc_type"], "message": str(stored["result"]["exc_message"])}
            return {"state": stored["status"], "error": told}
        time.sleep(0.02)
    return {"state": "TIMEOUT"}


ok: Any = {}
for request in map(json.loads, sys.stdin):
    if request["op"] == "hello":
        offered = ["redis", "publish", "tells-id", "result", "timeout"]
        ok = {"protocol": 1, "name": "example", "version": "1", "capabilities": offered}
    elif request["op"] == "open":
        broker, backend, queue = (request[name] for name in ("broker", "backend", "queue"))
        client, results, ok = redis.Redis.from_url(broker), redis.Redis.from_url(backend), {}
    elif request["op"] == "publish":
        ok = publish(client, queue, request["task"], request.get("args", []), request.get("kwargs", {}))
    elif request["op"] == "result":
        ok = result(results, request["taskId"], request["timeoutMs"])
    print(json.dumps({"id": request["id"], "ok": ok}), flush=True)
