import type { CeleryClient } from "./celery.js";
import { UnsupportedError } from "./errors.js";
import { type Claim, claimOf, conflict } from "./idempotency.js";
import { Job } from "./job.js";
import type { Embed, TaskMessage } from "./messages/envelope.js";
import { type MessageFacts, messageFacts, queueOf } from "./messages/message.js";
import type { Request } from "./messages/request.js";
import { newTaskId } from "./messages/taskId.js";
import { checkCallOptions, checkSendOptions } from "./options/checks.js";
import type { CallOptions, MessageOptions, SendOptions } from "./options/options.js";
import type { Settings } from "./options/settings.js";
import type { Session } from "./session.js";
import { timeLeft } from "./waiting/deadline.js";
import { linkedTo, type SignatureContext } from "./workflow/signature.js";

/** A message that is ready to be sent, and the job that it becomes. */
interface Prepared {
  readonly job: Job;
  readonly message: TaskMessage;
}

/** A message whose idempotency key is claimed before it is sent. */
interface Claimable extends Prepared {
  readonly claim: Claim;
}

/** Sends requests, and makes the jobs that they become. */
export class Dispatcher {
  readonly #session: Session;
  readonly #client: CeleryClient;

  constructor(session: Session, client: CeleryClient) {
    this.#session = session;
    this.#client = client;
  }

  get settings(): Settings {
    return this.#session.settings;
  }

  /** Sends the task and waits for its result. Throws INVALID_OPTIONS and UNSUPPORTED. */
  call(request: Request, options: CallOptions = {}): Promise<unknown> {
    checkCallOptions(options);
    return this.start(request, options).result;
  }

  /** What `call` does, with the job at hand. Throws what is wrong with the options; all else rejects `result`. */
  start(request: Request, options: CallOptions): { readonly job: Job; readonly result: Promise<unknown> } {
    const { settings } = this.#session;
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    // The work of a call with a key is that of all who call with it, also of those who come when this one has left.
    const isOnlyOurs = options.idempotencyKey === undefined && options.expiresMs === undefined;
    const facts = isOnlyOurs ? { expires: new Date(Date.now() + timeoutMs) } : {};
    const claim = claimOf(request, options);
    const id = claim?.id ?? options.taskId ?? this.#session.transports.backend.nextId;
    const { job, message } = this.prepare(request, options, facts, id);
    if (claim !== null) {
      job.assertStored();
      return { job, result: this.#callClaimed(request, { job, message, claim }, options, timeoutMs) };
    }
    // Subscribed and published in one go: neither waits for the other.
    const wait = job.wait(options, job, true);
    if (!options.signal?.aborted) {
      const publishTimeoutMs = Math.min(options.publishTimeoutMs ?? settings.publishTimeoutMs, timeoutMs);
      wait.follow(this.publish(request, message, options, publishTimeoutMs));
    }
    return { job, result: wait.result };
  }

  /** Resolves when the broker has confirmed the message. Throws INVALID_OPTIONS, UNSUPPORTED and the signal's reason. */
  send(request: Request, options: SendOptions = {}): Promise<Job> {
    checkSendOptions(options);
    options.signal?.throwIfAborted();
    const claim = claimOf(request, options);
    const { job, message } = this.prepare(request, options, {}, claim?.id);
    const timeoutMs = this.#publishTimeoutMs(options);
    return claim === null
      ? this.#publish(request, message, options, timeoutMs, job)
      : this.#sendClaimed(request, { job, message, claim }, options, timeoutMs);
  }

  /** Claims the key first: only then is what stands in the results no failure of an attempt before. */
  async #callClaimed(
    request: Request,
    { job, message, claim }: Claimable,
    options: CallOptions,
    timeoutMs: number,
  ): Promise<unknown> {
    const deadline = Date.now() + timeoutMs;
    const publishTimeoutMs = Math.min(this.#publishTimeoutMs(options), timeoutMs);
    const isDone = await this.#claim(claim, options, publishTimeoutMs);
    const left = timeLeft(deadline);
    const wait = job.wait({ ...options, timeoutMs: left }, job);
    if (!isDone && !options.signal?.aborted) {
      wait.follow(this.publish(request, message, options, Math.min(publishTimeoutMs, left)));
    }
    return wait.result;
  }

  async #sendClaimed(
    request: Request,
    { job, message, claim }: Claimable,
    options: SendOptions,
    timeoutMs: number,
  ): Promise<Job> {
    const deadline = Date.now() + timeoutMs;
    if (await this.#claim(claim, options, timeoutMs)) return job;
    return this.#publish(request, message, options, timeLeft(deadline), job);
  }

  /** Whether the key has succeeded, so that there is nothing to send. Rejects with IDEMPOTENCY_CONFLICT. */
  async #claim(claim: Claim, { signal }: MessageOptions, timeoutMs: number): Promise<boolean> {
    this.#session.assertOpen();
    const found = await this.#session.transports.backend.claim(claim.id, claim.digest, { timeoutMs, signal });
    if (found === "conflict") throw conflict(claim);
    return found === "succeeded";
  }

  /** Decides what the message says. Throws INVALID_OPTIONS and UNSUPPORTED; nothing is sent. */
  prepare(
    request: Request,
    options: MessageOptions,
    more: MessageFacts = {},
    id = options.taskId ?? newTaskId(),
  ): Prepared {
    const { transports, settings } = this.#session;
    const { storeless } = transports.backend;
    if (options.idempotencyKey !== undefined && storeless !== null) {
      throw new UnsupportedError(`idempotencyKey needs a store that all workers see: ${storeless}`);
    }
    const { task, contract, args, kwargs } = request;
    const facts = messageFacts(contract, options, settings, transports.broker.kind);
    const links = more.embed === undefined ? this.#embed(options) : null;
    if (links !== null) facts.embed = links;
    Object.assign(facts, more);
    return {
      job: this.jobOf(id, request, options),
      message: this.#client.createTaskMessage(id, task, args, kwargs, facts),
    };
  }

  /** What the signatures of this connection's workflows say. */
  signatureContext(
    headers: Readonly<Record<string, unknown>> = {},
    expires: Date | null = null,
  ): SignatureContext {
    const { transports, settings } = this.#session;
    return { settings, kind: transports.broker.kind, replyTo: transports.backend.replyTo, headers, expires };
  }

  /** Picks up a job that this or another process has sent; without a store, only its revoke works for others'. */
  job(id: string): Job {
    const { backend } = this.#session.transports;
    const resultless = backend.knows?.(id) === false ? backend.storeless : null;
    return new Job(this.#session, { id, task: null, queue: null, validator: null, resultless });
  }

  #embed(options: MessageOptions): Embed | null {
    if (options.link === undefined && options.linkError === undefined) return null;
    const linked = linkedTo(options, this.signatureContext());
    return { ...linked, chain: null, chord: null };
  }

  /** The job that a task will be. */
  jobOf(id: string, request: Request, options: MessageOptions): Job {
    const { task, contract, validator } = request;
    const ignoresResult = options.ignoreResult ?? !request.storesResult;
    return new Job(this.#session, {
      id,
      task,
      queue: queueOf(contract, options, this.#session.settings),
      validator,
      resultless: ignoresResult
        ? `${task} ignores its result: use send(), and do not wait for it`
        : options.replyTo !== undefined && this.#session.transports.backend.storeless !== null
          ? `the result of ${task} goes to ${options.replyTo}, not here`
          : null,
    });
  }

  /** Resolves when the broker has confirmed the message. */
  publish(
    request: Request,
    message: TaskMessage,
    options: MessageOptions,
    timeoutMs = this.#publishTimeoutMs(options),
  ): Promise<void> {
    return this.#publish(request, message, options, timeoutMs, undefined);
  }

  #publish<T>(
    { task }: Request,
    message: TaskMessage,
    { signal, publishRetries: retries }: MessageOptions,
    timeoutMs: number,
    value: T,
  ): Promise<T> {
    return this.#client.sendTaskMessage<T>(task, message, { timeoutMs, signal, retries, value });
  }

  #publishTimeoutMs({ publishTimeoutMs }: MessageOptions): number {
    return publishTimeoutMs ?? this.#session.settings.publishTimeoutMs;
  }
}
