import type { Envelope } from "rabbitmq-client";
import { onAbort } from "../abort.js";
import { type Deadline, MAX_TIMEOUT_MS } from "../deadline.js";

/**
 * A message that somebody waits for. 50,000 of them may be alive at the same time, and most of what they cost is the
 * garbage collector's: so it is one object, with one promise and one timer.
 */
export class Publication {
  /** Milliseconds that it was given. */
  readonly timeoutMs: number;
  readonly deadline: number;
  isSettled = false;
  /** Whether it was written, and RabbitMQ has not refused it since. */
  isWritten = false;
  /** What RabbitMQ said when it refused the message for now. */
  refusal: Error | null = null;
  refusals = 0;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #forgetSignal: (() => void) | null;

  /** `onGivenUp` is called at the deadline with null, and when the signal aborts with its reason. */
  constructor(
    readonly envelope: Envelope,
    readonly body: Buffer,
    { timeoutMs, signal }: Deadline,
    onGivenUp: (publication: Publication, reason: unknown) => void,
    resolve: () => void,
    reject: (error: unknown) => void,
  ) {
    this.timeoutMs = timeoutMs;
    this.deadline = Date.now() + timeoutMs;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(onGivenUp, Math.min(timeoutMs, MAX_TIMEOUT_MS), this, null);
    this.#forgetSignal = signal === undefined ? null : onAbort(signal, () => onGivenUp(this, signal.reason));
  }

  resolve(): void {
    if (this.#settle()) this.#resolve();
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject(error);
  }

  #settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    clearTimeout(this.#timer);
    this.#forgetSignal?.();
    return true;
  }
}
