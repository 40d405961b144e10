import type { TaskModule } from "../contracts/contract.js";
import type { Step } from "../workflow/step.js";

/** What Celery keeps in `broker_transport_options` and `result_backend_transport_options` of a Redis. */
export interface RedisOptions {
  /** Celery's `global_keyprefix`: what all keys begin with. @default "" */
  readonly keyPrefix?: string;
  /** Celery's `master_name`, which a `sentinel://` URL needs. @default none */
  readonly masterName?: string;
  /** The password of the sentinels themselves. @default none */
  readonly sentinelPassword?: string;
}

export interface ConnectOptions<T = unknown> {
  /** The generated module's `tasks`. Without it only `gate.task(name)` is of use. @default none */
  readonly tasks?: TaskModule<T>;
  /**
   * `redis://`, `rediss://`, `sentinel://`, `amqp://` or `amqps://`; the nodes of a RabbitMQ cluster and the sentinels of
   * a Redis are joined by `;`. @default the environment's CELERY_BROKER_URL
   */
  readonly broker?: string;
  /** For a broker that is a Redis. @default {} */
  readonly brokerOptions?: RedisOptions;
  /**
   * Where the workers store results: `redis://`, `rediss://` or `sentinel://`, or `rpc://` where the broker is RabbitMQ.
   * With none, or another scheme, sending works and waiting is UNSUPPORTED. @default the environment's
   * CELERY_RESULT_BACKEND, or none
   */
  readonly backend?: string;
  /** For a result backend that is a Redis. @default {} */
  readonly backendOptions?: RedisOptions;
  /** The queue of tasks without a contract. @default "celery" */
  readonly defaultQueue?: string;
  /** Milliseconds that a call, `job.result()` and `job.progress()` wait. @default 60000 */
  readonly timeoutMs?: number;
  /** Milliseconds until the broker must have confirmed a message. @default 10000 */
  readonly publishTimeoutMs?: number;
  /** Milliseconds until the backend must have answered `job.status()` or `job.revoke()`. @default 5000 */
  readonly backendTimeoutMs?: number;
  /** Milliseconds until broker and backend must be connected. @default 10000 */
  readonly connectTimeoutMs?: number;
  /** Milliseconds of silence after which a connection is tested, and counts as lost without an answer. @default 10000 */
  readonly heartbeatMs?: number;
  /** Milliseconds that `gate.close()` lets pending publishes finish. @default 5000 */
  readonly closeTimeoutMs?: number;
  /** The largest body, in bytes of JSON: larger input travels as a path or a URL. @default 262144 */
  readonly maxMessageBytes?: number;
  /** Publishes that may wait for their confirmation at once; one more is OVERLOADED. @default 100000 */
  readonly maxPendingPublishes?: number;
  /** Bytes of message bodies that may wait for their confirmation at once. @default 268435456 */
  readonly maxPendingBytes?: number;
  /**
   * Milliseconds: the workers' `visibility_timeout`, if the broker is Redis. A longer delay is INVALID_OPTIONS, unless
   * `allowBeyondLease` is set. @default 3600000, as Celery
   */
  readonly visibilityTimeoutMs?: number;
  /**
   * Whether each message is told of by Celery's event `task-sent`, as with Python's `task_send_sent_event`: Flower then
   * shows when and where it was sent. Unconfirmed, and dropped where the broker does not take it at once. @default false
   */
  readonly taskSentEvents?: boolean;
}

/** Priorities that mean the same on both brokers: Redis 0, 3 and 9; RabbitMQ 9, 4 and 0. */
export type PriorityWord = "high" | "normal" | "low";

/**
 * What decides how a message is sent, and what the worker makes of it. `Result` is that of the task, `never` where it is
 * not known: the first parameter of a step in `link` must fit it.
 */
export interface MessageOptions<Result = never> {
  /** Not together with `exchange`. @default the queue of the task's contract, or `defaultQueue` of the connection */
  readonly queue?: string;
  /**
   * Of which type the queue is, which cannot be asked of RabbitMQ: "quorum" lets RabbitMQ itself hold a delayed
   * message (Celery's native delayed delivery), unless it goes by an exchange. @default the type in the task's contract, or
   * "classic" where `queue` or `exchange` is given
   */
  readonly queueType?: "classic" | "quorum";
  /** An exchange that exists, with `routingKey`. On Redis the queues that workers bound to it. @default the queue's */
  readonly exchange?: string;
  /** Where the exchange leads the message. @default "" */
  readonly routingKey?: string;
  /**
   * A word, or Celery's number: 0 to 9 on Redis (0 is first), 0 to 255 on RabbitMQ (0 is last, and the queue needs
   * `x-max-priority`). @default 0, as Celery: first on Redis, last on RabbitMQ
   */
  readonly priority?: number | PriorityWord;
  /** Milliseconds before which no worker starts the task. Not together with `eta`. @default 0 */
  readonly countdownMs?: number;
  /** The time before which no worker starts the task. @default at once */
  readonly eta?: Date;
  /**
   * Allows a delay longer than `visibilityTimeoutMs` of the connection, after which Redis delivers the task a second
   * time while a worker holds it. @default false
   */
  readonly allowBeyondLease?: boolean;
  /** Milliseconds after which no worker starts the task: REVOKED. @default a call: its `timeoutMs`; send: never */
  readonly expiresMs?: number;
  /**
   * Milliseconds of run time, then the worker kills the task. On Redis, a task that is acknowledged late and outlasts the
   * workers' `visibility_timeout` is run by another worker as well. @default the task's own limit
   */
  readonly timeLimitMs?: number;
  /** Milliseconds of run time, then SoftTimeLimitExceeded is raised in the task. @default the task's own limit */
  readonly softTimeLimitMs?: number;
  /** true: the worker stores no result, and waiting is UNSUPPORTED. @default the task's own setting */
  readonly ignoreResult?: boolean;
  /** The id of the task and of its job, for all time: two messages with one id are one job. @default a random UUID */
  readonly taskId?: string;
  /** Further headers of the message, plain JSON; a task reads them from `self.request`. @default {} */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** The name under which logs and Flower show the task. @default its own */
  readonly shadow?: string;
  /**
   * Two calls of a task with one key are one run, and one job: its id follows from both. With other arguments it is
   * IDEMPOTENCY_CONFLICT; a failure is not kept. With a `taskId` the job keeps that, and gets the value of the run. 1 to
   * 255 bytes; UNSUPPORTED where no Redis holds the results. @default none
   */
  readonly idempotencyKey?: string;
  /**
   * Steps that a worker sends when the task has succeeded; one made by `after()` gets its result. Nobody here waits for
   * them. @default none
   */
  readonly link?: Step<Result, unknown> | readonly Step<Result, unknown>[];
  /**
   * Steps that a worker runs when the task has failed; one made by `after()` gets the id of the failed task. As Celery
   * does it, one whose task has two parameters or more is called with `(request, exception, traceback)` where the task
   * failed, unless it is made by `step()`. @default none
   */
  readonly linkError?: Step<string, unknown> | readonly Step<string, unknown>[];
  /**
   * The queue to which a worker with an rpc backend answers, instead of here. For `send` and `sendMany`: a call with it is
   * INVALID_OPTIONS. @default this connection's own
   */
  readonly replyTo?: string;
  /** Milliseconds until the broker must have confirmed the message. @default that of the connection */
  readonly publishTimeoutMs?: number;
  /**
   * How often a message is published again whose confirmation was lost with the connection: it may then run twice,
   * under one id. What the broker did certainly not take is tried until `publishTimeoutMs` in any case. @default 0
   */
  readonly publishRetries?: number;
  /**
   * Ends the publish and the wait with the signal's reason. A task that was sent goes on, unless `revokeOnAbort` says
   * otherwise. @default none
   */
  readonly signal?: AbortSignal;
}

/** Of a call, which sends the task and waits for its result. */
export interface CallOptions<Result = never> extends Omit<MessageOptions<Result>, "replyTo"> {
  /** Milliseconds until the result must be here, the publish included. @default that of the connection */
  readonly timeoutMs?: number;
  /** Whether the task is revoked when the signal aborts or the time is up; `{ terminate: true }` kills it. @default false */
  readonly revokeOnAbort?: boolean | RevokeOptions;
}

/** Of `send`, which resolves when the broker has confirmed the message. */
export interface SendOptions<Result = never> extends MessageOptions<Result> {}

/** For every message alike: what names a single one is left out. */
export type SendManyOptions = Omit<SendOptions, "taskId" | "idempotencyKey">;

/** What is said of messages holds for each chunk: its limits and its priority are those of all its inputs together. */
export interface MapOptions extends Omit<CallOptions, "taskId" | "ignoreResult" | "timeoutMs"> {
  /** Inputs that travel in one message, fewer where they would exceed `maxMessageBytes`. 1 to 10000. @default 100 */
  readonly chunk?: number;
  /** Chunks under way at once, which is how many worker processes can be busy with them. 1 to 1000. @default 4 */
  readonly concurrency?: number;
  /** Called as inputs are done, failed ones included. What it throws ends the map, which then rejects with it. @default none */
  readonly onProgress?: (progress: MapProgress) => void;
  /** Milliseconds until all results must be here. @default that of the connection */
  readonly timeoutMs?: number;
}

/** How far a `map` is. */
export interface MapProgress {
  /** Inputs that have their result or their error. */
  readonly done: number;
  /** All inputs. */
  readonly total: number;
}

/** Of a wait for the result of a job. */
export interface WaitOptions {
  /** Milliseconds until the result must be here. @default that of the connection */
  readonly timeoutMs?: number;
  /** Ends the wait with the signal's reason. The task goes on, unless `revokeOnAbort` says otherwise. @default none */
  readonly signal?: AbortSignal;
  /** Whether the task is revoked when the signal aborts or the time is up; `{ terminate: true }` kills it. @default false */
  readonly revokeOnAbort?: boolean | RevokeOptions;
}

/** Of the reports of progress, whose reader may leave without a word to the task. */
export interface ProgressOptions {
  /** Milliseconds of silence between two states of the task. @default that of the connection */
  readonly timeoutMs?: number;
  /** Ends the reports with the signal's reason. The task goes on. @default none */
  readonly signal?: AbortSignal;
}

/** How a task is taken back. */
export interface RevokeOptions {
  /** Also kill the task where it runs (SIGTERM to its process). @default false */
  readonly terminate?: boolean;
}
