/** A place in the arguments, the options or the result, and what is wrong there. */
export interface Place {
  /** JSON Pointer (RFC 6901); `""` is the whole. */
  readonly path: string;
  /** What is wrong there, in words. */
  readonly message: string;
}

/** What an error says besides its message; a test makes one with it, see docs/testing.md. */
export interface TaskgateErrorOptions {
  /** Machine-readable facts; what they are depends on the code. */
  readonly details?: unknown;
  /** The library's own error, where there is one. */
  readonly cause?: unknown;
  /** Overrides what `protocol/errors.json` says for the code, as a worker may. */
  readonly retryable?: boolean;
  /** The Python exception: `module.QualifiedName`, without a module for built-in ones. */
  readonly exception?: string | null;
  /** The name of the task that failed. */
  readonly task?: string | null;
  /** As Python prints it. */
  readonly pythonTraceback?: string | null;
}

/** The base of every error of this package. Branch on `code`, never on the text. */
export class TaskgateError extends Error {
  static readonly code: string = "TASKGATE";
  static readonly retryable: boolean = false;

  /** One of the codes of `protocol/errors.json`. */
  readonly code: string;
  /** Plain JSON, or null. What it is depends on the code, and is said at its class. */
  readonly details: unknown;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The Python exception behind it, or null where no worker was involved. */
  readonly exception: string | null;
  /** The task that a worker says has failed, in a workflow that of the step; null where that is not known. */
  readonly task: string | null;
  /** As Python prints it, or null. */
  readonly pythonTraceback: string | null;

  constructor(message: string, options: TaskgateErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const own = new.target;
    this.name = own.name;
    this.code = own.code;
    this.details = options.details ?? null;
    this.retryable = options.retryable ?? own.retryable;
    this.exception = options.exception ?? null;
    this.task = options.task ?? null;
    this.pythonTraceback = options.pythonTraceback ?? null;
  }
}

/** The arguments do not fit the contract; from the client, nothing was sent. `details` is `{ errors: Place[] }`. */
export class InvalidArgumentsError extends TaskgateError {
  static override readonly code = "INVALID_ARGUMENTS";
}

/**
 * Caller and worker have different contracts of a task, and do not fit. From a worker: the arguments; `details` is
 * `{ errors: Place[], caller, worker, carriedBy, difference }` with both fingerprints, the function of `older=` whose
 * arguments did not fit either (or null), and a line for each parameter that has changed (null where that is not known).
 * From `assertOk()` of `gate.verify()`: `details` is `{ tasks }`.
 */
export class ContractMismatchError extends TaskgateError {
  static override readonly code = "CONTRACT_MISMATCH";
}

/** The idempotency key stands for a call of the same task with other arguments; this one was not run. `details` is `{ task, key }`. */
export class IdempotencyConflictError extends TaskgateError {
  static override readonly code = "IDEMPOTENCY_CONFLICT";
}

/** An option is unknown, of a wrong type or out of range; nothing was sent. `details` is `{ errors: Place[] }`. */
export class InvalidOptionsError extends TaskgateError {
  static override readonly code = "INVALID_OPTIONS";
}

/** A contract cannot be read, or two of them exclude each other. */
export class InvalidContractError extends TaskgateError {
  static override readonly code = "INVALID_CONTRACT";
}

/**
 * The result does not fit the contract, or is not plain JSON. From a worker, `details` is `{ errors: Place[] }`, and there
 * is no result. From the client, which `exception` null tells, the task has done its work: `details` is
 * `{ errors, bytes, value }`, `value` the result, `bytes` its size as JSON; beyond 65,536 of them it is not enumerable.
 */
export class InvalidResultError extends TaskgateError {
  static override readonly code = "INVALID_RESULT";
}

/** `details` is `{ bytes, maxMessageBytes }`. Nothing was sent. */
export class PayloadTooLargeError extends TaskgateError {
  static override readonly code = "PAYLOAD_TOO_LARGE";
}

/** `details` is `{ messages, bytes }`: what waits for the broker's confirmation. Nothing was sent. */
export class OverloadedError extends TaskgateError {
  static override readonly code = "OVERLOADED";
  static override readonly retryable = true;
}

/** `details.sent` is "no" where the message certainly was not sent, else "unknown". */
export class BrokerUnavailableError extends TaskgateError {
  static override readonly code = "BROKER_UNAVAILABLE";
  static override readonly retryable = true;
}

/** The result backend did not answer in time; the task itself is not affected. */
export class BackendUnavailableError extends TaskgateError {
  static override readonly code = "BACKEND_UNAVAILABLE";
  static override readonly retryable = true;
}

/** The broker has no queue for the message. Nothing was sent. */
export class UnroutableError extends TaskgateError {
  static override readonly code = "UNROUTABLE";
}

/** `details` is `{ queue, consumers, state }`: see `Job.result`. */
export class TaskTimeoutError extends TaskgateError {
  static override readonly code = "TIMEOUT";
  static override readonly retryable = true;
}

/** The gate was closed before the call or while it waited; what was confirmed goes on. */
export class ClosedError extends TaskgateError {
  static override readonly code = "CLOSED";
}

/**
 * The Python function raised; `exception` and `pythonTraceback` say what and where, and `gate.tasks.….declares(error)`
 * narrows it to what the task declares.
 */
export class TaskFailedError extends TaskgateError {
  static override readonly code = "TASK_FAILED";
}

/** The task ran longer than its soft or hard limit, and was stopped. */
export class TimeLimitExceededError extends TaskgateError {
  static override readonly code = "TIME_LIMIT_EXCEEDED";
}

/** The process that ran the task died. */
export class WorkerLostError extends TaskgateError {
  static override readonly code = "WORKER_LOST";
  static override readonly retryable = true;
}

/** The task was revoked, or expired before a worker took it. */
export class RevokedError extends TaskgateError {
  static override readonly code = "REVOKED";
}

/** The worker, or the generated module, has no task of that name. */
export class UnknownTaskError extends TaskgateError {
  static override readonly code = "UNKNOWN_TASK";
}

/** The message cannot be carried out, and is a dead letter now; this client writes none such. `details` is `{ errors: Place[] }`. */
export class MalformedMessageError extends TaskgateError {
  static override readonly code = "MALFORMED_MESSAGE";
}

/** What the result backend holds is no result of Celery's, or has a number that JavaScript cannot hold. `details` is `{ errors: Place[] }`. */
export class MalformedResultError extends TaskgateError {
  static override readonly code = "MALFORMED_RESULT";
}

/** This broker or result backend does not have what was asked for; the message names what to use. */
export class UnsupportedError extends TaskgateError {
  static override readonly code = "UNSUPPORTED";
}

/** Every class by its code: the twin of `protocol/errors.json`, held equal by a test. */
export const errorClasses: ReadonlyMap<string, typeof TaskgateError> = new Map(
  [
    InvalidArgumentsError,
    ContractMismatchError,
    IdempotencyConflictError,
    InvalidOptionsError,
    InvalidContractError,
    InvalidResultError,
    PayloadTooLargeError,
    OverloadedError,
    BrokerUnavailableError,
    BackendUnavailableError,
    UnroutableError,
    TaskTimeoutError,
    ClosedError,
    TaskFailedError,
    TimeLimitExceededError,
    WorkerLostError,
    RevokedError,
    UnknownTaskError,
    MalformedMessageError,
    MalformedResultError,
    UnsupportedError,
  ].map((errorClass) => [errorClass.code, errorClass]),
);

/** `{ details: { errors } }` and a message that lists the places, the first few of them. */
export function placesMessage(what: string, places: readonly Place[]): string {
  const shown = places.slice(0, 5).map((place) => `${place.path || "(the whole)"} ${place.message}`);
  const rest = places.length - shown.length;
  return `${what}: ${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}
