import type { TaskValidator } from "../contracts/validation.js";
import { TaskgateError } from "../errors.js";

/**
 * A failure that a task declares: `exception` is one of the names in `E`, and says what `details` are. `E` is what a
 * generated module has for the task, for instance `ImagesColoursErrors`.
 */
export type DeclaredFailure<E> = {
  [Name in keyof E & string]: TaskgateError & { readonly exception: Name; readonly details: E[Name] };
}[keyof E & string];

/**
 * Whether `error` is one of the failures that the task declares. It is judged when it is asked: so it does not matter
 * by which way the failure came, by `gate.job(id)` for instance, where nobody knows the task.
 */
export function isDeclaredFailure(error: unknown, task: string, validator: TaskValidator): boolean {
  if (!(error instanceof TaskgateError) || error.exception === null) return false;
  if (error.task !== null && error.task !== task) return false;
  return validator.details(error.exception, error.details)?.length === 0;
}
