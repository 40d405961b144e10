import { errorClasses, MalformedResultError, TaskFailedError, type TaskgateError } from "./errors.js";
import { parseResultText } from "./resultText.js";
import { unwrapTypedValues } from "./typedValue.js";

/** Celery's states; a task may set its own besides. */
export type TaskState =
  | "PENDING"
  | "RECEIVED"
  | "STARTED"
  | "PROGRESS"
  | "RETRY"
  | "SUCCESS"
  | "FAILURE"
  | "REVOKED"
  | (string & {});

/** Why a task failed, was revoked or is retried. */
export interface Failure {
  readonly code: string;
  /** `module.QualifiedName`, without a module for built-in exceptions. */
  readonly exception: string;
  readonly message: string;
  readonly details: unknown;
  readonly retryable: boolean;
  readonly pythonTraceback: string | null;
}

export interface Progress<P = unknown> {
  readonly done: number;
  readonly total: number | null;
  readonly data: P;
}

/** What a result backend says about a task, decoded. */
export interface Outcome {
  readonly state: TaskState;
  /** Nothing more is expected: SUCCESS, FAILURE or REVOKED. */
  readonly isFinal: boolean;
  /** The value of SUCCESS; the raw meta of a state of the task's own; else null. */
  readonly result: unknown;
  /** For FAILURE, REVOKED and RETRY. */
  readonly failure: Failure | null;
  readonly progress: Progress | null;
}

/** Celery's and billiard's own exceptions, by what they mean for a caller. */
const SYSTEM_EXCEPTIONS: Readonly<Record<string, string>> = {
  NotRegistered: "UNKNOWN_TASK",
  TimeLimitExceeded: "TIME_LIMIT_EXCEEDED",
  SoftTimeLimitExceeded: "TIME_LIMIT_EXCEEDED",
  WorkerLostError: "WORKER_LOST",
  TaskRevokedError: "REVOKED",
};
const SYSTEM_MODULES = /^(celery|billiard)\./;

/** Reads what a worker wrote. Throws MALFORMED_RESULT, with what is wrong, for anything else. Pure. */
export function decodeOutcome(text: string): Outcome {
  const meta = parseResultText(text);
  if (!isObject(meta)) throw malformed("is not a JSON object");
  const { status, result } = meta;
  if (typeof status !== "string" || status === "") throw malformed("has no member status");
  if (!("result" in meta)) throw malformed("has no member result");
  const traceback = typeof meta.traceback === "string" ? meta.traceback : null;
  const plain = { state: status, isFinal: false, result: null, failure: null, progress: null };
  switch (status) {
    case "SUCCESS":
      return { ...plain, isFinal: true, result: unwrapTypedValues(result) };
    case "FAILURE":
    case "REVOKED":
      return { ...plain, isFinal: true, failure: decodeFailure(status, result, traceback) };
    case "RETRY":
      return { ...plain, failure: decodeFailure(status, result, traceback) };
    case "PROGRESS":
      return { ...plain, progress: decodeProgress(result), result: unwrapTypedValues(result) };
    default:
      return { ...plain, result: unwrapTypedValues(result) };
  }
}

/** The typed error of a failure. `task` is put before the message where it is known. */
export function toError(failure: Failure, task: string | null): TaskgateError {
  const errorClass = errorClasses.get(failure.code) ?? TaskFailedError;
  const said = failure.message === "" ? failure.exception : `${failure.exception}: ${failure.message}`;
  return new errorClass(task === null ? said : `${task}: ${said}`, {
    details: failure.details,
    retryable: failure.retryable,
    exception: failure.exception,
    pythonTraceback: failure.pythonTraceback,
  });
}

function decodeFailure(state: string, result: unknown, pythonTraceback: string | null): Failure {
  // Some paths of Celery store the reason of a revoke as text.
  const facts = isObject(result) ? result : { exc_type: null, exc_message: result };
  const own = facts.taskgate;
  if (isObject(own)) return decodeOwnFailure(own, pythonTraceback);

  const type = typeof facts.exc_type === "string" ? facts.exc_type : null;
  if (type === null && state !== "REVOKED")
    throw malformed(`is ${state}, but its result has no member exc_type`);
  const name = type ?? "TaskRevokedError";
  const module =
    typeof facts.exc_module === "string" ? facts.exc_module : type === null ? "celery.exceptions" : "";
  const isSystem = SYSTEM_MODULES.test(module) && Object.hasOwn(SYSTEM_EXCEPTIONS, name);
  const code =
    state === "REVOKED" ? "REVOKED" : isSystem ? (SYSTEM_EXCEPTIONS[name] as string) : "TASK_FAILED";
  return {
    code,
    exception: module === "" || module === "builtins" ? name : `${module}.${name}`,
    message: exceptionText(facts.exc_message),
    details: null,
    retryable: errorClasses.get(code)?.retryable ?? false,
    pythonTraceback,
  };
}

/** The member that a Taskgate worker adds. A code that this version does not know stays TASK_FAILED. */
function decodeOwnFailure(own: Record<string, unknown>, pythonTraceback: string | null): Failure {
  const { code, exception, message, details, retryable } = own;
  if (typeof code !== "string") throw malformed("has a member taskgate without a code");
  const errorClass = errorClasses.get(code) ?? TaskFailedError;
  return {
    code: errorClass.code,
    exception: typeof exception === "string" ? exception : "",
    message: typeof message === "string" ? message : "",
    details: details ?? null,
    retryable: typeof retryable === "boolean" ? retryable : errorClass.retryable,
    pythonTraceback,
  };
}

/** `str(exception)` from its arguments, as near as the arguments allow. */
function exceptionText(message: unknown): string {
  const parts = Array.isArray(message) ? message : message === null || message === undefined ? [] : [message];
  return parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(", ");
}

function decodeProgress(result: unknown): Progress | null {
  // A plain Celery task may use the state PROGRESS for facts of its own.
  if (!isObject(result)) return null;
  const { done, total, data } = result;
  if (typeof done !== "number" || (typeof total !== "number" && total !== null && total !== undefined))
    return null;
  return { done, total: total ?? null, data: unwrapTypedValues(data ?? {}) };
}

function malformed(what: string): MalformedResultError {
  return new MalformedResultError(`what stands in the result backend ${what}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
