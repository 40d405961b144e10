import { TaskFailedError, TaskgateError } from "../errors.js";
import { toPlainJson } from "../json/plainJson.js";

/** What a worker stores of a failure (PROTOCOL.md, T4 and T5). */
export function failureOf(thrown: unknown): object {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const own = error instanceof TaskgateError ? error : new TaskFailedError(error.message);
  const exception = own.exception ?? error.name;
  const { code, message, details, retryable } = own;
  return {
    exc_type: exception,
    exc_message: [message],
    exc_module: "builtins",
    taskgate: { code, exception, message, details: toPlainJson(details).value ?? null, retryable },
  };
}

/** What Celery itself stores: that a task was revoked, or that a task before it has failed. */
export function celeryFailure(type: "TaskRevokedError" | "ChordError", message: string): object {
  return { exc_type: type, exc_message: [message], exc_module: "celery.exceptions" };
}
