import { BrokerUnavailableError } from "../errors.js";
import type { Deadline } from "../waiting/deadline.js";
import { tryAgain } from "../waiting/retry.js";

/**
 * Publishes again what the broker refuses for now (a replica that is read-only, no memory), since it was certainly not
 * sent. Rejects with the last refusal when the time is up, at once with every other error and the signal's reason.
 */
export function untilTaken<T>(publish: (options: Deadline) => Promise<T>, options: Deadline): Promise<T> {
  const { signal } = options;
  return tryAgain((timeoutMs) => publish({ timeoutMs, signal }), isPassing, options);
}

function isPassing(error: unknown): boolean {
  return error instanceof BrokerUnavailableError && (error.details as { isPassing: boolean }).isPassing;
}
