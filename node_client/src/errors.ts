/** A place in the arguments, the options or the result, and what is wrong there. */
export interface Place {
  /** JSON Pointer (RFC 6901); `""` is the whole. */
  readonly path: string;
  readonly message: string;
}

export interface TaskgateErrorOptions {
  /** Machine-readable facts; what they are depends on the code. */
  readonly details?: unknown;
  /** The library's own error, where there is one. */
  readonly cause?: unknown;
  /** Overrides what `protocol/errors.json` says for the code, as a worker may. */
  readonly retryable?: boolean;
  /** The Python exception: `module.QualifiedName`, without a module for built-in ones. */
  readonly exception?: string | null;
  readonly pythonTraceback?: string | null;
}

/** The base of every error of this package. Branch on `code`, never on the text. */
export class TaskgateError extends Error {
  static readonly code: string = "TASKGATE";
  static readonly retryable: boolean = false;

  /** One of the codes of `protocol/errors.json`. */
  readonly code: string;
  /** For INVALID_ARGUMENTS, INVALID_OPTIONS and INVALID_RESULT: `{ errors: Place[] }`. */
  readonly details: unknown;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The Python exception behind it, or null where no worker was involved. */
  readonly exception: string | null;
  readonly pythonTraceback: string | null;

  constructor(message: string, options: TaskgateErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const own = new.target;
    this.name = own.name;
    this.code = own.code;
    this.details = options.details ?? null;
    this.retryable = options.retryable ?? own.retryable;
    this.exception = options.exception ?? null;
    this.pythonTraceback = options.pythonTraceback ?? null;
  }
}

export class InvalidArgumentsError extends TaskgateError {
  static override readonly code = "INVALID_ARGUMENTS";
}

export class InvalidOptionsError extends TaskgateError {
  static override readonly code = "INVALID_OPTIONS";
}

export class InvalidContractError extends TaskgateError {
  static override readonly code = "INVALID_CONTRACT";
}

export class InvalidResultError extends TaskgateError {
  static override readonly code = "INVALID_RESULT";
}

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

export class BackendUnavailableError extends TaskgateError {
  static override readonly code = "BACKEND_UNAVAILABLE";
  static override readonly retryable = true;
}

export class UnroutableError extends TaskgateError {
  static override readonly code = "UNROUTABLE";
}

/** `details` is `{ queue, consumers, state }`: see `Job.result`. */
export class TaskTimeoutError extends TaskgateError {
  static override readonly code = "TIMEOUT";
  static override readonly retryable = true;
}

export class ClosedError extends TaskgateError {
  static override readonly code = "CLOSED";
}

/** The Python function raised; `exception` and `pythonTraceback` say what and where. */
export class TaskFailedError extends TaskgateError {
  static override readonly code = "TASK_FAILED";
}

export class TimeLimitExceededError extends TaskgateError {
  static override readonly code = "TIME_LIMIT_EXCEEDED";
}

export class WorkerLostError extends TaskgateError {
  static override readonly code = "WORKER_LOST";
  static override readonly retryable = true;
}

export class RevokedError extends TaskgateError {
  static override readonly code = "REVOKED";
}

export class UnknownTaskError extends TaskgateError {
  static override readonly code = "UNKNOWN_TASK";
}

export class MalformedResultError extends TaskgateError {
  static override readonly code = "MALFORMED_RESULT";
}

export class UnsupportedError extends TaskgateError {
  static override readonly code = "UNSUPPORTED";
}

/** Every class by its code: the twin of `protocol/errors.json`, held equal by a test. */
export const errorClasses: ReadonlyMap<string, typeof TaskgateError> = new Map(
  [
    InvalidArgumentsError,
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
