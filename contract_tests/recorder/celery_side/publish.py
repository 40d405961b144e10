"""Publishes with the Celery that is installed where it runs: a line of JSON in, a line of JSON out for each.

{"do": "facts"}                                              versions, and the id that replies are sent to
{"do": "publish", "node": ..., "options": {...}}             publish a call or a workflow
{"do": "control", "call": name, "arguments": {...}}          a remote control command, and its replies
"""

import json
import platform
import sys
import traceback
import uuid
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import kombu.pidbox

from canvas import signature_of
from recorded_tasks import app

Json = Any
_WAIT_S = 20.0
# Where workers answer to has another random name for each question; whoever listens beside us has to know it
# before.
OID = str(uuid.uuid4())
setattr(kombu.pidbox, "oid_from", lambda *_, **__: OID)  # noqa: B010 (it is no member that types know)


def facts(_: Json) -> Json:
    return {
        "celery": version("celery"),
        "kombu": version("kombu"),
        "python": platform.python_version(),
        "oid": OID,
        "base": sys.base_prefix,
    }


def publish(given: Json) -> Json:
    node, options = given["node"], given["options"]
    step = signature_of(app, node, options)
    if "task" not in node:
        step.apply_async()
        return None
    # A plain call is not one of a signature: send_task() says no less and no more than is given.
    own = dict(step.options)
    for name in ("link", "link_error"):
        if own.get(name) is None:
            own.pop(name, None)
    app.send_task(node["task"], args=step.args, kwargs=step.kwargs, **own)
    return None


def control(given: Json) -> Json:
    call, arguments = given["call"], given.get("arguments", {})
    if call == "revoke":  # nobody answers
        app.control.revoke(**arguments)
        return None
    if call == "ping":
        return app.control.ping(timeout=_WAIT_S, limit=1)
    if call in ("add_consumer", "cancel_consumer"):
        return app.control.broadcast(call, arguments=arguments, reply=True, timeout=_WAIT_S, limit=1)
    if call == "broadcast":
        return app.control.broadcast(arguments["command"], reply=True, timeout=_WAIT_S, limit=1)
    return getattr(app.control.inspect(timeout=_WAIT_S, limit=1), call)()


_DEEDS: dict[str, Callable[[Json], Json]] = {"facts": facts, "publish": publish, "control": control}


def main() -> None:
    # What libraries print goes elsewhere: the standard output is for answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        given = json.loads(line)
        try:
            answer = {"ok": _DEEDS[given["do"]](given)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer, default=str), file=answers, flush=True)


if __name__ == "__main__":
    main()
