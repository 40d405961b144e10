import { onAbort } from "../abort.js";
import type { QueueReport } from "../brokers/index.js";
import type { Deadline } from "../deadline.js";
import { BackendUnavailableError, type TaskgateError, TaskTimeoutError } from "../errors.js";
import type { Session } from "../session.js";
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

/** One wait for the final state of a job. Every way out gives back the subscription, timers and listeners. */
export class ResultWait {
  readonly outcome: Promise<Outcome>;
  readonly #session: Session;
  readonly #subject: WaitSubject;
  readonly #signal: AbortSignal | undefined;
  readonly #onGivenUp: () => void;
  readonly #timers: NodeJS.Timeout[] = [];
  #unwatch: () => void = () => {};
  #forgetSignal: () => void = () => {};
  #resolve!: (outcome: Outcome) => void;
  #reject!: (reason: unknown) => void;
  #lastState: string | null = null;
  #report: QueueReport | null = null;

  /** `onGivenUp` is called where the signal or the time ends the wait. */
  constructor(
    session: Session,
    subject: WaitSubject,
    { timeoutMs, signal }: Deadline,
    onGivenUp: () => void = () => {},
  ) {
    this.#session = session;
    this.#subject = subject;
    this.#signal = signal;
    this.#onGivenUp = onGivenUp;
    this.outcome = new Promise<Outcome>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#start(timeoutMs);
  }

  /** Ends the wait with `error`, unless it has ended. */
  cancel(error: unknown): void {
    this.#release();
    this.#reject(error);
  }

  #giveUp(reason: unknown): void {
    this.cancel(reason);
    this.#onGivenUp();
  }

  #start(timeoutMs: number): void {
    const { backend } = this.#session.transports;
    try {
      this.#session.assertOpen();
      this.#signal?.throwIfAborted();
      this.#unwatch = backend.watch(this.#subject.id, {
        onText: (text) => this.#onText(text),
        onError: (error) => this.cancel(error),
      });
    } catch (error) {
      this.#reject(error);
      return;
    }
    this.#session.waits.add(this);
    this.#forgetSignal = onAbort(this.#signal, () => this.#giveUp(this.#signal?.reason));
    const inspectionMs = Math.min(INSPECTION_MS, timeoutMs / 2);
    this.#timers.push(
      setTimeout(() => this.#inspect(inspectionMs), timeoutMs - inspectionMs),
      setTimeout(() => this.#giveUp(this.#timeoutError(timeoutMs)), timeoutMs),
    );
  }

  #onText(text: string): void {
    try {
      const outcome = decodeOutcome(text);
      this.#lastState = outcome.state;
      if (!outcome.isFinal) return;
      this.#release();
      this.#resolve(outcome);
    } catch (error) {
      this.cancel(error);
    }
  }

  #inspect(timeoutMs: number): void {
    const { queue } = this.#subject;
    if (queue === null) return;
    this.#session.transports.broker.inspectQueue(queue, timeoutMs * 0.9).then((report) => {
      this.#report = report;
    });
  }

  #timeoutError(timeoutMs: number): TaskgateError {
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
    this.#unwatch();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#forgetSignal();
    this.#session.waits.delete(this);
  }
}
