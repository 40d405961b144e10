import type { TaskValidator } from "../contracts/validation.js";
import { InvalidResultError, placesMessage } from "../errors.js";

/** Gives the value back. Throws INVALID_RESULT, with every place, where it does not fit the contract of its task. */
export function checkResult(task: string | null, validator: TaskValidator | null, value: unknown): unknown {
  const places = validator?.result(value) ?? [];
  if (places.length === 0) return value;
  throw new InvalidResultError(placesMessage(`the result of ${task} does not fit its contract`, places), {
    details: { errors: places },
  });
}
