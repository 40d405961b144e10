import type { Dispatcher } from "../dispatcher.js";
import { UnsupportedError } from "../errors.js";
import type { Request } from "../messages/request.js";
import { checkRunOptions, checkStartOptions, checkStepOptions } from "../options/checks.js";
import type { SendOptions, WaitOptions } from "../options/options.js";
import type { Session } from "../session.js";
import { sequenceOf } from "./canvas.js";
import { type Plan, planOf } from "./plan.js";
import type { PlannedStep } from "./planned.js";
import { Step, type StepOptions } from "./step.js";
import { WorkflowJob, type WorkflowStep } from "./workflowJob.js";

export interface StartOptions extends Pick<SendOptions, "publishTimeoutMs" | "publishRetries" | "signal"> {
  /** Further headers of every step, before those of its own. @default {} */
  readonly headers?: Readonly<Record<string, unknown>>;
}

/**
 * `timeoutMs` bounds the whole, the publish included. A step that has no `expiresMs` of its own expires with it, as a call
 * does, so that nobody works for a caller who has left.
 */
export interface RunOptions extends StartOptions, WaitOptions {}

/** One task of a workflow. Throws INVALID_OPTIONS. */
export function stepOf(request: Request, options: StepOptions = {}, immutable: boolean): Step {
  checkStepOptions(options);
  return new Step(request, options, immutable);
}

/** Sends workflows, and waits for what comes of them. */
export class WorkflowStarter {
  readonly #session: Session;
  readonly #dispatcher: Dispatcher;

  constructor(session: Session, dispatcher: Dispatcher) {
    this.#session = session;
    this.#dispatcher = dispatcher;
  }

  /** Resolves when the broker has confirmed all that is sent from here; where one is refused, the others are revoked. */
  async start(workflow: unknown, options: StartOptions = {}): Promise<WorkflowJob> {
    checkStartOptions(options);
    const planned = this.#plan("gate.start()", workflow, options, null);
    await this.#send(planned.plan, planned.job, options);
    return planned.job;
  }

  async run(workflow: unknown, options: RunOptions = {}): Promise<unknown> {
    checkRunOptions(options);
    const { settings } = this.#session;
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const deadline = Date.now() + timeoutMs;
    const { plan, job } = this.#plan("gate.run()", workflow, options, new Date(deadline));
    job.assertHeard();
    const publishTimeoutMs = Math.min(options.publishTimeoutMs ?? settings.publishTimeoutMs, timeoutMs);
    await this.#send(plan, job, { ...options, publishTimeoutMs });
    const { signal, revokeOnAbort } = options;
    return job.result({
      timeoutMs: Math.max(deadline - Date.now(), 1),
      ...(signal && { signal }),
      ...(revokeOnAbort !== undefined && { revokeOnAbort }),
    });
  }

  #plan(
    maker: string,
    workflow: unknown,
    { headers = {} }: StartOptions,
    expires: Date | null,
  ): { plan: Plan; job: WorkflowJob } {
    const plan = planOf(sequenceOf(maker, workflow), this.#dispatcher.signatureContext(headers, expires));
    return {
      plan,
      job: new WorkflowJob(
        plan.id,
        [
          ...plan.steps.map((step) => this.#step(step, true)),
          ...plan.joins.map((step) => this.#step(step, false)),
        ],
        plan.ends,
      ),
    };
  }

  #step({ step: { request, options }, id }: PlannedStep, isWritten: boolean): WorkflowStep {
    const isHeard = !(options.ignoreResult ?? !request.storesResult);
    return { job: this.#dispatcher.jobOf(id, request, options), task: request.task, isHeard, isWritten };
  }

  async #send(plan: Plan, job: WorkflowJob, options: StartOptions): Promise<void> {
    options.signal?.throwIfAborted();
    this.#session.assertOpen();
    const { backend } = this.#session.transports;
    const storeless = backend.unsupported ?? backend.storeless;
    // A chord that a worker sends needs its results, too.
    if (plan.needsStore && storeless !== null) {
      throw new UnsupportedError(
        `a group with a step after it is a chord, which needs results in Redis: ${storeless}`,
      );
    }
    const prepared = plan.messages.map(({ step, options: own, place, embed }) => ({
      request: step.request,
      message: this.#dispatcher.prepare(step.request, own, { place, embed }).message,
    }));
    for (const { id } of [...plan.steps, ...plan.joins]) backend.expect(id);
    const { backendTimeoutMs: timeoutMs } = this.#session.settings;
    const signal = options.signal;
    await Promise.all(
      plan.chords.map(({ groupId, size }) => backend.prepareChord(groupId, size, { timeoutMs, signal })),
    );
    const sent = await Promise.allSettled(
      prepared.map(({ request, message }) => this.#dispatcher.publish(request, message, options)),
    );
    const failed = sent.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
    if (failed === undefined) return;
    // What was sent would run for nobody; nobody is left who could be told that the revoke failed.
    if (sent.some(({ status }) => status === "fulfilled")) job.revoke().catch(() => {});
    throw failed.reason;
  }
}
