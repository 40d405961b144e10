"""A client that does one thing wrong: `python bad_client.py <what>`. It asks no broker."""

import json
import os
import sys
import time

WHAT = sys.argv[1]
FOR_EVER_S = 600
CAPABILITIES = {"no-capabilities": "redis publish", "a-number": 3, "misspelt": ["redis", "publsh"]}
was_bad = False
if WHAT == "raises-at-once":
    raise LookupError("no such thing")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def answer(number: int, **members: object) -> None:
    say(json.dumps({"id": number, **members}))


for line in sys.stdin:
    request = json.loads(line)
    number, op = request["id"], request["op"]
    is_bad = op == "publish" and request["task"] == "bad"
    was_bad = was_bad or is_bad
    if op == "hello":
        protocol = 2 if WHAT == "other-protocol" else 1
        capabilities = CAPABILITIES.get(WHAT, ["redis", "publish"])
        answer(number, ok={"protocol": protocol, "name": "bad", "version": "1", "capabilities": capabilities})
    elif not is_bad:
        answer(number, ok={"taskId": "x"})
        if WHAT == "dies-after-close" and was_bad and op == "close":
            sys.exit(3)
    elif WHAT == "hangs":
        time.sleep(FOR_EVER_S)
    elif WHAT == "no-json":
        say("INFO connected")
    elif WHAT == "not-a-number":
        say(f'{{"id": {number}, "ok": {{"value": NaN}}}}')
    elif WHAT == "nested":
        say("[" * 200_000)
    elif WHAT == "no-object":
        say("[1]")
    elif WHAT == "no-end-of-line":
        sys.stdout.write("x" * 5_000_000)
        sys.stdout.flush()
        time.sleep(FOR_EVER_S)
    elif WHAT == "dies":
        sys.exit(3)
    elif WHAT == "raises":
        raise LookupError("no such thing")
    elif WHAT == "is-killed":
        os.kill(os.getpid(), 9)
    elif WHAT == "twice":
        answer(number, ok={"taskId": "x"})
        answer(number, ok={"taskId": "x"})
    elif WHAT == "not-asked":
        answer(number + 7, ok={"taskId": "x"})
    elif WHAT == "earlier":
        answer(number - 1, ok={"taskId": "x"})
    elif WHAT == "both":
        answer(number, ok={"taskId": "x"}, error="no")
    elif WHAT == "no-id":
        answer(number, ok={})
    elif WHAT == "neither":
        answer(number)
    elif WHAT == "dies-later":
        answer(number, ok={"taskId": "x"})
        sys.exit(3)
    elif WHAT == "says-error":
        answer(number, error="refused by the library")
    elif WHAT == "says-unsupported":
        answer(number, unsupported="not in this version")
    else:
        answer(number, ok={"taskId": "x"})

if WHAT == "more-at-the-end":
    say("goodbye")
if WHAT == "stays":
    time.sleep(FOR_EVER_S)
if WHAT == "fails-at-the-end":
    sys.exit(4)
