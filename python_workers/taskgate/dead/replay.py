"""Sending a dead letter again: what it takes, and the message that goes out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from celery import Celery
from kombu.serialization import loads, prepare_accept_content
from redis import RedisError

from taskgate.contracts.definition import Definition
from taskgate.contracts.survey import reading_of
from taskgate.dead.box import Refused
from taskgate.dead.letter import Letter, Raw
from taskgate.dead.reading import NAMESPACE
from taskgate.errors import InvalidArguments, Problem, listed
from taskgate.idempotency.record import result_key
from taskgate.messaging.unpacking import HEADER as COMPRESSION
from taskgate.messaging.unpacking import unpacked
from taskgate.queues.routes import queue_in
from taskgate.result_store import store
from taskgate.schemas.arguments import split_arguments
from taskgate.settings.own import BODY_MAX, BODY_MOST

REPLAY_OF: Final = "taskgate-replay-of"
"""The header with the id that the task had at first, however often it was sent again (PROTOCOL.md, M19)."""

_OF_THE_END: Final = (
    "x-death",
    "x-first-death-",
    "x-last-death-",
    "x-delivery-count",
    "x-acquired-count",
    "x-opt-",
    "taskgate-dead",
    "taskgate-first-attempt",
    "taskgate-idempotency-waits",
)
"""How the headers begin that tell of the runs before, and that a new one begins without."""

_PLACE: Final = ("eta", "expires")
"""Headers with a moment that has passed: a worker would drop the message for the second."""

MAP: Final = "taskgate.map"


def message_of(letter: Letter, queue: str | None = None) -> Raw:
    """Return the message that a replay sends: the body as it was, a fresh id, and the link to the first one.

    The id follows from the letter: should a letter be sent twice, both runs have one id. Raises Refused.
    """
    raw = letter.raw
    task_id, target = raw.headers.get("id"), queue or raw.queue
    if raw.cut:
        raise Refused(f"its message of {raw.cut} bytes was not kept; purge it")
    if raw.element is not None or not isinstance(task_id, str) or not task_id:
        raise Refused("it is no task message: it has no id")
    if not isinstance(raw.headers.get("task"), str):
        raise Refused("it is no task message: it names no task")
    if not target:
        raise Refused("it does not say which queue it was in; give --queue")
    fresh = str(uuid.uuid5(NAMESPACE, f"replay of {letter.id}"))
    kept = {name: value for name, value in raw.headers.items() if not name.startswith(_OF_THE_END)}
    headers = {
        **kept,
        **dict.fromkeys(_PLACE),
        "id": fresh,
        "root_id": fresh if raw.headers.get("root_id") in (task_id, None) else raw.headers["root_id"],
        "retries": 0,
        REPLAY_OF: _first(raw.headers) or task_id,
    }
    return Raw(target, raw.body, headers, {**raw.properties, "correlation_id": fresh})


def check(app: Celery, message: Raw) -> None:
    """Hold a message against today's contract of its task; raises Refused, with the places."""
    args, kwargs = arguments(message, app.conf.accept_content, app.conf.get(BODY_MAX, BODY_MOST))
    name: str = message.headers["task"]
    if name not in app.tasks:
        raise Refused(f"the app has no task {name!r}; deploy it, or purge the letter")
    if name == MAP:
        problems = _problems_of_inputs(app, kwargs)
    else:
        problems = _problems(app, name, args, kwargs, message)
    if problems:
        raise Refused(f"its arguments do not fit today's contract of {name}: {listed(problems)}")


def refuse_second(app: Celery, message: Raw) -> None:
    """Refuse what was sent before, where a worker has begun it since; raises Refused.

    That is known by its id, which follows from the letter, as long as the Redis of the results has its state.
    """
    task_id: str = message.headers["id"]
    client = store(app)
    if client is None:
        return
    try:
        is_known = client.exists(result_key(app, task_id))
    except RedisError as error:
        known = f"whether it was sent before is not known, as the results cannot be read ({error})"
        raise Refused(f"{known}; try later, or add --unchecked") from error
    if is_known:
        raise Refused(f"it was sent before, as {task_id}, and a worker has begun that; purge the letter")


def arguments(message: Raw, accept: Sequence[str], most: int) -> tuple[Sequence[Any], Mapping[str, Any]]:
    """Return the arguments of a message of an accepted type; raises Refused where it is no message (M1).

    A compressed body may become `most` bytes, 0 for any number.
    """
    kind, encoding = (str(message.properties.get(each)) for each in ("content_type", "content_encoding"))
    packed_by = message.headers.get(COMPRESSION)
    try:
        body = unpacked(message.body, packed_by, most) if packed_by else message.body
        args, kwargs, embed = loads(body, kind, encoding, accept=prepare_accept_content(accept))
    except Exception as error:  # whatever a body makes a decoder raise
        raise Refused(f"it is no task message: its body cannot be read ({error})") from error
    if not isinstance(args, list) or not isinstance(kwargs, dict) or not isinstance(embed, dict):
        raise Refused("it is no task message: its body is not an array, an object and an object")
    return args, kwargs


def _problems(
    app: Celery, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], message: Raw
) -> Sequence[Problem]:
    if name.startswith("celery."):
        return ()  # Celery's own have no contract
    definition = _definition(app, name)
    problems = _misfits(definition.signature, args, kwargs)
    caller = message.headers.get("taskgate-contract")
    today = definition.served_contract(queue_in(app, definition))["fingerprint"]
    # The worker carries over what fits one of these.
    older = definition.older if isinstance(caller, str) and caller != today else ()
    return () if any(not _misfits(each.signature, args, kwargs) for each in older) else problems


def _problems_of_inputs(app: Celery, kwargs: Mapping[str, Any]) -> Sequence[Problem]:
    name, inputs = kwargs.get("task"), kwargs.get("inputs")
    if not isinstance(name, str) or name not in app.tasks or not isinstance(inputs, list):
        raise Refused(f"the app has no task {name!r}; deploy it, or purge the letter")
    signature = _definition(app, name).signature
    found: list[Problem] = []
    for index, values in enumerate(inputs):
        is_named = isinstance(values, dict)
        given = split_arguments(signature.parameters, values) if is_named else ([], {"": values})
        found += [
            {"path": f"/inputs/{index}{each['path']}", "message": each["message"]}
            for each in _misfits(signature, *given)
        ]
    return found


def _misfits(signature: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Sequence[Problem]:
    try:
        signature.read(args, kwargs)
    except InvalidArguments as error:
        problems: Sequence[Problem] = error.details["errors"]
        return problems
    return ()


def _definition(app: Celery, name: str) -> Definition:
    task: Any = app.tasks[name]
    own = getattr(task, "taskgate", None)
    return own if isinstance(own, Definition) else reading_of(app, task).definition


def _first(headers: Mapping[str, Any]) -> str | None:
    first = headers.get(REPLAY_OF)
    return first if isinstance(first, str) and first else None
