import { TaskFailedError, type TaskgateErrorOptions } from "../errors.js";
import type { DeclaredFailure } from "../results/declaredFailure.js";

/** What is said besides what the contract declares. */
export interface FailureOptions extends Pick<TaskgateErrorOptions, "retryable"> {
  /** `str(exception)` in Python. @default "" */
  readonly message?: string;
}

/** An exception of `E` by its name, with the details that belong to it. */
type Declared<E> = {
  [Name in keyof E & string]: [exception: Name, details: E[Name], options?: FailureOptions];
}[keyof E & string];

/**
 * A failure that a task declares, for an answer to throw:
 * `throw declaredFailure<ImagesColoursErrors>("tasks.files.FileUnreadable", { location, reason: "it is a table" })`.
 */
export function declaredFailure<E>(...[exception, details, options = {}]: Declared<E>): DeclaredFailure<E> {
  const { message = "", ...more } = options;
  return new TaskFailedError(message, { exception, details, ...more }) as DeclaredFailure<E>;
}
