"""A Python program that has never heard of Taskgate, and does what it is told: `python python_side.py`.

It has a plain Celery app, `app`, with the broker and the results of CELERY_BROKER_URL and
CELERY_RESULT_BACKEND and the settings of the JSON object PLAIN_SETTINGS. Each line of the standard input is a
JSON object `{code, names}`: source that sees the values in `names` under their names, and what earlier source
has defined, as at Python's prompt. It is answered by one line of JSON, until the input ends:

    {"value": ...}    the value of the last statement where that is an expression, otherwise null
    {"raised": {"type", "module", "args", "text", "traceback"}}    an exception; args as Python writes them
"""

import ast
import inspect
import json
import os
import sys
import traceback
from typing import Any

from celery import Celery, chain, chord, group, signature
from celery.result import AsyncResult, GroupResult


def main() -> None:
    app = Celery(
        "python_side", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_RESULT_BACKEND"]
    )
    app.conf.update(json.loads(os.environ.get("PLAIN_SETTINGS", "{}")))
    names: dict[str, Any] = {
        "app": app,
        "AsyncResult": AsyncResult,
        "GroupResult": GroupResult,
        "chain": chain,
        "chord": chord,
        "group": group,
        "signature": signature,
    }
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line), names)), flush=True)
    os._exit(0)  # results that are collected with the interpreter would connect once more, and fail noisily


def _answer(request: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    names.update(request["names"])
    try:
        value = _run(inspect.cleandoc(request["code"]), names)
        json.dumps(value)  # one that is no JSON is the source's own mistake
    except Exception as error:
        kind = type(error)
        return {
            "raised": {
                "type": kind.__name__,
                "module": kind.__module__,
                "args": [repr(each) for each in error.args],
                "text": str(error),
                "traceback": traceback.format_exc(),
            }
        }
    return {"value": value}


def _run(source: str, names: dict[str, Any]) -> Any:
    statements = ast.parse(source).body
    last = statements[-1] if statements else None
    if not isinstance(last, ast.Expr):
        exec(compile(source, "<test>", "exec"), names)
        return None
    exec(compile(ast.Module(statements[:-1], []), "<test>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<test>", "eval"), names)


if __name__ == "__main__":
    main()
