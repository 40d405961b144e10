import type { TaskValidator } from "./contracts/validation.js";
import { revokeCommand } from "./control/mailbox.js";
import { type TaskgateError, UnsupportedError } from "./errors.js";
import { checkProgressOptions, checkRevokeOptions, checkWaitOptions } from "./options/checks.js";
import type { ProgressOptions, RevokeOptions, WaitOptions } from "./options/options.js";
import { toError } from "./results/failure.js";
import { decodeOutcome, type Outcome, type Progress, type Retry, type TaskState } from "./results/outcome.js";
import { outcomeStream, progressStream } from "./results/outcomeStream.js";
import { checkResult } from "./results/resultCheck.js";
import { ResultWait, type Settler, type WaitSubject } from "./results/resultWait.js";
import type { Session } from "./session.js";
import type { Deadline } from "./waiting/deadline.js";

/** What is known of the task behind a job. */
export interface JobSubject extends WaitSubject {
  readonly validator: TaskValidator | null;
  /** Why there is nothing to wait for (the task ignores its result), or null. */
  readonly resultless: string | null;
}

/** A state of a job, as it happened. */
export interface JobState<P = unknown> {
  readonly state: TaskState;
  /** Nothing follows: SUCCESS, FAILURE or REVOKED. `result()` has the value. */
  readonly isFinal: boolean;
  /** Why: for FAILURE and REVOKED, and for RETRY; there null where a plain worker was asked for it without an exception. */
  readonly error: TaskgateError | null;
  /** For RETRY: which attempt has failed, and when the next one is due. null from workers without Taskgate. */
  readonly retry: Retry | null;
  /** For PROGRESS. */
  readonly progress: Progress<P> | null;
}

/** A task that was sent: a handle that needs no connection of its own. */
export class Job<R = unknown, P = unknown> {
  /** Celery's task id, by which `gate.job(id)` finds the job again. */
  readonly id: string;
  readonly #session: Session;
  readonly #subject: JobSubject;

  /** @internal Use `gate.job(id)`. */
  constructor(session: Session, subject: JobSubject) {
    this.id = subject.id;
    this.#session = session;
    this.#subject = subject;
  }

  /**
   * Waits for the result. Rejects with what the worker reported (TASK_FAILED, TIME_LIMIT_EXCEEDED,
   * WORKER_LOST, REVOKED, UNKNOWN_TASK, INVALID_ARGUMENTS, CONTRACT_MISMATCH, INVALID_RESULT), with INVALID_RESULT
   * for one that does not fit the types, MALFORMED_RESULT for one that cannot be read, and with TIMEOUT, whose `details` are `{ queue, consumers, state }`: the
   * workers that consume the queue (null where that cannot be told) and the last state seen. Also BACKEND_UNAVAILABLE
   * where the results are away at the end of the wait, UNSUPPORTED where none are stored, CLOSED. Aborting the signal
   * rejects with its reason; the task goes on, unless `revokeOnAbort` says otherwise.
   */
  async result(options: WaitOptions = {}): Promise<R> {
    checkWaitOptions(options);
    return this.wait(options, this).result;
  }

  /**
   * The state that stands in the result backend. "PENDING" also where nothing is known of the job. Rejects with
   * BACKEND_UNAVAILABLE after `backendTimeoutMs`, MALFORMED_RESULT, UNSUPPORTED and CLOSED.
   */
  async status(): Promise<TaskState> {
    return (await this.peek())?.state ?? "PENDING";
  }

  /**
   * The progress reports, as they happen; the newest that was stored before comes first. Ends with the
   * job, also where it fails: `result()` says how. `timeoutMs` bounds the silence between two states: TIMEOUT. A
   * reader that lags by more than 64 reports misses the oldest, never the end. Throws INVALID_OPTIONS and UNSUPPORTED.
   */
  progress(options: ProgressOptions = {}): AsyncGenerator<Progress<P>, void, undefined> {
    checkProgressOptions(options);
    this.assertStored();
    return progressStream<P>(this.#session, this.#subject, this.#bounded(options));
  }

  /**
   * The states, as they happen: RETRY with its reason and the next time, and the end as the last one; the newest that
   * was stored before comes first. Bounded and ended as `progress()` is.
   */
  states(options: ProgressOptions = {}): AsyncGenerator<JobState<P>, void, undefined> {
    checkProgressOptions(options);
    this.assertStored();
    const { task } = this.#subject;
    return outcomeStream(
      this.#session,
      this.#subject,
      this.#bounded(options),
      ({ state, isFinal, failure, retry, progress }) => ({
        state,
        isFinal,
        error: failure === null ? null : toError(failure, task),
        retry,
        progress: progress as Progress<P> | null,
      }),
    );
  }

  /**
   * Takes the task back: workers that are alive drop it or, with `terminate`, kill it; where the results
   * are in Redis, workers that start within a day drop it too, and `cancelled()` in the task turns true. Rejects with
   * BROKER_UNAVAILABLE and BACKEND_UNAVAILABLE after `backendTimeoutMs`, and with CLOSED.
   */
  async revoke(options: RevokeOptions = {}): Promise<void> {
    checkRevokeOptions(options);
    const { backend, control } = this.#session.transports;
    const { backendTimeoutMs: timeoutMs } = this.#session.settings;
    this.#session.assertOpen();
    const marked =
      backend.storeless === null ? backend.markRevoked(this.id, { timeoutMs }) : Promise.resolve();
    const told = control.broadcast(revokeCommand(this.id, options.terminate ?? false), { timeoutMs });
    const failed = (await Promise.allSettled([marked, told])).find(
      (outcome) => outcome.status === "rejected",
    );
    if (failed !== undefined) throw failed.reason;
  }

  /** @internal What stands in the result backend now, or null. */
  async peek(): Promise<Outcome | null> {
    this.#session.assertOpen();
    this.assertStored();
    const { backendTimeoutMs: timeoutMs } = this.#session.settings;
    const text = await this.#session.transports.backend.read(this.id, { timeoutMs });
    return text === null ? null : decodeOutcome(text);
  }

  /** @internal Begins to wait, so that a call can subscribe before it publishes: `isNew` says that it will. */
  wait<T>(options: WaitOptions, settler: Settler<T>, isNew = false): ResultWait<T> {
    this.assertStored();
    const { timeoutMs = this.#session.settings.timeoutMs, signal, revokeOnAbort } = options;
    const onGivenUp = revokeOnAbort
      ? () => {
          // Nobody is left who could be told that it failed.
          this.revoke(revokeOnAbort === true ? {} : revokeOnAbort).catch(() => {});
        }
      : undefined;
    return new ResultWait(this.#session, this.#subject, settler, { timeoutMs, signal, isNew, onGivenUp });
  }

  /** @internal The value of a final state, or its error. */
  settle(outcome: Outcome): R {
    const { task, validator } = this.#subject;
    if (outcome.failure !== null) throw toError(outcome.failure, task);
    return checkResult(task, validator, outcome.result) as R;
  }

  #bounded({ timeoutMs, signal }: WaitOptions): Deadline {
    return { timeoutMs: timeoutMs ?? this.#session.settings.timeoutMs, signal };
  }

  /** @internal Throws UNSUPPORTED where there is no result to wait for. */
  assertStored(): void {
    const { unsupported } = this.#session.transports.backend;
    if (unsupported !== null) throw new UnsupportedError(unsupported);
    if (this.#subject.resultless !== null) throw new UnsupportedError(this.#subject.resultless);
  }
}
