import type { Watcher } from "../backends/index.js";
import type { QueueReport } from "../brokers/index.js";
import { BackendUnavailableError, type TaskgateError, TaskTimeoutError } from "../errors.js";
import type { Session } from "../session.js";
import { onAbort } from "../waiting/abort.js";
import type { Deadline } from "../waiting/deadline.js";
import { decodeOutcome, type Outcome } from "./outcome.js";

/** How long before its deadline a wait asks who consumes the queue, so that it can say so in time. */
const INSPECTION_MS = 500;

/** A job as far as a wait is concerned. */
export interface WaitSubject {
  readonly id: string;
  readonly task: string | null;
  /** null where it was sent by another process. */
  readonly queue: string | null;
}

/** What is made of a final state: a value, or an error that is thrown. */
export interface Settler<R> {
  settle(outcome: Outcome): R;
}

export interface WaitOptions extends Deadline {
  /** The task is about to be sent: nothing can have come before. @default false */
  readonly isNew?: boolean;
  /** Called where the signal or the time ends the wait. */
  readonly onGivenUp?: (() => void) | undefined;
}

/**
 * One wait for the final state of a job. Every way out gives back the subscription, the timer and the listeners. 10,000 of
 * them may be alive, so it is the watcher itself, and has one promise and one timer.
 */
export class ResultWait<R> implements Watcher {
  readonly result: Promise<R>;
  readonly #session: Session;
  readonly #subject: WaitSubject;
  readonly #settler: Settler<R>;
  readonly #options: WaitOptions;
  #resolve!: (value: R) => void;
  #reject!: (reason: unknown) => void;
  #unwatch: (() => void) | null = null;
  #forgetSignal: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #publishing: Promise<void> | null = null;
  #lastState: string | null = null;
  #report: QueueReport | null = null;

  constructor(session: Session, subject: WaitSubject, settler: Settler<R>, options: WaitOptions) {
    this.#session = session;
    this.#subject = subject;
    this.#settler = settler;
    this.#options = options;
    this.result = new Promise<R>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#start();
  }

  /** Where the task could not be sent, that is how the wait ends; no other end comes before it is known. */
  follow(publishing: Promise<void>): void {
    this.#publishing = publishing;
    publishing.then(
      () => {
        this.#publishing = null;
      },
      (error: unknown) => this.cancel(error),
    );
  }

  /** Ends the wait with `error`, unless it has ended. */
  cancel(error: unknown): void {
    this.#release();
    const isOfWaiting = error instanceof TaskTimeoutError || error instanceof BackendUnavailableError;
    // Both may end in the same millisecond: what was not confirmed is no matter of workers, nor of the results.
    if (isOfWaiting && this.#publishing !== null)
      this.#publishing.then(() => this.#reject(error), this.#reject);
    else this.#reject(error);
  }

  /** @internal */
  onText(text: string): void {
    try {
      const outcome = decodeOutcome(text);
      this.#lastState = outcome.state;
      if (!outcome.isFinal) return;
      this.#release();
      this.#resolve(this.#settler.settle(outcome));
    } catch (error) {
      this.cancel(error);
    }
  }

  /** @internal */
  onError(error: Error): void {
    this.cancel(error);
  }

  #giveUp(reason: unknown): void {
    this.cancel(reason);
    this.#options.onGivenUp?.();
  }

  #start(): void {
    const { timeoutMs, signal, isNew } = this.#options;
    try {
      this.#session.assertOpen();
      signal?.throwIfAborted();
      this.#unwatch = this.#session.transports.backend.watch(this.#subject.id, this, isNew);
    } catch (error) {
      this.#reject(error);
      return;
    }
    this.#session.waits.add(this);
    if (signal !== undefined) this.#forgetSignal = onAbort(signal, () => this.#giveUp(signal.reason));
    const inspectionMs = Math.min(INSPECTION_MS, timeoutMs / 2);
    this.#timer = setTimeout(inspect, timeoutMs - inspectionMs, this, inspectionMs);
  }

  /** @internal Asks who consumes the queue, and waits for the rest of the time. */
  inspect(timeoutMs: number): void {
    this.#timer = setTimeout(() => this.#giveUp(this.#timeoutError()), timeoutMs);
    const { queue } = this.#subject;
    if (queue === null) return;
    this.#session.transports.broker.inspectQueue(queue, timeoutMs * 0.9).then((report) => {
      this.#report = report;
    });
  }

  #timeoutError(): TaskgateError {
    const { timeoutMs } = this.#options;
    const { id, task, queue } = this.#subject;
    const what = task === null ? `job ${id}` : `${task} (job ${id})`;
    if (!this.#session.transports.backend.isConnected) {
      return new BackendUnavailableError(
        `${what}: no connection to the result backend at the end of ${timeoutMs} ms`,
      );
    }
    const consumers =
      queue === null
        ? "its queue is not known here, so that it cannot be told whether a worker consumes it"
        : (this.#report?.text ?? `whether a worker consumes the queue ${queue} could not be told in time`);
    const state = this.#lastState === null ? "" : `; its last state was ${this.#lastState}`;
    return new TaskTimeoutError(`${what} gave no result within ${timeoutMs} ms: ${consumers}${state}`, {
      details: { queue, consumers: this.#report?.consumers ?? null, state: this.#lastState },
    });
  }

  #release(): void {
    this.#unwatch?.();
    clearTimeout(this.#timer);
    this.#forgetSignal?.();
    this.#session.waits.delete(this);
  }
}

/** No closure of each wait. */
function inspect(wait: Pick<ResultWait<unknown>, "inspect">, timeoutMs: number): void {
  wait.inspect(timeoutMs);
}
