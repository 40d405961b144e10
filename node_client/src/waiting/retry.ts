import { type Deadline, timeLeft, withDeadline } from "./deadline.js";

/** Milliseconds before the second and at most before a later attempt. */
const [FIRST_MS, LONGEST_MS] = [50, 1000];

/**
 * Attempts until one resolves. Rejects with an attempt's error where `isWorthwhile` says no to it or no time is left for
 * another one, and with the signal's reason.
 */
export async function tryAgain<T>(
  attempt: (timeoutMs: number) => Promise<T>,
  isWorthwhile: (error: unknown) => boolean,
  { timeoutMs, signal }: Deadline,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let failures = 0; ; failures++) {
    try {
      return await attempt(timeLeft(deadline));
    } catch (error) {
      const delayMs = retryDelayMs(failures);
      if (Date.now() + delayMs >= deadline || !isWorthwhile(error)) throw error;
      await pause(delayMs, signal);
    }
  }
}

/** Milliseconds before the next attempt, after as many failures before this one. */
export function retryDelayMs(failures: number): number {
  return Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const over = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return withDeadline(over, { timeoutMs: milliseconds + 1000, signal, onDeadline: () => new Error("late") });
}
