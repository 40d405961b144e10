"""The settings of a new app, and of one that install() hardens: each default with its reason.

docs/settings.md is this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from taskgate.settings import own


@dataclass(frozen=True)
class Setting:
    """A setting of Celery's or ours, what it is here, and why."""

    name: str
    default: Any
    reason: str


SOFT_SHARE: Final = 0.96
"""The soft limit is this share of the hard one where only the hard one is given: 24 of 25 minutes.

Celery starts the clock of the hard limit when the soft one has passed, so a soft limit that is left at the
app's 24 minutes would keep a hard limit of one minute from ever being noticed.
"""

DEFAULTS: Final = (
    Setting("accept_content", ["json"], "Nothing but JSON is read: a pickle on the queue would run code."),
    Setting("task_serializer", "json", "What Node.js and Python both write."),
    Setting("result_serializer", "json", "What Node.js and Python both read."),
    Setting("timezone", "UTC", "The same moment in every log, whatever the machine is set to."),
    Setting("enable_utc", True, "Times on the wire are UTC, as the Node.js client writes them."),
    Setting(
        "worker_consumer",
        "taskgate.worker.consumer:Consumer",
        "What must not reach a process of the pool is dealt with before Celery reads it.",
    ),
    Setting(
        "task_acks_late",
        True,
        "A message leaves the broker when its work is done, not when it is taken: none dies with a worker.",
    ),
    Setting(
        "task_reject_on_worker_lost",
        True,
        "A task whose process was killed goes back to the queue instead of being counted as done.",
    ),
    Setting(
        "task_retry_on_worker_lost",
        True,
        "Before that, it is sent again at most `max_retries` times (3), then fails with WORKER_LOST: a task "
        "that kills every process it meets does not go round for ever.",
    ),
    Setting(
        "worker_prefetch_multiplier",
        1,
        "Long tasks: a worker takes no more than it works on, the rest stays for others.",
    ),
    Setting(
        "task_time_limit",
        1500,
        "25 minutes, then the process is killed. RabbitMQ closes the channel of a message that is not "
        "acknowledged within 30 minutes, and ends the worker with it.",
    ),
    Setting(
        "task_soft_time_limit",
        1440,
        "24 minutes, then SoftTimeLimitExceeded is raised in the task: a minute to tidy up. Where only a "
        "hard limit is given, for the app or for a task, the soft one is 96 % of it.",
    ),
    Setting("result_expires", 86400, "A day, then Redis forgets a result. Nothing grows without a bound."),
    Setting(
        "result_persistent",
        True,
        "With results on RabbitMQ alone (`rpc://`), one that waits for its caller outlives a restart of the "
        "broker.",
    ),
    Setting("result_extended", False, "Arguments would be stored once more, for a day, beside every result."),
    Setting(
        "task_track_started", True, "A caller sees STARTED, with the worker, and not PENDING while it runs."
    ),
    Setting(
        "worker_max_tasks_per_child",
        1000,
        "A process is replaced after a thousand tasks, and with it whatever native code has leaked.",
    ),
    Setting(
        "worker_deduplicate_successful_tasks",
        True,
        "A message that comes a second time, after its task has succeeded, is not worked on again; one that "
        "comes for the first time costs no look at the results. Off with `rpc://`, where no worker can look.",
    ),
    Setting(
        "broker_connection_retry_on_startup",
        True,
        "A worker that starts before its broker waits for it, as one that loses it does.",
    ),
    Setting(
        "broker_transport_options",
        own.LEASED,
        "On Redis: what a worker holds that has not said for a minute that it is alive is delivered again, "
        "by one that looks every 5 s. What you give is put over these, option by option. The clocks of the "
        "workers on one Redis have to agree within half of the `visibility_timeout`.",
    ),
    Setting(
        own.LEASE_RENEWAL,
        True,
        "Ours: on Redis a worker says three times within the `visibility_timeout` that it is alive, so that "
        "no task is repeated while it runs or waits for its time, however long. Off, the "
        "`visibility_timeout` is an hour by default, under kombu's own keys, and has to be longer than the "
        "hard time limit.",
    ),
    Setting(
        own.MAX_DELIVERIES,
        own.DELIVERIES,
        "Ours: a message whose worker is lost is delivered so often, then it is a dead letter, and its "
        "caller gets WORKER_LOST. 0 sets no bound: a task that kills its worker goes round for ever.",
    ),
    Setting("redis_socket_keepalive", True, "A connection that a firewall has dropped is noticed."),
    Setting("redis_retry_on_timeout", True, "One slow answer of Redis does not lose a result."),
    Setting(
        "redis_backend_health_check_interval",
        30,
        "Seconds after which an idle connection to the results is tried before it is used.",
    ),
    Setting("result_backend_always_retry", True, "A result is stored again while Redis restarts, not lost."),
    Setting(
        "result_backend_max_retries",
        20,
        "So often, with at most 10 s between: one to two minutes. Celery's own default is to try for ever.",
    ),
    Setting(
        "worker_send_task_events",
        True,
        "Flower and metrics see every task without `-E`; where nobody listens, the broker drops the events.",
    ),
    Setting(
        own.EVENTS_INTERVAL,
        own.EVENTS_SECONDS,
        "Ours: so many seconds a worker gathers the events of its tasks, 24 at most, before it publishes "
        "them; 0 publishes each at once, as Celery does.",
    ),
    Setting("task_send_sent_event", True, "Flower shows when a task was sent from Python, and by whom."),
    Setting(
        own.SEEN_EXPIRES,
        own.SEEN_LIFE,
        "Ours, not Celery's: a week, so long workers keep in Redis by which contracts they were called, and "
        "the contracts that they have served, for `taskgate can-i-deploy`. 0 keeps nothing.",
    ),
    Setting(
        own.GUARD,
        True,
        "Ours: a message that no worker can carry out fails with MALFORMED_MESSAGE and becomes a dead "
        "letter, and what Celery raises for one message ends that message. Off, a worker dies of some, as "
        "plain Celery does ([which](guard.md)).",
    ),
    Setting(
        own.BODY_MAX,
        own.BODY_MOST,
        "Ours: bytes that a compressed body may become, 128 MiB; a message with more is refused as "
        "MALFORMED_MESSAGE before it takes the worker's memory. 0 sets no bound.",
    ),
    Setting(
        own.CONSUMER_TIMEOUT,
        own.CONSUMER_WAIT,
        "Ours: the seconds after which RabbitMQ ends the channel of a message that is not acknowledged. They "
        "cannot be asked: say what `consumer_timeout` of your broker is, 0 for none. An app whose time "
        "limits are not below it does not start.",
    ),
    Setting(
        own.IDEMPOTENCY_WINDOW,
        None,
        "Ours: so many seconds a call with an idempotency key gets the result of the run before. A day, or "
        "`result_expires` where that is less, unless it is given; 0 heeds no keys.",
    ),
    Setting(
        own.IDEMPOTENCY_LEASE,
        own.KEY_LEASE,
        "Ours: seconds after which the key of a worker that has died is free. A worker that lives renews it "
        "three times in that time.",
    ),
    Setting(
        own.DEAD_LETTERS,
        "dead",
        "Ours: what no worker will try again is kept, before it leaves its queue, in the queue "
        "`taskgate.dead` of RabbitMQ or the list `taskgate:dead` of Redis, for `taskgate dead`. `off`, or "
        "empty, keeps nothing.",
    ),
    Setting(
        own.DEAD_LETTERS_MAX,
        own.DEAD_MOST,
        "Ours: so many letters, then the oldest goes. RabbitMQ learns it when the queue is declared.",
    ),
    Setting(
        own.DEAD_LETTERS_MAX_BYTES,
        own.DEAD_MOST_BYTES,
        "Ours: so many bytes of letters, 256 MiB, then the oldest go, too; RabbitMQ counts their bodies. A "
        "letter that is larger by itself is kept without its message.",
    ),
    Setting(
        own.DEAD_LETTERS_EXPIRES,
        own.DEAD_LIFE,
        "Ours: 30 days, then RabbitMQ drops a letter; Redis drops the list so long after the last letter.",
    ),
    Setting(
        own.SHUTDOWN_TIMEOUT,
        20,
        "Ours: a worker that is told to end gives its tasks 20 s, then ends them and gives their messages "
        "back, and has ended within 28: Kubernetes kills it after 30. 0 waits without end, as Celery does.",
    ),
)

INSTALLED: Final = (
    Setting(
        "worker_consumer", "taskgate.worker.guard.consumer:GuardedConsumer", "The guard, and nothing else."
    ),
    *(
        setting
        for setting in DEFAULTS
        if setting.name
        in (
            "broker_connection_retry_on_startup",
            own.GUARD,
            own.BODY_MAX,
            "redis_socket_keepalive",
            "redis_retry_on_timeout",
            "redis_backend_health_check_interval",
            "result_backend_always_retry",
            "result_backend_max_retries",
        )
    ),
)
"""What install() sets where the app has not: the guard, and how connections and results outlive a broker that
restarts.

Nothing of it decides on when a message that can be carried out is acknowledged, delivered again or dropped.
"""
