"""`@task`: a Celery task from a function with type hints."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any, Literal, ParamSpec, TypeVar, overload

from celery import Task, shared_task
from celery.utils.functional import head_from_fun

from taskgate.context import current_run
from taskgate.contracts import retries
from taskgate.contracts.contract import DEFAULT_QUEUE
from taskgate.contracts.definition import Definition, Example, check_name, declared, definitions, location
from taskgate.contracts.older import CarryOver, older_shapes
from taskgate.errors import (
    ContractMismatch,
    IdempotencyConflict,
    InvalidArguments,
    InvalidContract,
)
from taskgate.examples.checks import check_examples
from taskgate.idempotency.declared import check_names
from taskgate.queues.priorities import declared_priority
from taskgate.schemas.shape import Shape
from taskgate.schemas.signature import Signature
from taskgate.task_options import check_options, check_retries, with_defaults
from taskgate.worker.execution import guarded

P = ParamSpec("P")
R = TypeVar("R")

QueueType = Literal["classic", "quorum"]


@overload
def task(function: Callable[P, R], /) -> Task[P, R]: ...


@overload
def task(
    *,
    queue: str | None = ...,
    queue_type: QueueType = ...,
    name: str | None = ...,
    examples: Sequence[Example] = ...,
    raises: Sequence[type[BaseException]] = ...,
    progress: Any = ...,
    idempotent: bool = ...,
    idempotent_by: Sequence[str] = ...,
    older: Sequence[CarryOver] = ...,
    **options: Any,
) -> Callable[[Callable[P, R]], Task[P, R]]: ...


def task(function: Callable[..., Any] | None = None, /, **options: Any) -> Any:
    """Make a function with type hints a task that Node.js and Python can call.

    The task is named `<last segment of the module>.<function>`. Called directly it stays the plain function;
    sent to a worker, its arguments are validated against the hints before it runs and its result after it.

    Options:
        queue: the queue that the task waits in; the app's default queue ("celery") where none is given.
        queue_type: what RabbitMQ shall make it, "classic" (default) or "quorum". Without meaning on Redis.
        priority: "high", "normal" or "low", which mean the same on both brokers, or Celery's number: of calls
            from Python. On RabbitMQ its classic queue is declared with priorities; a quorum queue has none.
        name: another name, two or more segments joined by dots.
        examples: `{"arguments": {...}, "result": ...}` or `{"arguments": {...}, "exception": "module.Name"}`,
            the latter perhaps with its `"details": {...}`; they are part of the contract and are run by the
            tests (`pytest --taskgate-app`, `npx taskgate verify`).
        raises: the exceptions that a caller may expect. What one carries for the caller is its attribute
            `details`, whose schema is the class's hint `details: X` or that of the property; of a dataclass
            without one, its fields.
        progress: the hint of the keyword arguments of progress(), for instance a TypedDict; anything plain
            where none is given.
        idempotent: whether running it twice does no harm.
        idempotent_by: parameters whose values are a key: calls in which they are the same are one run, and
            each gets its result. One with other arguments besides is IDEMPOTENCY_CONFLICT. Needs results in
            Redis; a caller's own key goes before it.
        older: functions for calls by callers that were generated from an older contract, newest first. The
            parameters of one are those that the task had; it returns today's arguments by name. It is asked
            where such a call does not fit today's parameters and fits its own.
        autoretry_for, dont_autoretry_for: transient errors, after which it is run again, and permanent ones
            among them. One whose attribute `retry_after` is a number of seconds is not tried again sooner.
            Arguments that do not fit, and what else is an error of this package, are always permanent.
        retry_time_limit: seconds after the first attempt has begun in which another may begin.
        Everything else goes to Celery: time_limit and soft_time_limit (seconds; the soft one is 96 % of the
            hard one where only that is given), ignore_result, max_retries, rate_limit, expires, ... Two
            defaults differ: retry_backoff is 5 seconds where no other wait is given, and default_retry_delay
            10, with the reasons in task_options.py.

    Raises InvalidContract, with the remedy, for a function that no contract can describe.
    """
    if function is not None:
        return _make(function, **options)
    return lambda decorated: _make(decorated, **options)


def _make(
    function: Callable[..., Any],
    *,
    queue: str | None = None,
    queue_type: QueueType = "classic",
    name: str | None = None,
    examples: Sequence[Example] = (),
    raises: Sequence[type[BaseException]] = (),
    progress: Any = None,
    idempotent: bool = False,
    idempotent_by: Sequence[str] = (),
    older: Sequence[CarryOver] = (),
    **options: Any,
) -> Any:
    name = name or f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    where = location(function)
    subject = f"task {name!r} ({where})"
    check_name(name, subject)
    check_options(options, subject)
    if queue_type not in ("classic", "quorum"):
        raise InvalidContract(f"{subject}: queue_type is 'classic' or 'quorum', not {queue_type!r}")
    priority = declared_priority(options.pop("priority", None), subject)
    if priority is not None:
        options["on_bound"] = priority.on_bound()
    options = with_defaults(options)
    policy = retries.of_options(options)
    check_retries(policy, options, subject)
    signature = Signature(function, name, subject)
    definition = Definition(
        name=name,
        function=function,
        subject=subject,
        location=where,
        signature=signature,
        result=Shape.of(signature.returns, f"{subject}, result"),
        progress=None if progress is None else Shape.of(progress, f"{subject}, progress"),
        errors=sorted((declared(each, subject) for each in raises), key=lambda each: each.exception),
        queue=queue,
        queue_type=queue_type,
        priority=priority,
        time_limit=options.get("time_limit"),
        soft_time_limit=options.get("soft_time_limit"),
        stores_result=not options.get("ignore_result", False),
        idempotent=idempotent,
        idempotent_by=check_names(idempotent_by, function, subject),
        examples=tuple(examples),
        retries=None if policy is None else policy.contract(),
        policy=policy,
        older=older_shapes(older, signature, name, subject),
    )
    check_examples(definition)
    definition.served_contract(queue or DEFAULT_QUEUE)  # what cannot be exported shall not start either
    definitions.append(definition)
    # Celery's autoretry stays out of it: what the policy lets fail, it would run again.
    options["autoretry_for"] = ()
    if policy is not None:
        options["max_retries"] = policy.most
    # Celery logs these without a traceback: the caller is told, and the worker has nothing to mend.
    refusals = (InvalidArguments, ContractMismatch, IdempotencyConflict)
    options["throws"] = (*options.get("throws", ()), *refusals, *raises)
    create: Any = shared_task(
        name=name,
        taskgate=definition,
        __header__=staticmethod(_head(function)),
        **options,
    )
    return create(guarded(definition))


def _head(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what Celery checks a Python caller's arguments against; it would see only the guard's *args.

    It checks the next step of a chain and a callback, too, and would fail the task that has done its work
    before them. Those are judged by the worker that takes them, as calls from elsewhere are.
    """
    check: Any = head_from_fun(function)

    @functools.wraps(check)
    def head(*args: Any, **kwargs: Any) -> None:
        run = current_run()
        if run is None or not run.ended:
            check(*args, **kwargs)

    # Celery counts the parameters, to tell what a link_error shall be given.
    head.__signature__ = inspect.signature(check)  # type: ignore[attr-defined]
    return head
