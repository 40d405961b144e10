"""What Python does for each operation of the vectors: Celery itself where the wire is Celery's.

An adapter is a pair: what is done with `given`, and the view of `expect` that Python can speak of. Celery
itself has no error codes, so that it is held to the name of the exception.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from celery_calls import bound_queues, delayed_route, encode_options, priority_key
from celery_control import encode_command, encode_revoke
from celery_results import decode_progress, decode_result, decode_value, view_result
from celery_wire import (
    encode_rabbitmq,
    encode_redis,
    sent_event_rabbitmq,
    sent_event_redis,
)
from celery_workflow import encode_workflow
from claiming import claim_key
from contract_adapters import (
    arguments_digest,
    bind_arguments,
    error_code,
    fingerprint_of,
    keyed_task_id,
    plain_json,
    read_contract,
    revoked_key,
    split_arguments,
    validate_arguments,
)

Json = Any


class Adapter(NamedTuple):
    run: Callable[[Json], Json]
    view: Callable[[Json], Json] = lambda expect: expect


def only_node(given: Json) -> Json:
    """Stand for what the client alone does: no case of such an operation comes here."""
    raise NotImplementedError(f"Python does not do this: {given}")


OPERATIONS: dict[str, Adapter] = {
    "encode-redis": Adapter(encode_redis),
    "encode-rabbitmq": Adapter(encode_rabbitmq),
    "encode-options": Adapter(encode_options),
    "own-headers": Adapter(only_node),
    "priority-key": Adapter(priority_key),
    "priority-word": Adapter(only_node),
    "bound-queues": Adapter(bound_queues),
    "delayed-route": Adapter(delayed_route),
    "sent-event-redis": Adapter(sent_event_redis),
    "sent-event-rabbitmq": Adapter(sent_event_rabbitmq),
    "encode-workflow": Adapter(encode_workflow),
    "encode-revoke": Adapter(encode_revoke),
    "encode-command": Adapter(encode_command),
    "revoked-key": Adapter(revoked_key),
    "keyed-task-id": Adapter(keyed_task_id),
    "arguments-digest": Adapter(arguments_digest),
    "claim-key": Adapter(claim_key),
    "split-arguments": Adapter(split_arguments),
    "bind-arguments": Adapter(bind_arguments),
    "validate-arguments": Adapter(validate_arguments),
    "plain-json": Adapter(plain_json),
    "fingerprint": Adapter(fingerprint_of),
    "read-contract": Adapter(read_contract),
    "decode-result": Adapter(decode_result, view_result),
    "decode-odd-result": Adapter(decode_result, view_result),
    "decode-value": Adapter(decode_value, view_result),
    "decode-progress": Adapter(decode_progress),
    "decode-map": Adapter(only_node),
    "decode-answer": Adapter(only_node),
    "check-result": Adapter(only_node),
    "declared-failure": Adapter(only_node),
    "error-code": Adapter(error_code),
}
