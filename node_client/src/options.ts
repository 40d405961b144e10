import type { TaskModule } from "./contracts/contract.js";
import { checkConnectOptions, invalidOptions } from "./optionRules.js";

export interface ConnectOptions<T = unknown> {
  /** The generated module's `tasks`. Without it only `gate.task(name)` is of use. */
  readonly tasks?: TaskModule<T>;
  /** `redis://`, `rediss://`, `amqp://` or `amqps://`. @default the environment's CELERY_BROKER_URL */
  readonly broker?: string;
  /** Where the workers store results. @default the environment's CELERY_RESULT_BACKEND, or none */
  readonly backend?: string;
  /** The queue of tasks without a contract. @default "celery" */
  readonly defaultQueue?: string;
  /** Milliseconds that a call, `job.result()` and `job.progress()` wait. @default 60000 */
  readonly timeoutMs?: number;
  /** Milliseconds until a broker must have confirmed a message. @default 10000 */
  readonly publishTimeoutMs?: number;
  /** Milliseconds until the backend must have answered `job.status()` or `job.revoke()`. @default 5000 */
  readonly backendTimeoutMs?: number;
  /** Milliseconds until broker and backend must be connected. @default 10000 */
  readonly connectTimeoutMs?: number;
  /** Milliseconds that `gate.close()` lets pending publishes finish. @default 5000 */
  readonly closeTimeoutMs?: number;
  /** The largest body, in bytes of JSON: larger input travels as a path or a URL. @default 262144 */
  readonly maxMessageBytes?: number;
}

/** What decides how a message is sent. */
export interface MessageOptions {
  /** @default the queue of the task's contract, or `defaultQueue` of the connection */
  readonly queue?: string;
  /** Celery's number: 0 to 9 on Redis (0 is first), 0 to 255 on RabbitMQ (0 is last). @default 0 */
  readonly priority?: number;
  /** Milliseconds before which no worker starts the task. Not together with `eta`. @default 0 */
  readonly countdownMs?: number;
  /** The time before which no worker starts the task. @default at once */
  readonly eta?: Date;
  /** Milliseconds after which no worker starts the task: REVOKED. @default a call: its `timeoutMs`; send: never */
  readonly expiresMs?: number;
  /** Milliseconds of run time, then the worker kills the task. @default the task's own limit */
  readonly timeLimitMs?: number;
  /** Milliseconds of run time, then SoftTimeLimitExceeded is raised in the task. @default the task's own limit */
  readonly softTimeLimitMs?: number;
  /** @default a random UUID */
  readonly taskId?: string;
  /** Further headers of the message, plain JSON; a task reads them from `self.request`. @default {} */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Milliseconds until the broker must have confirmed the message. @default that of the connection */
  readonly publishTimeoutMs?: number;
  /** Ends the wait with the signal's reason. The task itself goes on. */
  readonly signal?: AbortSignal;
}

export interface CallOptions extends MessageOptions {
  /** Milliseconds until the result must be here, the publish included. @default that of the connection */
  readonly timeoutMs?: number;
}

export interface SendOptions extends MessageOptions {}

export interface WaitOptions {
  /** Milliseconds. @default that of the connection */
  readonly timeoutMs?: number;
  /** Ends the wait with the signal's reason. The task itself goes on. */
  readonly signal?: AbortSignal;
}

export interface RevokeOptions {
  /** Also kill the task where it runs (SIGTERM to its process). @default false */
  readonly terminate?: boolean;
}

/** The settings of a connection, complete. */
export interface Settings {
  readonly broker: string;
  readonly backend: string | null;
  readonly defaultQueue: string;
  readonly timeoutMs: number;
  readonly publishTimeoutMs: number;
  readonly backendTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly maxMessageBytes: number;
}

/** Checks the options of `connect` and fills in the defaults. */
export function resolveSettings(
  options: ConnectOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  checkConnectOptions(options);
  const broker = options.broker ?? environment.CELERY_BROKER_URL ?? "";
  if (broker === "") {
    throw invalidOptions("connect", [
      {
        path: "/broker",
        message: "is not given: pass it, or set the environment variable CELERY_BROKER_URL",
      },
    ]);
  }
  return {
    broker,
    backend: options.backend ?? environment.CELERY_RESULT_BACKEND ?? null,
    defaultQueue: options.defaultQueue ?? "celery",
    timeoutMs: options.timeoutMs ?? 60_000,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    backendTimeoutMs: options.backendTimeoutMs ?? 5_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 5_000,
    maxMessageBytes: options.maxMessageBytes ?? 262_144,
  };
}
