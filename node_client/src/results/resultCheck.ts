import type { TaskValidator } from "../contracts/validation.js";
import { InvalidResultError, type Place, placesMessage } from "../errors.js";

/** Bytes of a result, as JSON, up to which it is shown with the error, in logs for instance. */
const SHOWN_BYTES = 65_536;

/**
 * Gives the value back, with the members that the contract of its task does not name (PROTOCOL.md, X6). Throws
 * INVALID_RESULT, with every place and the value, where it does not fit otherwise.
 */
export function checkResult(task: string | null, validator: TaskValidator | null, value: unknown): unknown {
  if (validator === null || validator.result(value).length === 0) return value;
  const places = validator.newerResult(value);
  if (places.length === 0) return value;
  throw new InvalidResultError(placesMessage(`the result of ${task} does not fit its contract`, places), {
    details: detailsOf(places, value),
  });
}

/** What the task has computed is not lost: a large one is there, too, and not enumerable. */
function detailsOf(places: readonly Place[], value: unknown): object {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? "");
  const details = { errors: places, bytes };
  return Object.defineProperty(details, "value", { value, enumerable: bytes <= SHOWN_BYTES });
}
