import { type TaskgateError, TaskTimeoutError } from "../errors.js";
import type { Job } from "../job.js";
import { checkRevokeOptions, checkWaitOptions } from "../options/checks.js";
import type { RevokeOptions, WaitOptions } from "../options/options.js";
import { toError } from "../results/failure.js";
import type { Outcome } from "../results/outcome.js";
import { type Ends, idsOf } from "./planned.js";

/** A step that was sent, or that a worker will send. */
export interface WorkflowStep {
  readonly job: Job;
  readonly task: string;
  /** False: the task ignores its result, so that nothing is heard of it. */
  readonly isHeard: boolean;
  /** False: nobody wrote it; it keeps the results of a group together. */
  readonly isWritten: boolean;
}

/** What a step ended with is looked at when it is known which of them failed first. */
const asItIs = { settle: (outcome: Outcome) => outcome };

/** A workflow that was sent. */
export class WorkflowJob<R = unknown> {
  /** The id of the last task, or that of the group at the end. */
  readonly id: string;
  /** The jobs of all steps, one before those that follow it. */
  readonly steps: readonly Job[];
  readonly #steps: readonly WorkflowStep[];
  readonly #ends: Ends;

  /** @internal Use `gate.start(workflow)`. */
  constructor(id: string, steps: readonly WorkflowStep[], ends: Ends) {
    this.id = id;
    this.steps = steps.filter(({ isWritten }) => isWritten).map(({ job }) => job);
    this.#steps = steps;
    this.#ends = ends;
  }

  /**
   * Waits for the result of the last step, or for those of the group at the end, in order. Rejects with the error of
   * the step that failed first, whose text names its task and id, as soon as that is known; else as `Job.result` does.
   * With `revokeOnAbort` all steps are revoked when the signal aborts or the time is up.
   */
  async result(options: WaitOptions = {}): Promise<R> {
    checkWaitOptions(options);
    this.assertHeard();
    const { revokeOnAbort, ...wait } = options;
    try {
      return (await this.#watch(wait)) as R;
    } catch (error) {
      if (revokeOnAbort && (error instanceof TaskTimeoutError || options.signal?.aborted)) {
        // Nobody is left who could be told that it failed.
        this.revoke(revokeOnAbort === true ? {} : revokeOnAbort).catch(() => {});
      }
      throw error;
    }
  }

  /** Takes all steps back, as `Job.revoke` does: those that run go on, unless `terminate` is set. */
  async revoke(options: RevokeOptions = {}): Promise<void> {
    checkRevokeOptions(options);
    const revokes = await Promise.allSettled(this.#steps.map(({ job }) => job.revoke(options)));
    const failed = revokes.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
    if (failed !== undefined) throw failed.reason;
  }

  /** @internal Throws UNSUPPORTED where there is no result to wait for. */
  assertHeard(): void {
    const ends = idsOf(this.#ends);
    for (const { job } of this.#steps) if (ends.includes(job.id)) job.assertStored();
  }

  /** Every step is watched: a revoked one in the middle leaves the last without a state, forever. */
  async #watch(options: WaitOptions): Promise<unknown> {
    const waits = this.#steps
      .filter(({ isHeard }) => isHeard)
      .map((step) => ({ step, wait: step.job.wait(options, asItIs) }));
    const heard = waits.map(async ({ step, wait }) => {
      const outcome = await wait.result;
      if (outcome.failure !== null) throw await this.#firstFailure(step, outcome);
      return [step.job.id, outcome] as const;
    });
    // The steps before are looked at for their failures only.
    for (const each of heard) each.catch(() => {});
    const ends = idsOf(this.#ends);
    const failure = new Promise<never>((_, reject) => {
      for (const each of heard) each.catch(reject);
    });
    const last = Promise.all(heard.filter((_, index) => ends.includes(waits[index]?.step.job.id as string)));
    try {
      const outcomes = new Map(await Promise.race([last, failure]));
      const settle = (end: Ends): unknown =>
        typeof end === "string" ? this.#settle(end, outcomes.get(end) as Outcome) : end.map(settle);
      return settle(this.#ends);
    } finally {
      for (const { wait } of waits) wait.cancel(new Error("the workflow has ended"));
    }
  }

  #settle(id: string, outcome: Outcome): unknown {
    return (this.steps.find((job) => job.id === id) as Job).settle(outcome);
  }

  /** Celery writes the failure of a step to those after it, too: the first in order is the one that failed. */
  async #firstFailure(seen: WorkflowStep, outcome: Outcome): Promise<TaskgateError> {
    for (const step of this.#steps) {
      if (step === seen) break;
      if (!step.isHeard) continue;
      const earlier = await step.job.peek().catch(() => null);
      if (earlier?.isFinal && earlier.failure !== null) return this.#errorOf(step, earlier);
    }
    return this.#errorOf(seen, outcome);
  }

  #errorOf(step: WorkflowStep, { failure }: Outcome): TaskgateError {
    const place = step.isWritten ? `step ${this.steps.indexOf(step.job) + 1} of ${this.steps.length}, ` : "";
    const name = `${step.task} (${place}job ${step.job.id})`;
    return toError(failure as NonNullable<typeof failure>, step.task, name);
  }
}
