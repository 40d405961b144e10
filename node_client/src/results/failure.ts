import { errorClasses, TaskFailedError, type TaskgateError } from "../errors.js";
import { isObject } from "../json/plainJson.js";
import { pythonRepr } from "../json/pythonRepr.js";
import { malformed } from "./malformed.js";

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

/** Celery's and billiard's own exceptions, by what they mean for a caller. */
const SYSTEM_EXCEPTIONS: Readonly<Record<string, string>> = {
  NotRegistered: "UNKNOWN_TASK",
  TimeLimitExceeded: "TIME_LIMIT_EXCEEDED",
  SoftTimeLimitExceeded: "TIME_LIMIT_EXCEEDED",
  WorkerLostError: "WORKER_LOST",
  TaskRevokedError: "REVOKED",
};
const SYSTEM_MODULES = /^(celery|billiard)\./;

/** Celery's stand-in for an exception that it could not pickle: its arguments say what it was. */
const STAND_IN = "celery.utils.serialization.UnpickleableExceptionWrapper";

/** Reads the `result` of a task in FAILURE, RETRY or REVOKED (PROTOCOL.md, T4 to T8). */
export function decodeFailure(state: string, result: unknown, pythonTraceback: string | null): Failure {
  if (isObject(result) && isObject(result.taskgate)) return decodeFacts(result.taskgate, pythonTraceback);
  const { exception, message, isSystem } = decodeException(state, result, pythonTraceback);
  const systemCode = isSystem
    ? SYSTEM_EXCEPTIONS[exception.slice(exception.lastIndexOf(".") + 1)]
    : undefined;
  const code = state === "REVOKED" ? "REVOKED" : (systemCode ?? "TASK_FAILED");
  const retryable = errorClasses.get(code)?.retryable ?? false;
  return { code, exception, message, details: null, retryable, pythonTraceback };
}

/** The typed error of a failure. `place` is put before the message: the task where it is known, or more than that. */
export function toError(failure: Failure, task: string | null, place = task): TaskgateError {
  const errorClass = errorClasses.get(failure.code) ?? TaskFailedError;
  const said = failure.message === "" ? failure.exception : `${failure.exception}: ${failure.message}`;
  return new errorClass(place === null ? said : `${place}: ${said}`, {
    details: failure.details,
    retryable: failure.retryable,
    exception: failure.exception,
    task,
    pythonTraceback: failure.pythonTraceback,
  });
}

/** The member that a Taskgate worker adds. A code that this version does not know stays TASK_FAILED. */
export function decodeFacts(
  own: Record<string, unknown>,
  pythonTraceback: string | null = null,
  path = "/result/taskgate",
): Failure {
  const { code, exception, message, details, retryable } = own;
  if (typeof code !== "string") throw malformed(`${path}/code`, "is missing");
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

interface PythonException {
  readonly exception: string;
  readonly message: string;
  readonly isSystem: boolean;
}

function decodeException(state: string, result: unknown, traceback: string | null): PythonException {
  if (!isObject(result) || typeof result.exc_type !== "string") {
    if (state !== "REVOKED")
      throw malformed("/result", `says nothing of an exception, but the state is ${state}`);
    // Some paths of Celery store the reason of a revoke as text.
    const message = typeof result === "string" ? result : "";
    return { exception: "celery.exceptions.TaskRevokedError", message, isSystem: true };
  }
  const { exc_type: name, exc_message: given } = result;
  const module = typeof result.exc_module === "string" ? result.exc_module : "";
  const exception = qualified(module, name);
  const parts: unknown[] = Array.isArray(given)
    ? given
    : given === null || given === undefined
      ? []
      : [given];
  if (exception === STAND_IN && typeof parts[0] === "string" && typeof parts[1] === "string") {
    return { exception: qualified(parts[0], parts[1]), message: String(parts[3] ?? ""), isSystem: false };
  }
  const isSystem = SYSTEM_MODULES.test(module) && Object.hasOwn(SYSTEM_EXCEPTIONS, name);
  return { exception, message: exceptionText(parts) ?? lastParagraph(traceback, exception), isSystem };
}

function qualified(module: string, name: string): string {
  return module === "" || module === "builtins" ? name : `${module}.${name}`;
}

/** `str(exception)` from its arguments, as near as JSON allows; null where there are none. */
function exceptionText(parts: readonly unknown[]): string | null {
  if (parts.length === 0) return null;
  if (parts.length > 1) return pythonRepr(parts, { tuple: true });
  return typeof parts[0] === "string" ? parts[0] : pythonRepr(parts[0]);
}

/** What a traceback says after the exception's name: its text, where the arguments were lost. */
function lastParagraph(traceback: string | null, exception: string): string {
  const begin = `\n${traceback ?? ""}`.lastIndexOf(`\n${exception}: `);
  return begin === -1 ? "" : (traceback as string).slice(begin + exception.length + 2).trimEnd();
}
