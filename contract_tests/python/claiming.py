"""What protocol/claim.lua makes of what stands under a key, in Redis."""

from __future__ import annotations

import uuid
from typing import Any, Final

from cases import HERE
from celery_wire import redis_client

Json = Any

SCRIPT: Final = (HERE.parent / "protocol" / "claim.lua").read_text("utf-8")


def claim_key(given: Json) -> Json:
    """Claim a key; return the answer and what stands there afterwards, None for a result that does not."""
    record, result = f"claimed-{uuid.uuid4()}", f"result-{uuid.uuid4()}"
    with redis_client() as client:
        try:
            if given["record"] is not None:
                client.hset(record, mapping=given["record"])
                client.expire(record, 60)
            if given["result"] is not None:
                client.set(result, given["result"], ex=60)
            answer: Any = client.eval(SCRIPT, 2, record, result, given["arguments"], given["seconds"])
            fields: Any = client.hgetall(record)
            left: Any = client.get(result)
            return {
                "answer": answer.decode(),
                "record": {name.decode(): value.decode() for name, value in fields.items()},
                "result": None if left is None else left.decode(),
                "renewed": client.ttl(record) > given["seconds"] / 2,
            }
        finally:
            client.delete(record, result)
