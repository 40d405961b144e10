import { onAbort } from "./abort.js";

/** setTimeout fires at once for more than 2^31-1 ms (24.8 days); nothing here waits longer. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Until when something is waited for. */
export interface Deadline {
  /** Milliseconds from now. */
  readonly timeoutMs: number;
  /** Ends the wait before, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds until `deadline`, in milliseconds since 1970; 0 where it is over. */
export function timeLeft(deadline: number): number {
  return Math.max(deadline - Date.now(), 0);
}

interface DeadlineOptions extends Deadline {
  /** The error at the end of the time. */
  readonly onDeadline: () => Error;
}

/**
 * Settles like `promise`, but rejects with `onDeadline()` after `timeoutMs`, or with the signal's reason.
 * The timer and the listener are gone when it settles; a late rejection of `promise` is swallowed.
 */
export function withDeadline<T>(
  promise: Promise<T>,
  { timeoutMs, signal, onDeadline }: DeadlineOptions,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      forgetSignal();
    };
    const abort = () => {
      settle();
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        settle();
        reject(onDeadline());
      },
      Math.min(timeoutMs, MAX_TIMEOUT_MS),
    );
    const forgetSignal = onAbort(signal, abort);
    if (signal?.aborted) abort();
    promise.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

/** Those who wait for a connection. One listener on the connection, whatever number of them waits. */
export class Waiters {
  readonly #waiting = new Set<{ resolve: () => void; reject: (error: Error) => void }>();

  /** Resolves at the next `release()`, rejects at the next `fail()` or as `withDeadline` does. */
  wait(options: DeadlineOptions): Promise<void> {
    let waiter!: { resolve: () => void; reject: (error: Error) => void };
    const released = new Promise<void>((resolve, reject) => {
      waiter = { resolve, reject };
    });
    this.#waiting.add(waiter);
    return withDeadline(released, options).finally(() => this.#waiting.delete(waiter));
  }

  release(): void {
    for (const waiter of this.#waiting) waiter.resolve();
    this.#waiting.clear();
  }

  fail(error: Error): void {
    for (const waiter of this.#waiting) waiter.reject(error);
    this.#waiting.clear();
  }
}
