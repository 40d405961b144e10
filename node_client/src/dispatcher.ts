import { randomUUID } from "node:crypto";
import type { CeleryClient } from "./celery.js";
import type { TaskMessage } from "./envelope.js";
import { TaskTimeoutError, UnsupportedError } from "./errors.js";
import { Job } from "./job.js";
import { messageFacts, queueOf } from "./message.js";
import { checkCallOptions, checkSendOptions } from "./optionRules.js";
import type { CallOptions, MessageOptions, SendOptions } from "./options.js";
import type { Request, RequestBuilder } from "./request.js";
import type { Session } from "./session.js";

/** A message that is ready to be sent, and the job that it becomes. */
interface Prepared {
  readonly job: Job;
  readonly message: TaskMessage;
}

/** Sends requests, and makes the jobs that they become. */
export class Dispatcher {
  readonly #session: Session;
  readonly #client: CeleryClient;
  readonly #requests: RequestBuilder;

  constructor(session: Session, client: CeleryClient, requests: RequestBuilder) {
    this.#session = session;
    this.#client = client;
    this.#requests = requests;
  }

  /** Sends the task and waits for its result. */
  async call(request: Request, options: CallOptions = {}): Promise<unknown> {
    checkCallOptions(options);
    const { settings } = this.#session;
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const { job, message } = this.prepare(request, {
      ...options,
      expiresMs: options.expiresMs ?? timeoutMs,
    });
    // Subscribed and published in one go: neither waits for the other.
    const { signal, revokeOnAbort } = options;
    const wait = job.wait({ timeoutMs, ...(signal && { signal }), ...(revokeOnAbort && { revokeOnAbort }) });
    const publishTimeoutMs = Math.min(options.publishTimeoutMs ?? settings.publishTimeoutMs, timeoutMs);
    const publishing = options.signal?.aborted
      ? Promise.resolve()
      : this.#publish(request, message, { ...options, publishTimeoutMs });
    publishing.catch((error: unknown) => wait.cancel(error));
    try {
      return job.settle(await wait.outcome);
    } catch (error) {
      // Both may end in the same millisecond: what was not confirmed is no matter of workers.
      if (error instanceof TaskTimeoutError) await publishing;
      throw error;
    }
  }

  /** Resolves when the broker has confirmed the message. */
  async send(request: Request, options: SendOptions = {}): Promise<Job> {
    checkSendOptions(options);
    options.signal?.throwIfAborted();
    const { job, message } = this.prepare(request, options);
    await this.#publish(request, message, options);
    return job;
  }

  /** Decides what the message says. Throws INVALID_OPTIONS and UNSUPPORTED; nothing is sent. */
  prepare(request: Request, options: MessageOptions): Prepared {
    const { transports, settings } = this.#session;
    const { storeless } = transports.backend;
    if (options.idempotencyKey !== undefined && storeless !== null) {
      throw new UnsupportedError(`idempotencyKey needs a store that all workers see: ${storeless}`);
    }
    const { task, contract, args, kwargs } = request;
    const facts = messageFacts(contract, options, settings, transports.broker.kind);
    const id = options.taskId ?? randomUUID();
    return {
      job: this.#jobOf(id, request, options),
      message: this.#client.createTaskMessage(id, task, args, kwargs, facts),
    };
  }

  /** Picks up a job that this or another process has sent. */
  job(id: string): Job {
    return new Job(this.#session, { id, task: null, queue: null, validator: null, resultless: null });
  }

  #jobOf(id: string, { task, contract }: Request, options: MessageOptions): Job {
    const ignoresResult = options.ignoreResult ?? contract?.storesResult === false;
    return new Job(this.#session, {
      id,
      task,
      queue: queueOf(contract, options, this.#session.settings),
      validator: contract === null ? null : this.#requests.validatorOf(contract),
      resultless: ignoresResult
        ? `${task} ignores its result: use send(), and do not wait for it`
        : options.replyTo !== undefined && this.#session.transports.backend.storeless !== null
          ? `the result of ${task} goes to ${options.replyTo}, not here`
          : null,
    });
  }

  #publish(request: Request, message: TaskMessage, options: MessageOptions): Promise<void> {
    return this.#client.sendTaskMessage(request.task, message, {
      timeoutMs: options.publishTimeoutMs ?? this.#session.settings.publishTimeoutMs,
      signal: options.signal,
      retries: options.publishRetries,
    });
  }
}
