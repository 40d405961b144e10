import type { Envelope } from "rabbitmq-client";
import { onAbort } from "../waiting/abort.js";
import type { Deadline } from "../waiting/deadline.js";
import type { SharedTimers, Started } from "../waiting/sharedTimers.js";
import type { Settlement } from "./broker.js";

/** Who is told of its end, and the promise that settles then. */
interface Told {
  readonly settlement: Settlement<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A message that somebody waits for. 50,000 of them may be alive at the same time, and most of what they cost is the
 * garbage collector's: so it is one object, with one promise, and shares its timer.
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
  readonly #told: Told;
  readonly #timers: SharedTimers<Publication>;
  readonly #timer: Started<Publication>;
  readonly #forgetSignal: (() => void) | null;

  /** `onAborted` is called when the signal aborts, `timers` call what they were made with at the deadline. */
  constructor(
    readonly envelope: Envelope,
    readonly body: Buffer,
    { timeoutMs, signal }: Deadline,
    timers: SharedTimers<Publication>,
    onAborted: (publication: Publication, reason: unknown) => void,
    told: Told,
  ) {
    this.timeoutMs = timeoutMs;
    this.deadline = Date.now() + timeoutMs;
    this.#told = told;
    this.#timers = timers;
    this.#timer = timers.start(this, timeoutMs);
    this.#forgetSignal = signal === undefined ? null : onAbort(signal, () => onAborted(this, signal.reason));
  }

  resolve(): void {
    if (this.#settle()) this.#told.resolve(this.#told.settlement.confirmed());
  }

  reject(error: unknown): void {
    if (!this.#settle()) return;
    this.#told.settlement.failed();
    this.#told.reject(error);
  }

  #settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.#timers.stop(this, this.#timer);
    this.#forgetSignal?.();
    return true;
  }
}
